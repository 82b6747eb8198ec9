import { gzipSync } from 'node:zlib';
import type { Context, KinesisStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { variables } from '../../../lambdas/contract.ts';
import { encodeBinary } from '../../../records/binary.ts';
import { rowsOf } from '../../builders/rows.ts';
import { stubAws } from '../../fakes/aws-environment.ts';
import { AwsServer } from '../../fakes/aws-server.ts';

/** In every record below, and in no log line. */
const MARKER = 'MARKER-7f3a';
const unruly = `${MARKER}\n2026-01-01 ERROR forged\r\n\u001b[31m\u2028\u0085{"level":"ERROR"}`;
const ten = Array(10).fill(0);
const json = (body: unknown) => Buffer.from(JSON.stringify(body));

const batch: readonly Uint8Array[] = [
  json({ id: unruly, X: [ten], y: [1] }), // taken
  json({ id: unruly, X: [ten], y: [1] }), // a duplicate
  encodeBinary({ model: 'clicks', id: unruly, rows: rowsOf(100, { width: 10, seed: 'a' }) }), // a segment
  ...Array.from({ length: 8 }, (_, i) =>
    encodeBinary({
      model: 'clicks',
      id: `${unruly}${i}`,
      rows: rowsOf(100, { width: 10, seed: `${i}`, flipped: i > 5 ? 1 : 0 }),
    }),
  ),
  json({ labels: [{ id: unruly, label: 1 }] }),
  json({ labels: [{ id: unruly, label: unruly }] }),
  json({ id: `${unruly}${'x'.repeat(300)}`, X: [ten], y: [1] }),
  json({ model: unruly, X: [ten], y: [1] }),
  json({ [unruly]: 1, X: [ten], y: [1] }),
  json({ X: [[unruly, ...ten.slice(1)]], y: [1] }),
  json({ X: [ten], y: [unruly] }),
  json({ rows: [{ [unruly]: unruly }] }),
  json(unruly),
  Buffer.from(unruly),
  Buffer.from(`{"id": "${MARKER}`),
  Buffer.concat([Buffer.from(MARKER), Buffer.of(0xff)]),
  encodeBinary({ model: unruly, rows: rowsOf(1) }),
  gzipSync(unruly),
  Buffer.concat([gzipSync(unruly).subarray(0, 20), Buffer.from(unruly)]),
];

const server = new AwsServer();
let handler: (event: KinesisStreamEvent, context: Context) => Promise<void>;

beforeAll(async () => {
  vi.stubEnv('POWERTOOLS_DEV', undefined);
  stubAws(await server.start());
  for (const variable of ['modelBucket', 'quarantineBucket', 'ledgerTable', 'rowTable', 'metricNamespace'] as const) {
    vi.stubEnv(variables[variable], variable.toLowerCase());
  }
  vi.stubEnv(variables.overrides, '{}');
  const absent = { __type: 'ConditionalCheckFailedException', message: 'no row is remembered' };
  server.dynamo = (operation) => (operation === 'UpdateItem' ? { status: 400, body: absent } : undefined);
  ({ handler } = await import('../../../lambdas/trainer/handler.ts'));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

/** What a call of the handler writes to standard output and error, and the error that Lambda would log after it. */
async function logOf(from: bigint): Promise<{ readonly lines: readonly string[]; readonly error: Error | undefined }> {
  const written: string[] = [];
  const keep = (text: unknown) => written.push(String(text)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(keep));
  const warned = vi.spyOn(console, 'warn').mockImplementation((...parts) => void written.push(`${parts.join(' ')}\n`));
  const error = await handler(eventOf(batch, from), { getRemainingTimeInMillis: () => 60_000 } as Context).then(
    () => undefined,
    (thrown) => thrown,
  );
  for (const spy of [...spies, warned]) spy.mockRestore();
  return { lines: written.join('').split('\n').slice(0, -1), error };
}

function eventOf(data: readonly Uint8Array[], from: bigint): KinesisStreamEvent {
  const Records = data.map((bytes, i) => ({
    eventID: `shardId-000000000000:${from + BigInt(i)}`,
    kinesis: { sequenceNumber: String(from + BigInt(i)), data: Buffer.from(bytes).toString('base64') },
  }));
  return { Records } as KinesisStreamEvent;
}

/** That each line is one JSON of a log call or of metrics, with nothing of a record in it. */
function expectClean(lines: readonly string[]): void {
  expect(lines.filter((line) => line.includes(MARKER) || line.includes('forged'))).toEqual([]);
  expect(lines.map((line) => typeof JSON.parse(line))).toEqual(lines.map(() => 'object'));
  expect(lines.filter((line) => /[\u0000-\u001f\u0085\u2028\u2029]/.test(line))).toEqual([]);
}

describe('the log of the trainer, whatever is in the records', () => {
  it('has two lines for each model of a batch, and no payload', async () => {
    const { lines, error } = await logOf(1n);
    expect(error).toBeUndefined();
    expect(lines).toHaveLength(4);
    expectClean(lines);
    const log = lines.map((line) => JSON.parse(line)).filter(({ message }) => message === 'batch');
    expect(log.map(({ records }) => records)).toEqual([
      { taken: 2, duplicates: 1, quarantined: 14 },
      { taken: 9, duplicates: 0, quarantined: 0 },
    ]);
    const quarantined = server.objects.filter(({ key }) => key.includes('/quarantine/'));
    expect(quarantined).toHaveLength(14); // where the payload is kept: in base64, whole
    expect(Buffer.from(JSON.parse(quarantined[0].body).data, 'base64').includes(MARKER)).toBe(true);
  });

  it.each([
    ['the quarantine', (method: string, path: string) => method === 'PUT' && path.includes('/quarantine/')],
    ['the snapshot', (method: string, path: string) => method === 'PUT' && path.includes('/models/')],
    ['the ledger', (method: string) => method === 'POST'],
    ['everything', () => true],
  ])('has one line more when %s is refused, and no payload', async (_, refuses) => {
    server.refuses = refuses;
    const { lines, error } = await logOf(1_000n * BigInt(server.objects.length + 1));
    server.refuses = () => false;
    expect(error).toBeInstanceOf(Error);
    expect(JSON.parse(lines[lines.length - 1])).toMatchObject({ level: 'ERROR', message: 'failed' });
    expectClean(lines);
    expect([error?.message, error?.stack, (error?.cause as Error)?.stack].join()).not.toContain(MARKER);
  });
});
