import { describe, expect, it } from 'vitest';
import type { ModelDefinition } from '../../../learning/definition.ts';
import { gateNames } from '../../../learning/gates/registry.ts';
import { scalerNames } from '../../../learning/scalers/registry.ts';
import { decodeSections, encodeSections, SnapshotError } from '../../../learning/snapshot/sections.ts';
import {
  DefinitionChangedError,
  decodeSnapshot,
  emptySnapshot,
  encodeSnapshot,
  readHead,
  type Snapshot,
} from '../../../learning/snapshot/snapshot.ts';
import { definitionOf } from '../../builders/definition.ts';
import { ledgerRowOf } from '../../builders/ledger-row.ts';
import { rowsOf } from '../../builders/rows.ts';

const segments = Array.from({ length: 12 }, (_, i) => rowsOf(100, { seed: `segment ${i}` }));

/** A snapshot with something in each of its parts. */
function snapshotOf(varied: Partial<ModelDefinition> = {}, learned = 6): Snapshot {
  const snapshot = emptySnapshot(definitionOf(varied));
  for (const rows of segments.slice(0, learned)) snapshot.model.observe(rows);
  snapshot.pending.add(rowsOf(3));
  snapshot.recentIds.add('r1');
  snapshot.checkpoints.advance('shard', 10n ** 55n);
  return { ...snapshot, version: learned, lastCommit: ledgerRowOf({ version: learned }) };
}

const roundTrip = (snapshot: Snapshot) => decodeSnapshot(encodeSnapshot(snapshot), snapshot.model.definition);
const settings = gateNames.flatMap((gate) => scalerNames.map((scaler) => ({ gate, scaler })));

describe.each(settings)('a snapshot with gate $gate and scaler $scaler', ({ gate, scaler }) => {
  const snapshot = snapshotOf({ gate: { name: gate }, scaler });

  it('is the same bytes again after a round trip', () => {
    const bytes = encodeSnapshot(snapshot);
    expect(encodeSnapshot(roundTrip(snapshot))).toEqual(bytes);
    expect(encodeSnapshot(snapshot)).toEqual(bytes);
  });

  it('goes on learning after a round trip as it would have without', () => {
    const [kept, read] = [snapshotOf({ gate: { name: gate }, scaler }), roundTrip(snapshot)];
    for (const rows of segments.slice(6)) expect(read.model.observe(rows)).toEqual(kept.model.observe(rows));
    expect(encodeSnapshot(read)).toEqual(encodeSnapshot(kept));
  });
});

describe('a snapshot', () => {
  it('keeps version, pending rows, ids, checkpoints and the last commit', () => {
    const read = roundTrip(snapshotOf());
    expect(read.version).toBe(6);
    expect(read.model.segments).toBe(6);
    expect(read.pending.takeAll()).toEqual(rowsOf(3));
    expect(read.recentIds.has('r1')).toBe(true);
    expect(read.recentIds.has('r2')).toBe(false);
    expect(read.checkpoints.toJson()).toEqual([['shard', String(10n ** 55n)]]);
    expect(read.lastCommit).toEqual(ledgerRowOf({ version: 6 }));
  });

  it('keeps what a person has set, and says nothing of it where nothing is set', () => {
    const steering = { paused: { actor: 'ana', atMs: 5 }, pinned: { version: 2, atMs: 7, reason: 'audit' } };
    expect(roundTrip({ ...snapshotOf(), steering }).steering).toEqual(steering);
    expect(Object.keys(decodeSections(encodeSnapshot(snapshotOf())))).not.toContain('steering');
  });

  it('may be empty', () => {
    const read = roundTrip(emptySnapshot(definitionOf()));
    expect(read).toMatchObject({ version: 0, lastCommit: undefined });
    expect(read.pending.count).toBe(0);
  });

  it.each<[string, Partial<ModelDefinition>]>([
    ['features', { features: 3 }],
    ['names of features', { features: ['age', 'visits'] }],
    ['scaler', { scaler: 'minmax' }],
  ])('made under other %s is refused, with both', (_, changed) => {
    const bytes = encodeSnapshot(snapshotOf());
    const decode = () => decodeSnapshot(bytes, definitionOf(changed));
    expect(decode).toThrow(DefinitionChangedError);
    expect(decode).toThrow(/^made for \{.*\}, but the definition now says \{.*\}$/);
  });

  it('made under another option that decides what the learner stores is refused', () => {
    const averaged = definitionOf({ learner: { name: 'sgd', average: true } });
    const decode = () => decodeSnapshot(encodeSnapshot(snapshotOf()), averaged);
    expect(decode).toThrow(DefinitionChangedError);
  });

  it('tells version, last commit and steering under any definition', () => {
    expect(readHead(encodeSnapshot(snapshotOf()))).toEqual({
      version: 6,
      lastCommit: ledgerRowOf({ version: 6 }),
      steering: {},
    });
    expect(() => readHead(encodeSnapshot(snapshotOf()).subarray(0, 500))).toThrow(SnapshotError);
  });

  it.each<[string, Partial<ModelDefinition>]>([
    ['rate', { learner: { name: 'sgd', eta0: 0.2 } }],
    ['threshold', { threshold: 0.3 }],
    ['threshold, for the first time tracked', { threshold: 'f1' }],
    ['segment size', { segmentRows: 50 }],
  ])('is read under another %s, with all it knows', (_, changed) => {
    const snapshot = snapshotOf();
    const read = decodeSnapshot(encodeSnapshot(snapshot), definitionOf(changed));
    expect(read.model.state).toEqual(snapshot.model.state);
    expect(encodeSnapshot(read)).toEqual(encodeSnapshot(snapshot));
  });

  it('is read under another gate, which starts afresh, while the champion goes on', () => {
    const without = snapshotOf();
    const read = decodeSnapshot(encodeSnapshot(without), definitionOf({ gate: { name: 'article' } }));
    expect(read.model.champion.state).toEqual(without.model.champion.state);
    expect(read.model.state['gate/accepted']).toEqual(new Float64Array(2));
    expect(read.model.segments).toBe(6);
    expect(read.model.observe(segments[7]).verdict.sentence).toContain('the first segment always is');
  });

  it('is read without its gate, and forgets what that knew', () => {
    const gated = snapshotOf({ gate: { name: 'article' } });
    const read = decodeSnapshot(encodeSnapshot(gated), definitionOf());
    expect(read.model.champion.state).toEqual(gated.model.champion.state);
    expect(Object.keys(decodeSections(encodeSnapshot(read)))).not.toContain('model/gate/accepted');
  });

  it.each([
    'shape',
    'version',
    'pending/X',
    'pending/y',
    'checkpoints',
    'lastCommit',
    'model/champion/learner/coef',
    'recentIds/ring',
  ])('without its section %s is refused', (missing) => {
    const sections = Object.entries(decodeSections(encodeSnapshot(snapshotOf())));
    const bytes = encodeSections(Object.fromEntries(sections.filter(([name]) => name !== missing)));
    expect(() => decodeSnapshot(bytes, definitionOf())).toThrow(SnapshotError);
  });

  it('is of one size, whatever the length of the stream', () => {
    const sizeAfter = (learned: number) =>
      encodeSnapshot({ ...snapshotOf({}, learned), version: 1, lastCommit: undefined }).length;
    expect(sizeAfter(12)).toBe(sizeAfter(1));
  });
});
