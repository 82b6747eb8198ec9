import { describe, expect, it } from 'vitest';
import { beginning, type WaitingLine, waitingLine, waitingText } from '../../cli/waiting-line.ts';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import type { StreamRecord } from '../../lambdas/ports.ts';
import { waitingRecords } from '../../lambdas/producer/waiting-records.ts';
import { wrapRedriven } from '../../records/redriven.ts';
import { definitionOf } from '../builders/definition.ts';
import { delivered, goodRecords, SHARD, unreadable } from '../builders/stream.ts';
import { FakeFailedRecords } from '../fakes/failed-records.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

async function linesOf(fill: (failed: FakeFailedRecords) => void): Promise<WaitingLine[]> {
  const failed = new FakeFailedRecords();
  fill(failed);
  const ports = { failed, gunzip, definitions: new Map([['clicks', definitionOf()]]) };
  const lines: WaitingLine[] = [];
  for await (const item of waitingRecords(await failed.list(), undefined, ports)) {
    if (item.kind === 'waiting') lines.push(waitingLine(item));
  }
  return lines;
}

const quarantined = (record: StreamRecord) =>
  linesOf((failed) => failed.quarantine(record, { reason: 'not-json', detail: 'expected JSON, got "{\\"X\\": oops"' }));

describe('what waits, in a line', () => {
  it('tells of a batch its reason, model, time, shard and numbers', async () => {
    const [line] = await linesOf((failed) => failed.giveUp(goodRecords(3)));
    expect(waitingText(line)).toBe(
      `2026-01-07T00:00:00.000Z  clicks  ${SHARD} 1 to 3 (3 records)  given up by Lambda: RetryAttemptsExhausted after 3 ` +
        `calls, the last of which ended with Unhandled  ${line.begins}`,
    );
    expect(line).toMatchObject({ kind: 'batch', records: 3, first: '1', last: '3', unreadable: 0, inVain: false });
  });

  it('tells of a quarantined record why, where, and how it begins', async () => {
    const [line] = await quarantined(delivered([unreadable], { from: 10n ** 55n })[0]);
    expect(line).toMatchObject({ kind: 'record', first: String(10n ** 55n), unreadable: 1, begins: '{"X": oops' });
    expect(waitingText(line)).toContain(`clicks  ${SHARD} 1${'0'.repeat(55)}  not-json: expected JSON`);
  });

  it('says of a record that came back that it is not sent any more', async () => {
    const [line] = await quarantined(delivered([wrapRedriven({ id: 'x', record: unreadable })])[0]);
    expect(waitingText(line)).toContain('(sent again before, and still so: not sent any more)');
    expect(line.begins).toBe('{"X": oops');
  });
});

describe('how a record begins', () => {
  it.each([
    ['line breaks and escapes of a terminal', utf8('a\n\u001b[31mb\r'), 'a\\x0a\\x1b[31mb\\x0d'],
    ['bytes that are no text', Uint8Array.of(0, 0xff, 0x7f), '\\x00\\xff\\x7f'],
    ['a backslash', utf8('\\x41'), '\\x5cx41'],
    ['more than 48 bytes', utf8('x'.repeat(60)), `${'x'.repeat(48)}…`],
    ['nothing', new Uint8Array(), ''],
    ['a wrapping that is cut', utf8('SLUR'), 'SLUR'],
  ])('is one line of printable ASCII: %s', (_, data, shown) => {
    expect(beginning(data)).toBe(shown);
  });
});
