import type { Definition } from '../definition.ts';
import { createArticleGate } from './article.ts';
import { createChampionGate } from './champion.ts';
import type { Gate } from './gate.ts';
import { createOpenGate } from './none.ts';

const gates = {
  champion: createChampionGate,
  none: createOpenGate,
  article: createArticleGate,
} satisfies Record<string, (definition: Definition) => Gate>;

export type GateName = keyof typeof gates;

/** A gate's name; its options, where it has any, beside it. */
export interface GateDefinition {
  readonly name: GateName;
}

export const gateNames = Object.keys(gates) as readonly GateName[];

/** The gate that a definition names, with nothing judged yet. */
export function createGate(definition: Definition): Gate {
  return gates[definition.gate.name](definition);
}
