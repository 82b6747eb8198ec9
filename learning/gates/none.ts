import type { Gate } from './gate.ts';

/** No gate: the champion learns every segment. The measure that every other gate is held against. */
export function createOpenGate(): Gate {
  return {
    state: {},
    judge({ rows }, champion) {
      champion.partialFit(rows);
      return { kind: 'accepted', sentence: 'accepted: there is no gate' };
    },
  };
}
