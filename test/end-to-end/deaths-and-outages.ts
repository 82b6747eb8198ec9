import { expect } from 'vitest';
import { keys } from '../../lambdas/contract.ts';
import type { Answer, Exchange, MeddlingProxy, Seen } from './meddling-proxy.ts';

type Matcher = (seen: Seen) => boolean;

export const isWriteOf = (model: string): Matcher => isOn('PUT', model);
export const isReadOf = (model: string): Matcher => isOn('GET', model);

function isOn(expected: string, model: string): Matcher {
  return ({ method, path }) => method === expected && path.includes(`/${keys.snapshot(model)}`);
}

function isLedgerWrite({ headers }: Seen): boolean {
  return headers['x-amz-target'] === 'DynamoDB_20120810.PutItem';
}

/** Where the trainer stands when it is killed; from outside, its calls to the world tell. */
export interface Death {
  readonly moment: string;
  /** Waits for the moment. The trainer then waits for the answer to this call. */
  readonly until: (proxy: MeddlingProxy) => Promise<Exchange>;
  /** Versions that are stored by then, and are not in the ledger. */
  readonly leaves: 0 | 1;
  /** What becomes of the call, the next process being at work. @default nothing */
  readonly afterwards?: (proxy: MeddlingProxy, call: Exchange) => Promise<void>;
}

/** The deaths of a trainer that takes a model's records, in mid-batch each. */
export function deaths(model: string): readonly Death[] {
  const commit = (proxy: MeddlingProxy) => proxy.next('the commit', isWriteOf(model));
  return [
    { moment: 'between training and its commit', until: commit, leaves: 0 },
    {
      moment: 'when its commit is made and it does not know yet',
      until: async (proxy) => {
        const call = await commit(proxy);
        expect((await call.forward()).status).toBe(200);
        return call;
      },
      leaves: 1,
    },
    {
      moment: 'between its commit and its ledger row',
      until: (proxy) => proxy.next('the ledger row', isLedgerWrite),
      leaves: 1,
    },
    {
      moment: 'with its commit on the wire, which is made when the next process is at its own',
      until: commit,
      leaves: 0,
      afterwards: async (proxy, late) => {
        const successor = await commit(proxy);
        expect((await late.forward()).status).toBe(200);
        const refused = await successor.forward();
        expect(refused.status).toBe(412);
        successor.answer(refused);
      },
    },
  ];
}

export interface Outage {
  readonly what: string;
  readonly happen: (proxy: MeddlingProxy) => Promise<void>;
}

/** So many tries of the SDK make one of the trainer's. */
const TRIES = 3;

/** An error as S3 says it. */
function s3Error(status: number, code: string): Answer {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>A test says so.</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

const slowDown = s3Error(503, 'SlowDown');
const busy = s3Error(409, 'ConditionalRequestConflict');
const denied = s3Error(403, 'AccessDenied');

/** An error as DynamoDB says it. */
const throttled: Answer = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message: 'A test says so.',
  }),
};

/** What the stores do for a while, to a warm trainer that takes a model's records. */
export function outages(model: string): readonly Outage[] {
  const [write, read] = [isWriteOf(model), isReadOf(model)];
  return [
    {
      what: 'S3 answers 503 to all, until the batch has failed and comes again',
      happen: (proxy) => {
        const any: Matcher = (seen) => write(seen) || read(seen);
        return toEachOf(2 * TRIES + 1, proxy, any, async (call) => call.answer(slowDown));
      },
    },
    {
      what: 'S3 makes writes, and their answers are lost',
      happen: (proxy) =>
        toEachOf(TRIES, proxy, write, async (call) => {
          await call.forward();
          call.drop();
        }),
    },
    {
      what: 'S3 drops connections, and breaks off in the middle of an answer',
      happen: async (proxy) => {
        const broken = toEachOf(1, proxy, read, async (call) => call.breakOff(await call.forward()));
        await toEachOf(TRIES, proxy, write, async (call) => call.drop());
        await broken;
      },
    },
    {
      what: 'S3 makes a write late, when the trainer has begun it again',
      happen: async (proxy) => {
        const held: Exchange[] = [];
        await toEachOf(TRIES, proxy, write, async (call) => {
          held.push(call);
          call.drop();
        });
        const again = await proxy.next('the write made again', write);
        expect((await held[0].forward()).status).toBe(200);
        await again.pass();
      },
    },
    {
      what: 'S3 makes a write, and is slower than the trainer waits',
      happen: (proxy) =>
        toEachOf(1, proxy, write, async (call) => {
          await call.forward();
          await call.over;
        }),
    },
    {
      what: 'S3 answers 409 twice, then denies access, until the batch has failed and comes again',
      happen: async (proxy) => {
        const answers = [busy, busy, denied];
        await toEachOf(answers.length, proxy, write, async (call) => call.answer(answers.shift() as Answer));
      },
    },
    {
      what: 'DynamoDB throttles the ledger row, until the batch has failed and comes again',
      happen: (proxy) => toEachOf(TRIES, proxy, isLedgerWrite, async (call) => call.answer(throttled)),
    },
  ];
}

/** Does something to the next calls that match, one after the other. They are spoken for at once, so none slips by. */
async function toEachOf(
  count: number,
  proxy: MeddlingProxy,
  matches: Matcher,
  meddle: (call: Exchange) => Promise<void>,
): Promise<void> {
  const calls = Array.from({ length: count }, (_, i) => proxy.next(`call ${i + 1} of ${count}`, matches));
  for (const call of calls) await meddle(await call);
}
