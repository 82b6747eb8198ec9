import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../learning/snapshot/operation.ts';
import { pausedVerdict, type Steering, servedOf, steered, steeringAfter } from '../../../learning/snapshot/steering.ts';
import { ledgerRowOf } from '../../builders/ledger-row.ts';

const at = Date.UTC(2026, 10, 24, 10);
const set: Steering = { paused: { actor: 'ana', atMs: 1 }, pinned: { version: 3, actor: 'ben', atMs: 2 } };
const earlier: Steering = { paused: { atMs: 0 } };

describe('what is set after an operation', () => {
  it.each<[Operation, Steering, Steering]>([
    [{ kind: 'paused', actor: 'cy', reason: 'labels' }, {}, { paused: { actor: 'cy', reason: 'labels', atMs: at } }],
    [{ kind: 'paused' }, {}, { paused: { atMs: at } }],
    [{ kind: 'resumed' }, set, { pinned: set.pinned }],
    [{ kind: 'pinned', to: 7, actor: 'cy' }, set, { ...set, pinned: { version: 7, actor: 'cy', atMs: at } }],
    [{ kind: 'unpinned' }, set, { paused: set.paused }],
    [{ kind: 'rolledBack', from: 2 }, set, set],
    [{ kind: 'promoted' }, set, set],
    [{ kind: 'dropped' }, set, set],
    [{ kind: 'reset' }, set, {}],
    [{ kind: 'restored', from: 2 }, set, earlier],
  ])('%j', (operation, before, after) => {
    expect(steered(before, operation, at, () => earlier)).toEqual(after);
  });

  it('is the same told by the ledger, commit by commit', () => {
    const kinds = ['paused', 'resumed', 'unpinned', 'reset', 'promoted'] as const;
    const anyOperation: fc.Arbitrary<Operation | undefined> = fc.oneof(
      fc.constant(undefined),
      fc.record({ kind: fc.constantFrom(...kinds) }),
      fc.record({ kind: fc.constant('pinned' as const), to: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ kind: fc.constantFrom('restored' as const, 'rolledBack' as const), from: fc.constant(1) }),
    );
    fc.assert(
      fc.property(fc.array(anyOperation), (operations) => {
        const rows = operations.map((operation, i) =>
          ledgerRowOf({ version: i + 1, committedAtMs: i, ...(operation && { operation }) }),
        );
        let steering: Steering = {};
        const after: Steering[] = [];
        for (const { operation, committedAtMs } of rows) {
          if (operation) steering = steered(steering, operation, committedAtMs, (from) => after[from - 1] ?? {});
          after.push(steering);
        }
        expect(steeringAfter(rows)).toEqual(steering);
      }),
    );
  });
});

it('what is served is the version that is pinned, else the current one', () => {
  expect(servedOf({ version: 9, steering: {} })).toEqual({ kind: 'current', version: 9 });
  expect(servedOf({ version: 9, steering: set })).toEqual({ kind: 'pinned', version: 3 });
});

it('a paused model rejects each segment, and says who paused it, since when and why', () => {
  expect(pausedVerdict({})).toBeUndefined();
  expect(pausedVerdict({ paused: { actor: 'ana', atMs: at, reason: 'labels are late' } })).toEqual({
    kind: 'rejected',
    sentence: 'rejected: paused by ana since 2026-11-24T10:00:00.000Z (labels are late): scored, not learned',
  });
  expect(pausedVerdict({ paused: { atMs: at } })?.sentence).toBe(
    'rejected: paused by somebody since 2026-11-24T10:00:00.000Z: scored, not learned',
  );
});
