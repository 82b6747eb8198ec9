import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DynamoRememberedRows } from '../../../lambdas/aws/dynamo-remembered-rows.ts';
import type { ClaimOrder } from '../../../lambdas/ports.ts';
import { packRow } from '../../../records/packed-row.ts';
import { stubAws } from '../../fakes/aws-environment.ts';
import { AwsServer } from '../../fakes/aws-server.ts';

/** What the conditions mean is tested against a DynamoDB, in test/end-to-end/delayed-labels.test.ts. */
const server = new AwsServer();
let rows: DynamoRememberedRows;

beforeAll(async () => {
  stubAws(await server.start());
  rows = new DynamoRememberedRows('rows');
});
afterEach(() => {
  server.dynamo = () => undefined;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const order: ClaimOrder = {
  model: 'clicks',
  id: 'row 1',
  columns: 'c0ffee',
  width: 2,
  claimant: { id: 'r1', place: 'shard:1', number: 5_000, knownFrom: 904 },
  nowMs: 1_000_999,
  keptUntilMs: 9_000_000,
};
const features = { B: Buffer.from(packRow(Float64Array.of(1.5, Number.NaN), 0, 2)).toString('base64') };
const refusedWith = (Item?: object) => ({
  status: 400,
  body: { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'no', Item },
});

describe('a claim', () => {
  it('is one update, on the condition that nobody else has the row, and gives its features', async () => {
    const sent: unknown[] = [];
    server.dynamo = (operation, input) => {
      sent.push([operation, input]);
      return { body: { Attributes: { features } } };
    };
    expect(await rows.claim(order)).toEqual({ kind: 'claimed', features: Float64Array.of(1.5, Number.NaN) });
    expect(sent).toMatchObject([
      [
        'UpdateItem',
        {
          TableName: 'rows',
          Key: { rowId: { S: 'clicks/row 1' } },
          UpdateExpression:
            'SET claimedBy = :id, claimedFrom = :place, claimedNumber = :number, #expiresAt = :kept REMOVE #dueIn, #dueAt',
          ConditionExpression:
            '#columns = :columns AND ((attribute_not_exists(claimedBy) AND #expiresAt > :now) OR ' +
            '(claimedBy = :id AND (claimedFrom = :place OR claimedNumber >= :knownFrom)))',
          ExpressionAttributeValues: {
            ':id': { S: 'r1' },
            ':place': { S: 'shard:1' },
            ':number': { N: '5000' },
            ':knownFrom': { N: '904' },
            ':columns': { S: 'c0ffee' },
            ':kept': { N: '9000' },
            ':now': { N: '1000' },
          },
        },
      ],
    ]);
  });

  it.each([
    ['absent', undefined],
    ['taken', { columns: { S: 'c0ffee' }, claimedBy: { S: 'shard:2' } }],
    ['expired', { columns: { S: 'c0ffee' } }],
    ['unfit', { columns: { S: 'other' } }],
  ])('that is refused says why: %s', async (kind, item) => {
    server.dynamo = () => refusedWith(item);
    expect(await rows.claim(order)).toEqual({ kind });
  });

  it('that is throttled until the client gives up throws', async () => {
    server.dynamo = () => ({
      status: 400,
      body: { __type: 'ProvisionedThroughputExceededException', message: 'slow' },
    });
    await expect(rows.claim(order)).rejects.toThrow('slow');
  });
});
