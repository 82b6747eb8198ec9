/** What somebody did to a model, by a commit that is not one of the trainer's. */
export type Operation = Change & Partial<Authorship>;

/** Who did it, and why; rows of older versions do not say. */
export interface Authorship {
  /** A person or a program, as it named itself: for people, no proof of anything. */
  readonly actor: string;
  readonly reason?: string;
}

/**
 * What was done.
 *
 * `restored`: a damaged or deleted snapshot is again what version `from` left. `rolledBack`: a good one is, and no checkpoint
 * went back. `reset`: the model starts from nothing. `pinned`: version `to` is served until `unpinned`. `promoted`, `dropped`:
 * a trial was ended by hand. `paused`: segments are scored and not learned until `resumed`. `imported`: the model starts
 * from what another, in a file of form `from`, had learned.
 */
export type Change =
  | { readonly kind: 'restored' | 'rolledBack'; readonly from: number }
  | { readonly kind: 'pinned'; readonly to: number }
  | { readonly kind: 'imported'; readonly from: ImportForm }
  | { readonly kind: 'reset' | 'unpinned' | 'promoted' | 'dropped' | 'paused' | 'resumed' };

/** Whose form a file has that a model was imported from. */
export type ImportForm = 'sluice' | 'sklearn';

/** `rolled back to version 41 by ana: labels were late` */
export function operationInWords(operation: Operation): string {
  const { actor, reason } = operation;
  const author = actor === undefined ? '' : ` by ${actor}`;
  return `${changeInWords(operation)}${author}${reason === undefined ? '' : `: ${reason}`}`;
}

function changeInWords(change: Change): string {
  switch (change.kind) {
    case 'restored':
      return `version ${change.from} restored`;
    case 'rolledBack':
      return `rolled back to version ${change.from}`;
    case 'pinned':
      return `pinned to version ${change.to}`;
    case 'imported':
      return `imported from a file of ${change.from}`;
    case 'promoted':
      return 'challenger promoted';
    case 'dropped':
      return 'challenger dropped';
    case 'reset':
    case 'unpinned':
    case 'paused':
    case 'resumed':
      return change.kind;
    default:
      return change satisfies never;
  }
}
