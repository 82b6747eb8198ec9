import type { Definition } from '../../learning/definition.ts';
import type { Clock, PinnedSnapshots, SnapshotReader } from '../ports.ts';
import { type ServedSnapshot, servedSnapshot } from './served-snapshot.ts';

/** A model's snapshot as far as is known. `none`: the model has not committed yet. */
export type Current =
  | (ServedSnapshot & {
      readonly kind: 'current';
      /** When the store last said that it is the current one. */
      readonly checkedAtMs: number;
      /** Why the last look failed; nothing if it did not. */
      readonly failure?: unknown;
    })
  | { readonly kind: 'none' }
  | { readonly kind: 'unavailable'; readonly failure: unknown };

interface Held extends ServedSnapshot {
  readonly etag: string;
  readonly checkedAtMs: number;
  readonly triedAtMs: number;
}

/**
 * Snapshots kept between requests. One is served as it is for a set time, then the store is asked whether there is a newer
 * one. As long as the store does not answer, or what it has cannot be used, the one in hand is served.
 */
export class CurrentSnapshots {
  readonly #reader: SnapshotReader;
  readonly #pinned: Pick<PinnedSnapshots, 'get'>;
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #lookAgainMs: number;
  readonly #held = new Map<string, Held>();

  constructor(
    reader: SnapshotReader,
    pinned: Pick<PinnedSnapshots, 'get'>,
    clock: Pick<Clock, 'nowMs'>,
    lookAgainMs: number,
  ) {
    this.#reader = reader;
    this.#pinned = pinned;
    this.#clock = clock;
    this.#lookAgainMs = lookAgainMs;
  }

  async of(model: string, definition: Definition): Promise<Current> {
    const held = this.#held.get(model);
    const nowMs = this.#clock.nowMs();
    if (held !== undefined && nowMs - held.triedAtMs < this.#lookAgainMs) return { kind: 'current', ...held };
    try {
      return await this.#look(model, definition, held, nowMs);
    } catch (failure) {
      if (held === undefined) return { kind: 'unavailable', failure };
      return { kind: 'current', ...this.#keep(model, { ...held, triedAtMs: nowMs }), failure };
    }
  }

  async #look(model: string, definition: Definition, held: Held | undefined, nowMs: number): Promise<Current> {
    const look = await this.#reader.look(model, held?.etag);
    const times = { checkedAtMs: nowMs, triedAtMs: nowMs };
    switch (look.kind) {
      case 'none':
        // A model never goes back to having none: somebody deleted its snapshot, and what is in hand is still right.
        if (held === undefined) return { kind: 'none' };
        throw new Error(`model ${model}: its snapshot is gone; what was read before is served`);
      case 'unchanged':
        if (held === undefined) throw new Error(`model ${model}: the store says unchanged of what was never read`);
        return { kind: 'current', ...this.#keep(model, { ...held, ...times }) };
      case 'read': {
        const { bytes, etag } = look.stored;
        const served = await servedSnapshot(model, bytes, definition, this.#pinned, held);
        return { kind: 'current', ...this.#keep(model, { ...served, etag, ...times }) };
      }
      default:
        return look satisfies never;
    }
  }

  #keep(model: string, held: Held): Held {
    this.#held.set(model, held);
    return held;
  }
}
