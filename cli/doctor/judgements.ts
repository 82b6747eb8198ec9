import { rowKeys } from '../../lambdas/contract.ts';
import type { Definition } from '../../learning/definition.ts';
import type { FieldDifference } from '../../learning/definition-fields.ts';
import type { ShardLag } from '../shard-lag.ts';
import { changesInWords } from '../undeployed-changes.ts';
import { bad, type Finding, good, unknown } from './finding.ts';

/* What is to be thought of what was seen: no clock, no network, so that each sentence has a test. */

/** The version that runs the functions too. */
const NODE_MAJOR = 24;

export function judgeNode(version: string): Finding {
  const major = Number(version.split('.')[0]);
  if (major >= NODE_MAJOR) return good('Node', version);
  return bad('Node', `${version}, expected ${NODE_MAJOR} or later`, 'use the npm scripts, or install it');
}

/** A stack that is not there has no status. */
export function judgeStack(about: string, status: string | undefined, what: string): Finding {
  if (status === undefined) return bad(about, 'is not deployed', `npm run deploy: ${what}`);
  if (/ROLLBACK|FAILED/.test(status)) {
    return bad(about, status, 'look at its events in CloudFormation, then deploy again');
  }
  return /_IN_PROGRESS$/.test(status) ? unknown(about, status, 'wait until it is done') : good(about, status);
}

export interface SeenModel {
  readonly model: string;
  /** Nothing of one that has a snapshot and is not in the config. */
  readonly definition: Definition | undefined;
  /** Nothing where there is no snapshot. `why`: it cannot be used. */
  readonly snapshot: { readonly version: number } | { readonly why: string } | undefined;
  readonly commits: number;
  /** Not so where it came into the config after the last deployment. */
  readonly deployed: boolean;
  /** In what its definition differs from the one that was deployed. */
  readonly changes: readonly FieldDifference[];
}

/** The config against what there is. */
export function judgeModel({ model, definition, snapshot, commits, deployed, changes }: SeenModel): Finding {
  const about = `model ${model}`;
  if (definition === undefined) {
    return unknown(
      about,
      'has a snapshot, and is not in sluice.config.ts',
      'its records are quarantined; put it back if that is not meant',
    );
  }
  if (!deployed) {
    return bad(about, 'is in sluice.config.ts, and not deployed: its records are quarantined', 'npm run deploy');
  }
  if (changes.length > 0) {
    const fits = snapshot === undefined || !('why' in snapshot);
    const todo = fits
      ? 'npm run deploy, or undo the change'
      : 'undo the change; its snapshot does not fit it: docs/runbook.md#the-trainer-fails, "A definition changed"';
    return bad(about, `is deployed otherwise: ${changesInWords(changes)}`, todo);
  }
  if (snapshot === undefined && commits === 0)
    return unknown(about, 'has learned nothing yet', `sluice send FILE --model ${model}`);
  if (snapshot === undefined) {
    return bad(about, `has made ${commits} versions, and its snapshot is gone`, `sluice models restore ${model}`);
  }
  if ('why' in snapshot) {
    return bad(
      about,
      `its snapshot cannot be used: ${snapshot.why}`,
      'docs/runbook.md#the-trainer-fails says which way is right',
    );
  }
  return good(about, `version ${snapshot.version}, fits its definition`);
}

export interface SeenMapping {
  readonly state: string;
  readonly lastResult: string | undefined;
}

export function judgeMapping(mapping: SeenMapping | undefined): Finding {
  const about = 'event source mapping';
  if (mapping === undefined) return bad(about, 'the trainer has none: nothing reads the stream', 'npm run deploy');
  const { state, lastResult = 'nothing yet' } = mapping;
  if (/^(Disabled|Disabling)$/.test(state)) {
    return bad(
      about,
      `${state}: nothing reads the stream`,
      'enable it in Lambda; records wait as long as the stream keeps them',
    );
  }
  if (/PROBLEM|error/i.test(lastResult)) {
    return bad(about, `${state}, and the last batch failed: ${lastResult}`, 'docs/runbook.md#the-trainer-fails');
  }
  return state === 'Enabled'
    ? good(about, `enabled; last result: ${lastResult}`)
    : unknown(about, state, 'wait until it is enabled');
}

/** A call every few seconds takes what has come; what is older than this waits for something else. */
const WAITING_USUAL_MS = 2 * 60_000;

export function judgeShard({ shardId, waitingMs }: ShardLag): Finding {
  const about = `shard ${shardId}`;
  if (waitingMs === undefined) return good(about, 'everything on it is taken');
  const text = `the first record that waits has waited ${inWords(waitingMs)}`;
  if (waitingMs <= WAITING_USUAL_MS) return good(about, text);
  return bad(about, text, 'docs/runbook.md#the-trainer-falls-behind');
}

export interface SeenAlarm {
  readonly state: string;
  /** Heading and place of the runbook stand in it. */
  readonly description: string;
}

export function judgeAlarms(alarms: readonly SeenAlarm[]): Finding[] {
  if (alarms.length === 0) return [unknown('alarms', 'there are none')];
  const ringing = alarms.filter(({ state }) => state === 'ALARM');
  if (ringing.length > 0) {
    return ringing.map(({ description }) => {
      const [heading] = description.split('. ');
      const runbook = /What to do: (?:\[.*?\]\()?([^\s,)]+)/.exec(description)?.[1];
      return bad('alarm', heading, runbook ?? 'docs/runbook.md');
    });
  }
  const silent = alarms.filter(({ state }) => state === 'INSUFFICIENT_DATA').length;
  const note = silent === 0 ? '' : `, ${silent} of them without data so far`;
  return [good('alarms', `none of ${alarms.length} rings${note}`)];
}

/** Objects that nobody has sent again. */
export function judgeWaiting(batches: number, records: number): Finding[] {
  const todo = 'sluice redrive --list says why, sluice redrive sends them again';
  return [
    batches === 0 ? good('batches given up', 'none waits') : bad('batches given up', `${batches} wait in S3`, todo),
    records === 0
      ? good('quarantine', 'no record waits')
      : unknown('quarantine', `${records} records that could not be read wait in S3`, todo),
  ];
}

export interface SeenTable {
  readonly status: string;
  /** The attribute that says when an item ends; nothing where none does. */
  readonly expiresBy: string | undefined;
}

/** Where rows wait for labels that come later. @param emulated an emulator may keep items for ever, whatever was deployed */
export function judgeRows(table: SeenTable | undefined, emulated: boolean): Finding {
  const about = 'remembered rows';
  if (table === undefined) {
    return bad(
      about,
      'their table is gone: no row is remembered',
      'restore it under its name from its backup in DynamoDB',
    );
  }
  const { status, expiresBy } = table;
  if (status !== 'ACTIVE') return unknown(about, `their table is ${status}`, 'wait until it is ACTIVE');
  if (expiresBy === rowKeys.expiresAt) return good(about, `their table is ACTIVE, and each row ends by ${expiresBy}`);
  if (emulated) return unknown(about, 'their table is ACTIVE; this emulator ends no row by itself');
  const says = `their table keeps them for ever: it ends items by ${expiresBy ?? 'nothing'}, expected ${rowKeys.expiresAt}`;
  return bad(about, says, 'turn on time to live for that attribute in DynamoDB, as the state stack has it');
}

export interface SeenSchedule {
  readonly expression: string;
  readonly enabled: boolean;
}

export function judgeSchedule(schedule: SeenSchedule | undefined): Finding {
  const about = 'producer';
  if (schedule === undefined) return unknown(about, 'has no schedule');
  if (!schedule.enabled) return good(about, 'its schedule is off');
  return good(about, `its schedule is on, ${schedule.expression}: it sends made-up records (lib/settings.ts)`);
}

/** What gives rows a label by timeout, against the models whose rows wait for one. */
export function judgeLabeller(schedule: SeenSchedule | undefined, waiting: readonly string[]): Finding {
  const about = 'labeller';
  const called = schedule?.enabled === true;
  if (waiting.length === 0) return good(about, called ? 'is called, and no model has labelAfter' : 'no model needs it');
  const of = `labelAfter of ${waiting.join(', ')}`;
  if (called) return good(about, `its schedule is on, ${schedule.expression}, for ${of}`);
  return bad(about, `its schedule is off: no row gets a label by ${of}`, 'npm run deploy');
}

/** `40 s`, `12 min`, `3 h` */
function inWords(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
