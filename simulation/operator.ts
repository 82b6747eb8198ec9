import type { PinnedSnapshots } from '../lambdas/ports.ts';
import type { Subject } from '../lambdas/trainer/operation.ts';
import type { SteerPorts } from '../lambdas/trainer/steer.ts';
import type { Definition } from '../learning/definition.ts';
import { Caller } from './caller.ts';
import { rememberingGunzip } from './environment.ts';
import { type Payload, truthUnder } from './payloads.ts';
import { streamOver } from './producer.ts';
import { redrivenPayload } from './redriven-payload.ts';
import { historyOver, ledgerOver, type SnapshotRequests, storeOver } from './snapshot-ports.ts';
import type { Actor } from './wire.ts';
import type { World } from './world.ts';

/** What an operator does to a model's snapshot. */
export type Command =
  | { readonly kind: 'restore' }
  | { readonly kind: 'rollback'; readonly version: number }
  | { readonly kind: 'reset' };

const requests: SnapshotRequests = { get: 'lookAtCurrent', put: 'operate', ledger: 'note', query: 'look' };

/** How an operator comes to give a command. */
export interface Occasion {
  /** What has to be so before. @default always */
  readonly mayBegin?: () => boolean;
  /** Whether the pipeline is destroyed before, and deployed again behind it. @default false */
  readonly redeploys?: boolean;
}

/** `sluice redrive`: all that failed, or what failed of one model. */
export function redriving(world: World, model: string | undefined, mayBegin?: () => boolean): Caller {
  const name = model === undefined ? 'the redrive' : `the redrive of ${model}`;
  return new Caller(
    world,
    name,
    async (actor) => {
      const { failed, stream, deployment, producerClock } = world;
      const ports = {
        failed: failed.over(world, actor),
        stream: streamOver(world, actor, 'resend', (entry) => {
          const payload = redrivenPayload(entry, stream.entries);
          if (isMended(payload, world)) world.journal.count('R8');
          return payload;
        }),
        clock: producerClock,
        definitions: deployment.definitions,
        gunzip: rememberingGunzip,
      };
      const { keys } = failed;
      await world.code.redrive(model, ports);
      failed.expectSent(keys, model, world);
      return { complete: true };
    },
    mayBegin,
  );
}

/** Whether a record was quarantined once, and can be read now. */
function isMended(payload: Payload, { failed, deployment }: World): boolean {
  if (payload.origin === undefined || failed.reasonOf(payload.origin) === undefined) return false;
  return truthUnder(payload, deployment.definitions).kind === 'good';
}

/** `sluice models restore`; `sluice models reset` where no version can be used. */
export function restoring(world: World, model: string, occasion: Occasion): Caller {
  return operating(world, `the restore of ${model}`, occasion, async (actor) => {
    const subject = subjectOf(world, actor, model, { kind: 'restore' });
    const { kind } = await world.code.restore(subject, undefined, author, async () => true);
    if (kind === 'restored') world.journal.count('M1');
    if (kind === 'none') await resetOnce(world, model, actor);
  });
}

/** `sluice models rollback --to`. */
export function rollingBack(world: World, model: string, version: number, occasion: Occasion): Caller {
  return operating(world, `the rollback of ${model} to version ${version}`, occasion, async (actor) => {
    const subject = subjectOf(world, actor, model, { kind: 'rollback', version });
    const { kind } = await world.code.steer(subject, world.code.rollBackTo(version), author, async () => true);
    if (kind === 'done') world.journal.count('M2');
  });
}

/** `sluice models reset`. */
export function resetting(world: World, model: string, occasion: Occasion): Caller {
  return operating(world, `the reset of ${model}`, occasion, (actor) => resetOnce(world, model, actor));
}

async function resetOnce(world: World, model: string, actor: Actor): Promise<void> {
  const subject = subjectOf(world, actor, model, { kind: 'reset' });
  const { kind } = await world.code.reset(subject, author, async () => true);
  if (kind === 'reset') world.journal.count('M3');
}

const author = { actor: 'the operator' };

/** A pipeline that is destroyed is gone when its last call has ended, and not before that the command is given. */
function operating(
  world: World,
  name: string,
  { mayBegin, redeploys = false }: Occasion,
  command: (actor: Actor) => Promise<void>,
): Caller {
  const { mapping } = world;
  if (redeploys) mapping.destroy();
  const work = async (actor: Actor) => {
    await command(actor);
    if (redeploys) mapping.deploy();
    return { complete: true };
  };
  return new Caller(world, name, work, redeploys ? () => mapping.isQuiet : mayBegin);
}

function subjectOf(world: World, actor: Actor, model: string, command: Command): Subject<SteerPorts> {
  const definition = world.deployment.definitions.get(model) as Definition;
  return { model, definition, ports: portsOf(world, actor, command, definition) };
}

function portsOf(world: World, actor: Actor, command: Command, definition: Definition): SteerPorts {
  const { wire, oracle } = world;
  const sender = () => actor;
  return {
    store: storeOver(world, sender, requests, {
      conflict: () => world.journal.count('M5'),
      committed: (model, bytes) =>
        oracle.operated(model, bytes, { command, definition, definitions: world.deployment.definitions }),
    }),
    history: historyOver(world, sender),
    pinned: noCopies,
    ledger: ledgerOver(world, sender, requests),
    clock: {
      nowMs: () => wire.nowMs,
      sleepMs: (ms: number) =>
        wire.send(
          actor,
          'pause',
          () => `sleeps ${ms} ms`,
          () => undefined,
          ms,
        ),
    },
  };
}

/** Every version stays in the history here, so that nobody looks for the copy of a pin. */
const noCopies: PinnedSnapshots = { get: async () => undefined, put: async () => {} };
