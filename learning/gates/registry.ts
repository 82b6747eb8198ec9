import type { Definition } from '../definition.ts';
import { resolveOptions } from '../options.ts';
import { createArticleGate } from './article.ts';
import { createChampionGate } from './champion.ts';
import { type ChampionOptions, resolveChampionOptions } from './champion-options.ts';
import type { Gate } from './gate.ts';
import { createOpenGate } from './none.ts';

const gates = {
  champion: createChampionGate,
  none: createOpenGate,
  article: createArticleGate,
} satisfies Record<string, (definition: Definition, options: object) => Gate>;

export type GateName = keyof typeof gates;

/** A gate's name; its options, where it has any, beside it. */
export type GateDefinition =
  | { readonly name: Exclude<GateName, 'champion'> }
  | ({ readonly name: 'champion' } & ChampionOptions);

export const gateNames = Object.keys(gates) as readonly GateName[];

/** The gate that a definition names, with nothing judged yet. */
export function createGate(definition: Definition): Gate {
  const { name, ...options } = definition.gate;
  return gates[name](definition, options);
}

/** @throws {Error} naming the option that is out of its range or unknown. */
export function checkGateOptions({ name, ...options }: GateDefinition): void {
  if (name === 'champion') resolveChampionOptions(options);
  else resolveOptions(name, options, {});
}
