import { expect, it } from 'vitest';
import { type Operation, operationInWords } from '../../../learning/snapshot/operation.ts';

it.each<[Operation, string]>([
  [{ kind: 'restored', from: 3 }, 'version 3 restored'],
  [
    { kind: 'rolledBack', from: 41, actor: 'ana', reason: 'late labels' },
    'rolled back to version 41 by ana: late labels',
  ],
  [{ kind: 'pinned', to: 7, actor: 'ana' }, 'pinned to version 7 by ana'],
  [{ kind: 'unpinned', actor: 'ana' }, 'unpinned by ana'],
  [{ kind: 'promoted', actor: 'ana' }, 'challenger promoted by ana'],
  [{ kind: 'dropped', actor: 'ana' }, 'challenger dropped by ana'],
  [{ kind: 'paused', actor: 'ana', reason: 'audit' }, 'paused by ana: audit'],
  [{ kind: 'resumed', actor: 'ana' }, 'resumed by ana'],
  [{ kind: 'reset', actor: 'ana' }, 'reset by ana'],
])('%j reads as a sentence', (operation, words) => {
  expect(operationInWords(operation)).toBe(words);
});
