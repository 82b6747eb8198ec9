import { shortened } from './environment.ts';
import type { Entry } from './stream.ts';

/** What an entry is called where a broken promise is told. */
export function nameOf({ shardId, sequenceNumber, payload: { truth } }: Entry): string {
  const what =
    truth.kind === 'bad' ? truth.reason : truth.id === undefined ? 'without an id' : JSON.stringify(truth.id);
  return `${shardId} ${shortened(sequenceNumber)} (${what})`;
}
