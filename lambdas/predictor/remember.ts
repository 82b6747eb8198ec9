import type { Definition } from '../../learning/definition.ts';
import { secondsOf } from '../../learning/duration.ts';
import type { FeatureRows } from '../../learning/labelled-rows.ts';
import { columnsKey, packRow } from '../../records/packed-row.ts';
import { inGroups } from '../in-groups.ts';
import type { RowMemory } from '../ports.ts';

/** Writes under way at once, as many as an SDK client has connections: 1,000 rows at 10 ms each take 0.2 s. */
const CONCURRENCY = 50;

/** Keeps rows that were predicted, each under its id, until their label comes or their time is over. */
export async function remember(
  { model, version, definition }: { readonly model: string; readonly version: number; readonly definition: Definition },
  rows: FeatureRows,
  ids: readonly string[],
  memory: RowMemory,
  nowMs: number,
): Promise<void> {
  const { rememberFor, labelAfter } = definition;
  const later = (seconds: number | undefined) => (seconds === undefined ? undefined : nowMs + 1_000 * seconds);
  const shared = {
    model,
    version,
    columns: columnsKey(definition),
    predictedAtMs: nowMs,
    expiresAtMs: later(secondsOf(rememberFor)) as number,
    dueAtMs: later(secondsOf(labelAfter)),
  };
  const indices = Array.from(ids, (_, i) => i);
  await inGroups(indices, CONCURRENCY, (i) =>
    memory.remember({ ...shared, id: ids[i], features: packRow(rows.X, i * rows.width, rows.width) }),
  );
}
