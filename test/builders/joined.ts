import type { ReadRecord, ReadyRecord } from '../../lambdas/trainer/advance.ts';
import { originId } from '../../records/redriven.ts';
import type { KeptRow } from '../fakes/remembered-rows.ts';

/**
 * A record with the rows of its labels, read off from who has claimed them when all is over. No row may have been
 * forgotten, nor a label have come late: an id that is not there is one that never was.
 */
export function joinedByHand(record: ReadRecord, kept: ReadonlyMap<string, KeptRow>): ReadyRecord {
  if (record.decoded.kind === 'rejected' || record.decoded.record.labels === undefined) return record;
  const { model, id = originId(record.source), labels, rows } = record.decoded.record;
  const found = labels.map(({ id }) => kept.get(`${model}/${id}`));
  const isFirst = labels.map(({ id }, i) => labels.findIndex((label) => label.id === id) === i);
  const isJoined = found.map(
    (row, i) => row?.claimedBy?.id === id && row.claimedBy.place === originId(record.source) && isFirst[i],
  );
  const joined = { joined: 0, unknown: 0, late: 0, twice: 0 };
  isJoined.forEach((is, i) => {
    joined[is ? 'joined' : found[i] === undefined && isFirst[i] ? 'unknown' : 'twice'] += 1;
  });
  const taken = labels.map(({ label }, i) => ({ label, features: found[i]?.features })).filter((_, i) => isJoined[i]);
  const all = {
    count: taken.length,
    width: rows.width,
    X: Float64Array.from(taken.flatMap(({ features }) => Array.from(features as Float64Array))),
    y: Uint8Array.from(taken.map(({ label }) => label)),
  };
  return { ...record, joined, decoded: { kind: 'record', record: { ...record.decoded.record, rows: all } } };
}
