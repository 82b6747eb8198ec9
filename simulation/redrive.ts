import { decodeRecord } from '../records/decode.ts';
import { encodeRecord } from '../records/encode.ts';
import { rememberingGunzip } from './environment.ts';
import type { FailedBatch } from './mapping.ts';
import type { Payload } from './payloads.ts';
import type { World } from './world.ts';

/**
 * What an operator sends again of an on-failure object: its records as they were, under the ids that they had. The
 * command `sluice redrive` does the same with the object's JSON; this is the place to call it from.
 */
export function redriven(world: World, { entries }: FailedBatch): readonly Payload[] {
  return entries.map(({ payload }) => (world.rules.redriveKeepsIds ? { ...payload } : withoutId(world, payload)));
}

function withoutId(world: World, payload: Payload): Payload {
  const decoded = decodeRecord(payload.data, world.deployment.definitions, rememberingGunzip);
  if (decoded.kind === 'rejected') return { ...payload };
  const { model, rows } = decoded.record;
  return { ...payload, data: encodeRecord({ model, rows }, 'binary') };
}
