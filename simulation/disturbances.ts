import { first, tuned, unfit } from './deployments.ts';
import { RETENTION_MS } from './mapping.ts';
import { redriving, resetting, restoring, rollingBack } from './operator.ts';
import type { Damage } from './store.ts';
import type { World } from './world.ts';

/** Something that happens to the world from outside of any call. Where it cannot happen, it does nothing. */
export type Disturbance = (world: World) => void;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const disturbances: readonly Disturbance[] = [
  wholeBatchAgain,
  oldBatchAgain,
  overlappingCall,
  environmentsRecycled,
  callsFail,
  clockJumps,
  ({ wire, journal }) => {
    wire.nowMs += HOUR_MS;
    journal.say(() => 'an hour passes');
  },
  recordsGrowOld,
  recordsExpire,
  snapshotDamaged,
  damagedRestored,
  rolledBackTo,
  modelReset,
  (world) => deployed(world, tuned),
  unfitDeployed,
  rolledBack,
  shardSplit,
  shardsMerged,
  (world) => {
    if (!world.failed.isEmpty) failedRedriven(world);
  },
];

function wholeBatchAgain(world: World): void {
  const { mapping, choices, journal } = world;
  const readers = mapping.readers.filter(({ position }) => position > 0);
  if (readers.length === 0) return;
  const reader = readers[choices.order(readers.length)];
  journal.count('D1');
  journal.say(() => `the last batch of ${reader.shard.id} again`);
  mapping.deliverAgain(reader, Math.max(0, reader.position - 5), reader.position);
}

function oldBatchAgain(world: World): void {
  const { mapping, choices, journal } = world;
  const readers = mapping.readers.filter(({ position }) => position > 1);
  if (readers.length === 0) return;
  const reader = readers[choices.order(readers.length)];
  const from = choices.order(reader.position);
  journal.count('D3');
  journal.say(() => `an old batch of ${reader.shard.id} again`);
  mapping.deliverAgain(reader, from, from + 1 + choices.order(Math.min(5, reader.position - from)));
}

/** As when a poller has lost its shard to another and does not know. */
function overlappingCall(world: World): void {
  const { mapping, choices, journal } = world;
  const readers = mapping.readers.filter(({ running }) => running !== undefined);
  if (readers.length === 0) return;
  const reader = readers[choices.order(readers.length)];
  const batch = reader.running?.batch ?? [];
  const from = reader.shard.entries.indexOf(batch[0]);
  journal.say(() => `the running batch of ${reader.shard.id} again, beside it`);
  mapping.deliverAgain(reader, from, reader.shard.entries.indexOf(batch[batch.length - 1]) + 1);
}

function environmentsRecycled({ mapping, journal }: World): void {
  journal.say(() => 'Lambda takes away the warm environments');
  mapping.environments.splice(0, mapping.environments.length);
}

function callsFail({ mapping, choices, journal }: World): void {
  mapping.outage = 2 + choices.order(6);
  journal.say(() => `the next ${mapping.outage} calls fail before they begin`);
}

function clockJumps(world: World): void {
  world.clockOffsetMs += world.choices.order(2) === 0 ? DAY_MS : -DAY_MS;
  world.journal.count('X15');
  world.journal.say(() => "the trainer's clock jumps a day");
}

function recordsGrowOld({ wire, journal }: World): void {
  wire.nowMs += 6 * DAY_MS + HOUR_MS;
  journal.say(() => 'six days pass');
}

function recordsExpire({ wire, stream, journal }: World): void {
  wire.nowMs += 7 * DAY_MS + HOUR_MS;
  stream.trim(wire.nowMs - RETENTION_MS);
  journal.say(() => 'seven days pass');
}

function snapshotDamaged({ store, ledger, oracle, choices, journal }: World): void {
  const models = oracle.models.filter((model) => store.etag(model) !== undefined && !store.damaged.has(model));
  if (models.length === 0) return;
  const model = models[choices.order(models.length)];
  const others: readonly Damage[] = ['truncated', 'a bit flipped', 'of a later format'];
  // before its first ledger row is written nobody could know that there was one
  const damages: readonly Damage[] = ledger.lastVersion(model) > 0 ? ['deleted', ...others] : others;
  const damage = damages[choices.order(damages.length)];
  store.damage(model, damage);
  journal.count(damage === 'deleted' ? 'X1' : damage === 'of a later format' ? 'V2' : 'X2');
  journal.say(() => `the snapshot of ${model} is ${damage}`);
}

/** `sluice models restore` of all that is damaged. */
export function damagedRestored(world: World): void {
  for (const model of world.store.damaged.keys()) mended(world, model);
}

/** `sluice models restore`, and a reset where that finds nothing. */
export function mended(world: World, model: string): void {
  world.callers.push(restoring(world, model, { redeploys: world.choices.order(4) === 3 }));
}

/** `sluice models rollback`. */
function rolledBackTo(world: World): void {
  const { oracle, choices } = world;
  const models = oracle.models.filter((model) => oracle.versions(model).length > 0);
  if (models.length === 0) return;
  const model = models[choices.order(models.length)];
  const version = 1 + choices.order(oracle.versions(model).length);
  world.callers.push(rollingBack(world, model, version, { redeploys: choices.order(4) === 3 }));
}

/** `sluice models reset`. */
function modelReset(world: World): void {
  const { oracle, choices } = world;
  const models = oracle.models.filter((model) => oracle.versions(model).length > 0);
  if (models.length === 0) return;
  world.callers.push(resetting(world, models[choices.order(models.length)], { redeploys: choices.order(4) === 3 }));
}

/** Perhaps somebody does what the trainer's error then says. */
function unfitDeployed(world: World): void {
  deployed(world, unfit[world.choices.order(unfit.length)]);
  if (!world.deployment.fits && world.choices.order(2) === 1) world.callers.push(resetting(world, 'clicks', {}));
}

/** A deployment that does not fit is made only where there is a snapshot to refuse it. */
function deployed(world: World, deployment: World['deployment']): void {
  if (world.isFixed || (!deployment.fits && world.oracle.versions('clicks').length === 0)) return;
  if (deployment === world.deployment) return;
  world.deployment = deployment;
  world.journal.count(deployment.fits ? 'V1' : 'V3');
  world.journal.say(() => `deployed: ${deployment.words}`);
}

export function rolledBack(world: World): void {
  if (world.isFixed || world.deployment === first) return;
  world.deployment = first;
  world.journal.count('V4');
  world.journal.say(() => 'deployed: the first definitions again');
}

function shardSplit(world: World): void {
  const { stream, choices, journal } = world;
  const open = stream.shards.filter((shard) => shard.open);
  if (open.length >= 4) return;
  const shard = open[choices.order(open.length)];
  journal.count('S1');
  journal.say(() => `${shard.id} is split`);
  childrenRead(world, stream.split(shard));
}

function shardsMerged(world: World): void {
  const { stream, choices, journal } = world;
  const open = stream.shards.filter((shard) => shard.open);
  if (open.length < 2) return;
  const at = choices.order(open.length - 1);
  journal.count('S2');
  journal.say(() => `${open[at].id} and ${open[at + 1].id} are merged`);
  childrenRead(world, stream.merge(open[at], open[at + 1]));
}

function childrenRead({ mapping, choices, journal }: World, children: ReturnType<World['stream']['split']>): void {
  const early = choices.order(2) === 1;
  if (early) journal.count('S3');
  for (const child of children) mapping.add(child, !early);
}

/** `sluice redrive`, perhaps of one model. */
export function failedRedriven(world: World): void {
  const models = [undefined, ...world.deployment.definitions.keys()];
  world.callers.push(redriving(world, models[world.choices.order(models.length)]));
}
