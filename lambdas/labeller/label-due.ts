import type { Definition } from '../../learning/definition.ts';
import { encodeLabels, labelsMax } from '../../records/labels.ts';
import { inGroups } from '../in-groups.ts';
import type { Clock, DueRows, RecordStream } from '../ports.ts';
import { putAll } from '../put-all.ts';

export interface LabellerPorts {
  readonly dueRows: DueRows;
  readonly stream: RecordStream;
  readonly clock: Clock;
}

/** Rows taken off the index at once, as many as an SDK client has connections. */
const CONCURRENCY = 50;

/**
 * Sends the label 0 for each row of a model that has waited for its label as long as its definition says.
 *
 * A row leaves the index after its label is on the stream. Who dies in between, or runs beside another, sends labels again:
 * in records of their own, which the trainer then counts as `twice`. They have no ids, so that no two of them are ever
 * taken for one. What it finds no time for is left to the next run.
 *
 * @returns how many records it sent
 */
export async function labelDue(
  model: string,
  { features }: Pick<Definition, 'features'>,
  { dueRows, stream, clock }: LabellerPorts,
  timeIsUp: () => boolean,
): Promise<number> {
  let records = 0;
  for await (const ids of dueRows.due(model, clock.nowMs(), labelsMax(features.length))) {
    if (timeIsUp()) break;
    const data = encodeLabels({ model, labels: ids.map((id) => ({ id, label: 0 })) });
    await putAll([{ partitionKey: model, data }], stream, clock, timeIsUp);
    await inGroups(ids, CONCURRENCY, (id) => dueRows.settle(model, id));
    records += 1;
  }
  return records;
}
