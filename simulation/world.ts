import type { BatchReport, Clock } from '../lambdas/ports.ts';
import type { Definition } from '../learning/definition.ts';
import { expectAllAccountedFor, hasWholeLedger } from './accounts.ts';
import type { Caller } from './caller.ts';
import { Choices, type Source } from './choices.ts';
import type { Code } from './code.ts';
import { type Deployment, first, forScenarios } from './deployments.ts';
import { damagedRestored, disturbances, failedRedriven, mended, rolledBack } from './disturbances.ts';
import { Environment, type Invocation } from './environment.ts';
import { FailedBucket } from './failed-bucket.ts';
import { Journal } from './journal.ts';
import { Ledger, textOf } from './ledger.ts';
import { Mapping } from './mapping.ts';
import { Oracle } from './oracle.ts';
import { goodPayload } from './payloads.ts';
import { planned } from './plan.ts';
import { producerOf } from './producer.ts';
import { RowTable } from './row-table.ts';
import type { Rules } from './rules.ts';
import { type Script, scripted } from './scripts.ts';
import { Store } from './store.ts';
import { Stream } from './stream.ts';
import { Wire } from './wire.ts';

/** What a schedule is run with. */
export interface Setting {
  readonly code: Code;
  readonly rules: Rules;
  readonly source: Source;
  /** @default chosen, 1 to 4, sometimes 8 */
  readonly shards?: number;
  /** A plain small world for the exhaustive tier: so many records, batches of at most three. @default a chosen plan */
  readonly records?: number;
  /** What an operator does in a small world. @default nothing */
  readonly script?: Script;
  /** Whether a trace is kept. @default false */
  readonly traced?: boolean;
}

/** Faults come for so many steps at most; then the world is left in peace and has to drain. */
const STEPS_WITH_FAULTS = 400;
const STEPS_IN_PEACE = 3_000;
/** Let through by the guard on real timers, because it ends a turn of the event loop and nothing else. */
const atEndOfTurn = setImmediate;

/** A whole world in virtual time around the real trainer, in one thread; it is over when all is drained. */
export class World {
  readonly code: Code;
  readonly rules: Rules;
  readonly choices: Choices;
  readonly journal: Journal;
  readonly faultRate: number;
  readonly wire: Wire;
  readonly stream: Stream;
  readonly store = new Store();
  readonly ledger: Ledger;
  readonly failed = new FailedBucket();
  readonly rows: RowTable;
  readonly oracle: Oracle;
  readonly mapping: Mapping;
  /** Producers and operators. */
  readonly callers: Caller[] = [];
  /** Pauses of a producer cost nothing but virtual time. */
  readonly producerClock: Clock = {
    nowMs: () => this.wire.nowMs,
    sleepMs: async (ms) => {
      this.wire.nowMs += ms;
    },
  };
  deployment: Deployment;
  /** Whether the definitions stay as they are. */
  readonly isFixed: boolean;
  clockOffsetMs = 0;
  #isPeaceful = false;
  /** Who mends a model's snapshot. */
  readonly #mended = new Map<string, Caller>();

  constructor({ code, rules, source, shards, records, script, traced = false }: Setting) {
    this.code = code;
    this.rules = rules;
    this.choices = new Choices(source);
    this.journal = new Journal(traced);
    const isSmall = records !== undefined;
    this.faultRate = isSmall ? 0 : [0.03, 0.08, 0.15, 0.3][this.choices.order(4)];
    if (!isSmall) this.choices.limitFaults(1 + this.choices.order(12));
    this.wire = new Wire(this.choices, this.journal, this.faultRate);
    const style = isSmall ? 0 : this.choices.order(Stream.sequenceStyles);
    const many = !isSmall && this.choices.order(32) === 31;
    this.stream = new Stream(shards ?? (many ? 8 : 1 + this.choices.order(4)), style, this.journal);
    if (this.stream.shards.length >= 8) this.journal.count('D5');
    this.ledger = new Ledger(rules.ledgerKey);
    this.isFixed = !isSmall && this.choices.order(40) === 39;
    this.deployment = this.isFixed ? forScenarios : first;
    const definition = this.deployment.definitions.get('clicks') as Definition;
    this.rows = new RowTable(definition, this.wire.nowMs, this.journal);
    this.oracle = new Oracle(this.failed, this.rows, this.journal);
    this.mapping = new Mapping(this, rules.startingPosition, isSmall ? 3 : 10);
    this.callers.push(...planned(this, records));
    if (script !== undefined) this.callers.push(...scripted(this, script));
  }

  /** Runs until all is drained, or a promise is broken. */
  async run(): Promise<Journal> {
    await this.#goWrong();
    if (!this.failed.isEmpty && this.choices.order(4) === 3) {
      failedRedriven(this); // seldom under way by chance while much goes wrong
      this.choices.limitFaults(1 + this.choices.order(3));
      await this.#goWrong();
    }
    this.#leaveInPeace();
    await this.#drain();
    for (const model of this.oracle.models) if (!hasWholeLedger(this, model)) this.#sendClosing(model);
    await this.#drain();
    if (this.journal.violation === undefined) expectAllAccountedFor(this);
    return this.journal;
  }

  newEnvironment(): Environment {
    return new Environment(this, this.deployment);
  }

  trainerNowMs(): number {
    return this.wire.nowMs + this.clockOffsetMs;
  }

  /** What the trainer says that it did. */
  reported({ commit }: BatchReport, call: Invocation): void {
    if (this.choices.fault('call', 1, this.faultRate / 4) === 1) {
      this.journal.count('X18');
      call.faults += 1;
      throw new Error('metrics cannot be sent');
    }
    if (commit !== undefined && this.oracle.rowOf(commit.model, commit.version) !== textOf(commit)) {
      this.journal.violate(
        `${call.name} reports commit ${commit.version} of ${commit.model}, which is another's or none`,
      );
    }
  }

  async #goWrong(): Promise<void> {
    for (let step = 0; step < STEPS_WITH_FAULTS && this.choices.faultsLeft > 0; step++) {
      if (this.journal.violation !== undefined || !(await this.#step(true))) return;
    }
  }

  /** In peace somebody reads what a call says when it throws, and does it. */
  heard({ error }: Invocation): void {
    const model = this.#isPeaceful && error instanceof Error && /`sluice models \w+ (\w+)`/.exec(error.message)?.[1];
    if (!model || this.#mended.get(model)?.complete === false) return;
    mended(this, model);
    this.#mended.set(model, this.callers[this.callers.length - 1]);
  }

  /** Does one of the things that could come next; says whether there was any. */
  async #step(disturbed: boolean): Promise<boolean> {
    if (disturbed) {
      const value = this.choices.fault('disturbance', disturbances.length, this.faultRate / 2);
      if (value > 0) disturbances[value - 1](this);
    }
    const { requests, late } = this.wire;
    const readers = this.mapping.ready();
    const callers = this.callers.filter(({ ready }) => ready);
    const options = requests.length + callers.length + readers.length + late.length;
    if (options === 0) return false;
    let chosen = this.choices.order(options);
    if (chosen < requests.length) this.wire.answer(requests[chosen]);
    else {
      chosen -= requests.length;
      if (chosen < callers.length) callers[chosen].call();
      else {
        chosen -= callers.length;
        if (chosen < readers.length) this.mapping.deliver(readers[chosen]);
        else this.wire.land(late[chosen - readers.length]);
      }
    }
    await endOfTurn(); // all that follows from it in the code on trial
    this.#expectNothingUnderWay();
    return true;
  }

  /** A function that has answered is frozen by Lambda, with whatever it has not waited for. */
  #expectNothingUnderWay(): void {
    const ended = this.wire.requests.find(({ actor }) => actor.status !== 'running');
    if (ended !== undefined) this.journal.violate(`${ended.actor.name} has ended and did not wait: ${ended.words()}`);
  }

  #leaveInPeace(): void {
    this.journal.say(() => 'from here on nothing goes wrong');
    this.choices.limitFaults(0);
    this.mapping.outage = 0;
    this.#isPeaceful = true;
    if (!this.deployment.fits) rolledBack(this);
    damagedRestored(this);
    if (this.failed.isEmpty) return;
    for (let times = this.choices.order(3); times > 0; times--) failedRedriven(this);
  }

  async #drain(): Promise<void> {
    let before = this.journal.calls;
    let most = this.#callsToDrain();
    for (let step = 0; this.journal.violation === undefined; step++) {
      if (!(await this.#step(false))) return;
      if (this.callers.some(({ complete }) => !complete)) {
        before = this.journal.calls; // what they bring, or deploy, comes on top
        most = this.#callsToDrain();
      }
      if (step > STEPS_IN_PEACE || this.journal.calls - before > most) {
        this.journal.violate(
          `nothing goes wrong any more, and after ${this.journal.calls - before} calls it is not drained`,
        );
      }
    }
  }

  #callsToDrain(): number {
    const { readers } = this.mapping;
    const left = readers.reduce((sum, { shard, position }) => sum + Math.max(0, shard.entries.length - position), 0);
    return 2 * (left + this.stream.entries.length) + 3 * readers.length + 20;
  }

  /** A ledger row that a crash left out is written by whoever comes next, so somebody has to come. */
  #sendClosing(model: string): void {
    const width = this.deployment.definitions.get(model)?.features.length;
    const payload = goodPayload(model, `closing/${model}`, 1, width);
    this.callers.push(producerOf(this, 'the closing record', [[payload]]));
  }
}

let turn: Promise<void> | undefined;

/** When no promise is left to be heard of. Worlds that run side by side share a turn. */
function endOfTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    atEndOfTurn(() => {
      turn = undefined;
      resolve();
    });
  });
  return turn;
}
