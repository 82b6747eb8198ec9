import { describe, expect, it } from 'vitest';
import { differenceLines } from '../../cli/difference-lines.ts';
import { atLines, historyLines } from '../../cli/model-history.ts';
import { type ListedModel, listLines } from '../../cli/model-list.ts';
import { shownLines } from '../../cli/shown-lines.ts';
import type { VersionDifference } from '../../cli/version-difference.ts';
import { createModel } from '../../learning/model.ts';
import { type QualityRow, qualityRow } from '../../learning/snapshot/ledger-row.ts';
import { servedAt } from '../../learning/snapshot/served-at.ts';
import { emptySnapshot } from '../../learning/snapshot/snapshot.ts';
import { summarise } from '../../report/summary.ts';
import { definitionOf } from '../builders/definition.ts';
import { ledgerRowOf, segmentResultOf } from '../builders/ledger-row.ts';
import { rowsOf } from '../builders/rows.ts';

const at = Date.UTC(2026, 10, 24, 10);
const observed = createModel(definitionOf());
observed.observe(rowsOf(20));
const observedQuality = qualityRow(observed) as QualityRow;
const trial = { number: 1, segments: 4, evidence: 1.25, share: 0.62, f1: { champion: 0.71, challenger: 0.8 } };
const paused = { actor: 'ana', atMs: at, reason: 'labels are being mended' };

describe('sluice models list', () => {
  const model: ListedModel = {
    model: 'clicks',
    gate: 'champion',
    version: 41,
    committedAtMs: at,
    rows: 104_987,
    f1: 0.8712,
    logLoss: 0.3119,
    pendingRows: 13,
    steering: {},
    trial: null,
    problem: null,
  };

  it('has a line for each model, and below it what is not as usual', () => {
    const nothing = { version: 0, committedAtMs: null, rows: 0, f1: null, logLoss: null, pendingRows: 0 };
    const steered = { ...model, steering: { paused, pinned: { version: 38, atMs: at } }, trial };
    expect(listLines([{ ...model, ...nothing, model: 'churn', gate: 'none' }, steered], at + 180_000)).toEqual([
      'MODEL   VERSION    AGE     ROWS     F1  LOG LOSS  PENDING  GATE',
      'churn         0      –        0      –         –        0  none',
      '  it has learned nothing yet',
      'clicks       41  3 min  104,987  0.871     0.312       13  champion',
      '  paused by ana since 2026-11-24 10:00:00 UTC: labels are being mended',
      '  pinned to version 38 since 2026-11-24 10:00:00 UTC',
      "  trial of 4 segments: F1 0.71 against challenger's 0.80, evidence 1.3; its",
      '  share is 62 %',
    ]);
  });

  it('says what is wrong with a snapshot', () => {
    const problem = 'its snapshot cannot be used: truncated: 5 bytes';
    expect(listLines([{ ...model, problem }], at).at(-1)).toBe(`  ${problem}`);
  });
});

describe('sluice models show', () => {
  it('tells no log loss of members that have predicted nothing yet', () => {
    const snapshot = emptySnapshot(definitionOf({ learner: { name: 'committee' } }));
    const lines = shownLines({ model: 'clicks', snapshot, sizeBytes: 1, servedCommittedAtMs: at, undeployed: [] }, at);
    const members = lines.slice(lines.findIndex((line) => line.startsWith('MEMBER')) + 1);
    expect(members.length).toBeGreaterThan(10);
    for (const line of members) expect(line).toMatch(/ 0\.067 +–$/);
  });

  it('tells version, what is served, learning, quality, definition and checkpoints', () => {
    const snapshot = emptySnapshot(definitionOf({ gate: { name: 'champion', trialSegments: 9 } }));
    snapshot.model.observe(rowsOf(20));
    snapshot.checkpoints.advance('shard', 10n ** 25n);
    const operation = { kind: 'paused', ...paused } as const;
    const { atMs: _, ...change } = operation;
    const shown = {
      model: 'clicks',
      snapshot: {
        ...snapshot,
        version: 7,
        lastCommit: ledgerRowOf({ committedAtMs: at, operation: change }),
        steering: { paused },
      },
      sizeBytes: 12_345,
      servedCommittedAtMs: at,
      undeployed: [{ field: 'threshold', before: '0.5', after: 'f1' }],
    };
    const lines = shownLines(shown, at + 7_200_000);
    expect(lines).toEqual([
      'model clicks',
      'version    7 of 2026-11-24 10:00:00 UTC, 2 h ago: paused by ana: labels are',
      '           being mended',
      'served     this version',
      'learning   no: paused by ana since 2026-11-24 10:00:00 UTC: labels are being',
      '           mended',
      'judged     1 segment; 0 rows waiting for the next',
      'trial      none',
      'size       12,345 bytes',
      expect.stringMatching(/^quality {4}F1 0\.\d{3}, precision 0\.\d{3}, recall 1\.000, accuracy 0\.\d{3}, log loss$/),
      '           0.693, of 20 rows',
      expect.stringMatching(/^lately {5}F1 0/),
      '           0.693, of the last 1 segment',
      'threshold  0.500',
      'learner    sgd',
      'gate       champion (trialSegments 9), segments of at least 10 rows',
      'features   2: x0, x1; scaler standard, label label',
      'changed    threshold: deployed 0.5, in sluice.config.ts f1; npm run deploy',
      '           deploys it',
      '',
      'SHARD  CHECKPOINT',
      'shard  10000000000000000000000000',
    ]);
  });
});

describe('sluice models history', () => {
  const rows = [
    ledgerRowOf({ committedAtMs: at, segments: [segmentResultOf(), segmentResultOf({ verdict: 'held' })] }),
    ledgerRowOf({
      version: 2,
      committedAtMs: at + 60_000,
      records: { taken: 0, duplicates: 0, quarantined: 0 },
      rows: 0,
      segments: [],
      operation: { kind: 'pinned', to: 1, actor: 'ana', reason: 'audit until Friday' },
    }),
    ledgerRowOf({ version: 3, committedAtMs: at + 120_000, rows: 2, segments: [] }),
  ];

  it('has a line for each commit, the newest first: verdicts, or what somebody did', () => {
    expect(historyLines('clicks', rows)).toEqual([
      'VERSION  COMMITTED (UTC)      RECORDS  ROWS  WHAT',
      '      3  2026-11-24 10:02:00        3     2  no segment, 2 rows waiting, 2',
      '                                             duplicates, 1 quarantined',
      '      2  2026-11-24 10:01:00        0     0  pinned to version 1 by ana: audit',
      '                                             until Friday',
      '      1  2026-11-24 10:00:00        3    12  1 accepted, 1 held, 2 duplicates, 1',
      '                                             quarantined',
    ]);
    expect(historyLines('clicks', [])).toEqual(['model clicks: it has learned nothing yet']);
  });

  it('says which version served at a time, and what it had learned', () => {
    const found = servedAt(rows, at + 130_000);
    if (found === undefined) throw new Error('expected a version');
    expect(atLines('clicks', at + 130_000, found, summarise(found.learned), true)).toEqual([
      'model clicks at 2026-11-24 10:02:10 UTC',
      'served    version 1: pinned by ana since 2026-11-24 10:01:00 UTC: audit until',
      '          Friday',
      'trained   version 3, made 2026-11-24 10:02:00 UTC',
      'taken     3 records, 12 rows; 2 rows waiting',
      'segments  1 accepted, 1 held, of 20 rows',
      'quality   F1 0.727, log loss 0.525',
      'snapshot  kept in the bucket',
    ]);
  });
});

describe('sluice models diff', () => {
  const facts = { committedAtMs: at, quality: null, trial: null };
  const difference: VersionDifference = {
    model: 'clicks',
    from: { version: 1, ...facts },
    to: { version: 3, ...facts, trial },
    between: {
      ...summarise([ledgerRowOf()]),
      operations: [ledgerRowOf({ version: 2, operation: { kind: 'unpinned', actor: 'ana' } })],
    },
    definition: [{ field: 'learner', from: 'sgd', to: 'ftrl' }],
    state: { arrays: [], weights: undefined },
  };

  it('tells what was learned between, by hand too, and what differs', () => {
    expect(differenceLines(difference).slice(0, 8)).toEqual([
      'model clicks: version 1 against version 3',
      'made        2026-11-24 10:00:00 UTC → 2026-11-24 10:00:00 UTC',
      'between     3 records, 12 rows; segments: 1 accepted',
      'scored      F1 0.727, log loss 0.525, of 10 rows',
      'by hand     version 2: unpinned by ana',
      'definition  learner "sgd" → "ftrl"',
      "trial       none → of 4 segments: F1 0.71 against challenger's 0.80, evidence",
      '            1.3; its share is 62 %',
    ]);
    expect(differenceLines(difference).at(-1)).toBe('nothing that the champion has learned changed');
  });

  it('has the members who had a say, then or then', () => {
    const quality = (weights: Readonly<Record<string, number>>) => ({
      ...observedQuality,
      members: Object.entries(weights).map(([name, weight]) => ({ name, weight, logLoss: 0.3 })),
    });
    const from = { ...difference.from, quality: quality({ bayes: 0.9, mlp: 0.0001, sgd: 0.0999 }) };
    const to = { ...difference.to, quality: quality({ bayes: 0.0002, mlp: 0.0001, sgd: 0.9997 }) };
    expect(differenceLines({ ...difference, from, to })).toEqual(
      expect.arrayContaining([
        'WEIGHT OF MEMBER      1      3',
        'bayes             0.900  0.000',
        'sgd               0.100  1.000',
      ]),
    );
    expect(differenceLines({ ...difference, from, to }).join()).not.toContain('mlp');
  });

  it('shows the weights that changed most, and how many others did', () => {
    const weights = Array.from({ length: 12 }, (_, i) => ({ feature: `x${i}`, from: 0, to: 1.2 - i / 10 }));
    const lines = differenceLines({
      ...difference,
      state: { arrays: [{ name: 'learner/coef', norm: 1, share: 1 }], weights },
    });
    expect(lines.slice(-12)).toEqual([
      'WEIGHT OF    FROM      TO   CHANGE',
      ...weights
        .slice(0, 10)
        .map(({ feature, to }) => `${feature}         0.0000  ${to.toFixed(4)}  +${to.toFixed(4)}`),
      'and 2 that changed less',
    ]);
  });
});
