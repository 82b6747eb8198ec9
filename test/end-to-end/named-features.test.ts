import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../cli/deployment.ts';
import { recordsIn } from '../../cli/follow-ledger.ts';
import { stopAllPrograms } from '../../cli/local/processes.ts';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { KinesisRecordStream } from '../../lambdas/aws/kinesis-record-stream.ts';
import { definitionsOf, type Overrides } from '../../lambdas/definitions.ts';
import { advance } from '../../lambdas/trainer/advance.ts';
import type { Definition } from '../../learning/definition.ts';
import { seededRandom } from '../../learning/random.ts';
import { emptySnapshot, encodeSnapshot } from '../../learning/snapshot/snapshot.ts';
import { decodeRecord } from '../../records/decode.ts';
import { models } from '../../sluice.config.ts';
import { deployToEmulator, eventually, ledgerOf, snapshotVersions, streamContent } from './emulated-pipeline.ts';

/** A model as a team would define it: names, categories, a value that may be missing, another learner, F1's threshold. */
const overrides: Overrides = {
  clicks: {
    features: ['age', 'country', 'visits'],
    categorical: ['country'],
    missing: ['age'],
    hashBits: 5,
    label: 'bought',
    learner: { name: 'ftrl' },
    threshold: 'f1',
  },
};
const definitions = definitionsOf(models, overrides);

let deployment: Deployment;

beforeAll(async () => {
  ({ deployment } = await deployToEmulator(overrides));
});
afterAll(stopAllPrograms);

const random = seededRandom('people');

/** Whether somebody buys depends on the country and, a little, on the visits. */
function person(): object {
  const country = ['DE', 'FR', 'IT', 'ES'][random.integer(4)];
  const visits = random.integer(10);
  const age = random.uniform() < 0.3 ? {} : { age: 20 + random.integer(50) };
  const bought = random.uniform() < { DE: 0.9, FR: 0.7, IT: 0.2, ES: 0.1 }[country as 'DE'] ? 1 : 0;
  return { ...age, country, visits, bought, session: 'a column that nobody asked for' };
}

describe('a model with named, categorical and missing features', () => {
  it('learns in the deployed pipeline what a plain loop learns, byte for byte, and better than by chance', async () => {
    const entries = Array.from({ length: 40 }, (_, i) => {
      const json = JSON.stringify({ model: 'clicks', id: `people-${i}`, rows: Array.from({ length: 50 }, person) });
      const data = i % 2 === 0 ? new TextEncoder().encode(json) : gzipSync(json);
      return { partitionKey: 'clicks', data };
    });
    expect(await new KinesisRecordStream(deployment.stream).put(entries)).toEqual([]);
    const rows = await eventually('40 records to be taken', async () => {
      const ledger = await ledgerOf(deployment, 'clicks');
      return recordsIn(ledger) === 40 ? ledger : undefined;
    });

    let snapshot = emptySnapshot(definitions.get('clicks') as Definition);
    const records = (await streamContent(deployment)).map((source) => ({
      source,
      decoded: decodeRecord(source.data, definitions, gunzip),
    }));
    for (const row of rows)
      ({ snapshot } = advance('clicks', snapshot, records.splice(0, recordsIn([row])), row.committedAtMs));
    const stored = (await snapshotVersions(deployment, 'clicks')).at(-1) as Uint8Array;
    expect(Buffer.compare(stored, encodeSnapshot(snapshot))).toBe(0);
    expect(rows.at(-1)?.quality).toMatchObject({ rows: 2_000 });
    expect(rows.at(-1)?.quality?.auc).toBeGreaterThan(0.8);
  });
});
