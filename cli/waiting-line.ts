import type { WaitingRecords } from '../lambdas/producer/waiting-records.ts';
import { isRedriven, unwrapRedriven } from '../records/redriven.ts';

/** What `sluice redrive --list` says of records of a model in one object. */
export interface WaitingLine {
  readonly object: string;
  readonly kind: 'batch' | 'record';
  readonly model: string;
  readonly reason: string;
  /** When it was given up or put into quarantine. */
  readonly at: string;
  readonly shard: string;
  readonly records: number;
  /** Sequence numbers of the first and the last record. */
  readonly first: string;
  readonly last: string;
  /** Records that the definitions in force cannot read. */
  readonly unreadable: number;
  /** Sent again before, come back, and still not readable: it is not sent another time. */
  readonly inVain: boolean;
  /** How the first record begins: one line, with nothing in it that a terminal obeys. */
  readonly begins: string;
}

const SHOWN_BYTES = 48;

export function waitingLine(waiting: WaitingRecords): WaitingLine {
  const { object, model, reason, atMs, records, unreadable, inVain } = waiting;
  const [first] = records;
  return {
    object: object.key,
    kind: object.kind,
    model,
    reason: oneLine(reason),
    at: new Date(atMs).toISOString(),
    shard: oneLine(first.shardId),
    records: records.length,
    first: String(first.sequenceNumber),
    last: String(records[records.length - 1].sequenceNumber),
    unreadable,
    inVain,
    begins: beginning(first.data),
  };
}

export function waitingText(line: WaitingLine): string {
  const { at, model, shard, first, last, records, reason, inVain, begins } = line;
  const place = first === last ? `${shard} ${first}` : `${shard} ${first} to ${last} (${records} records)`;
  const note = inVain ? ' (sent again before, and still so: not sent any more)' : '';
  return `${at}  ${model}  ${place}  ${reason}${note}  ${begins}`;
}

/** The first bytes of a record: printable ASCII as it is, all else as \xNN. */
export function beginning(data: Uint8Array): string {
  const record = isRedriven(data) ? inner(data) : data;
  const shown = Array.from(record.subarray(0, SHOWN_BYTES), (byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
  return record.length > SHOWN_BYTES ? `${shown}…` : shown;
}

function inner(data: Uint8Array): Uint8Array {
  try {
    return unwrapRedriven(data).record;
  } catch {
    return data; // a wrapping that somebody else made, and not well
  }
}

/** Control characters, and those that turn text around, are none of a name's. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '?');
}
