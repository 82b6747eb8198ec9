import { LiveFeed } from '../../cli/live/live-feed.ts';
import { resolveDefinition } from '../../learning/definition.ts';
import { createModel } from '../../learning/model.ts';
import { type LedgerRow, qualityRow, segmentResult } from '../../learning/snapshot/ledger-row.ts';
import { scenarios } from '../../records/scenarios/table.ts';
import type { Facts } from '../../report/facts.ts';

const SEED = 7;
const SEGMENTS = 1_000;
/** Where the picture is taken: after the change, with some still to come. */
const SEEN = 720;
const SEGMENTS_IN_COMMIT = 20;
const STARTED_MS = Date.UTC(2026, 10, 24, 8, 19, 3);
const COMMIT_MS = 900;

/** What `npm start` shows while it runs, without an emulator: the same model, the same records, commits of its own. */
export function liveTour(): { readonly facts: Facts; readonly feed: LiveFeed } {
  const definition = resolveDefinition('clicks', { features: 10 });
  const { rows: rowsOf, truth } = scenarios.tour;
  const model = createModel(definition);
  const commits = Array.from({ length: SEEN / SEGMENTS_IN_COMMIT }, (_, i): LedgerRow => {
    const segments = Array.from({ length: SEGMENTS_IN_COMMIT }, (_, j) =>
      segmentResult(model.observe(rowsOf(SEED, i * SEGMENTS_IN_COMMIT + j, SEGMENTS))),
    );
    return {
      model: 'clicks',
      version: i + 1,
      committedAtMs: STARTED_MS + i * COMMIT_MS,
      records: { taken: SEGMENTS_IN_COMMIT, duplicates: 0, quarantined: 0 },
      rows: segments.reduce((sum, { rows }) => sum + rows, 0),
      pendingRows: 0,
      segments,
      quality: qualityRow(model),
    };
  });
  const feed = new LiveFeed(() => STARTED_MS + commits.length * COMMIT_MS);
  feed.take(commits);
  feed.tell({ sent: SEGMENTS });
  return {
    feed,
    facts: {
      model: 'clicks',
      definition,
      truth: truth(SEED, SEGMENTS),
      run: { scenario: 'tour', seed: SEED, recordsSent: SEGMENTS, seconds: {} },
      endpoint: 'an emulator on this machine',
      versions: {},
      madeAtMs: STARTED_MS,
    },
  };
}
