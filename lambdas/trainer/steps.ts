import type { TrialOutcome, TrialStanding } from '../../learning/gates/gate.ts';
import { Checkpoints } from '../../learning/snapshot/checkpoints.ts';
import { RecentIds } from '../../learning/snapshot/recent-ids.ts';
import type { Snapshot } from '../../learning/snapshot/snapshot.ts';
import { keptBytes } from './kept-version.ts';
import { type Read, readUnder, type Subject } from './operation.ts';
import type { SteerPorts, Step, Stepped } from './steer.ts';

/**
 * Goes back to what an earlier version had learned. No checkpoint goes back while the stream goes on, and no id is forgotten:
 * what was learned since is undone, and not learned again. What a person has set stays set.
 */
export function rollBackTo(version: number): Step {
  return async (current, subject) => {
    const { operation } = current.lastCommit ?? {};
    if (version === current.version || (operation?.kind === 'rolledBack' && operation.from === version)) {
      return unchanged(`its model is that of version ${version} already`);
    }
    const earlier = await readVersion(version, subject);
    if (earlier.kind === 'bad') return impossible(earlier.why);
    const undone = current.version - version;
    const commits = undone === 1 ? 'the commit after it is' : `the ${undone} commits after it are`;
    return {
      kind: 'step',
      change: { kind: 'rolledBack', from: version },
      snapshot: goneBack(earlier.snapshot, current),
      effect: `goes back to version ${version}; ${commits} undone, and their records are not learned again`,
    };
  };
}

function goneBack(earlier: Snapshot, current: Snapshot): Snapshot {
  return {
    ...earlier,
    checkpoints: Checkpoints.joined(earlier.checkpoints, current.checkpoints),
    recentIds: RecentIds.joined(earlier.recentIds, current.recentIds),
    steering: current.steering,
  };
}

/**
 * Serves a version until it is unpinned, while training goes on. The bucket forgets old versions, so its bytes are copied
 * first; each version has a place of its own, so that a copy which no commit follows changes nothing.
 */
export function pinTo(version: number): Step {
  return async (current, subject) => {
    const { model, ports } = subject;
    if (current.steering.pinned?.version === version && (await ports.pinned.get(model, version)) !== undefined) {
      return unchanged(`it is pinned to version ${version} already`);
    }
    const found = await readVersion(version, subject);
    if (found.kind === 'bad') return impossible(found.why);
    return {
      kind: 'step',
      change: { kind: 'pinned', to: version },
      snapshot: current,
      effect: `serves version ${version} until it is unpinned, while training goes on`,
      before: () => ports.pinned.put(model, version, found.bytes),
    };
  };
}

/** Serves what is learned again. */
export const unpin: Step = async (current) => {
  const { pinned } = current.steering;
  if (pinned === undefined) return unchanged('it is not pinned');
  const effect = `serves what it has learned again, instead of version ${pinned.version}`;
  return { kind: 'step', change: { kind: 'unpinned' }, snapshot: current, effect };
};

/** Learns nothing from now on; records are taken and segments scored. */
export const pause: Step = async (current) => {
  if (current.steering.paused !== undefined) return unchanged('it is paused already');
  const effect = 'learns nothing until it is resumed; records that come meanwhile are scored, and not learned later';
  return { kind: 'step', change: { kind: 'paused' }, snapshot: current, effect };
};

/** Learns again what comes from now on. */
export const resume: Step = async (current) => {
  if (current.steering.paused === undefined) return unchanged('it is not paused');
  return {
    kind: 'step',
    change: { kind: 'resumed' },
    snapshot: current,
    effect: 'learns again what comes from now on',
  };
};

/** Ends the running trial of the champion gate by hand. */
export function endTrial(how: TrialOutcome): Step {
  return async (current) => {
    const { model, lastCommit } = current;
    if (lastCommit?.operation?.kind === how) return unchanged(`its challenger was ${how} by the last commit`);
    const { trial } = model;
    if (trial === undefined) {
      const { gate } = model.definition;
      return impossible(gate.name === 'champion' ? 'no trial runs' : `its gate is ${gate.name}, which has no trials`);
    }
    model.endTrial(how);
    const who = how === 'promoted' ? 'the challenger becomes the champion' : 'the challenger is given up';
    return {
      kind: 'step',
      change: { kind: how },
      snapshot: current,
      effect: `ends its trial, ${standingInWords(trial)}: ${who}`,
      trial: trial.number,
    };
  };
}

function standingInWords({ segments, evidence, f1 }: TrialStanding): string {
  if (segments === 0) return 'which has just begun';
  const scores = `F1 ${f1.champion.toFixed(2)} against challenger's ${f1.challenger.toFixed(2)}`;
  return `${segments} segment${segments === 1 ? '' : 's'} long, ${scores}, evidence ${evidence.toFixed(1)}`;
}

function unchanged(why: string): Stepped {
  return { kind: 'unchanged', why };
}

function impossible(why: string): Stepped {
  return { kind: 'impossible', why };
}

/** A version that is kept and fits the definition, or why there is none. */
async function readVersion(
  version: number,
  { model, definition, ports }: Subject<SteerPorts>,
): Promise<Extract<Read, { kind: 'bad' }> | (Extract<Read, { kind: 'good' }> & { readonly bytes: Uint8Array })> {
  const bytes = await keptBytes(model, version, ports);
  if (bytes === undefined)
    return { kind: 'bad', why: `version ${version} is not among those that the bucket has kept` };
  const read = readUnder(bytes, definition);
  return read.kind === 'good' ? { ...read, bytes } : { ...read, why: `version ${version}: ${read.why}` };
}
