import type { Choices } from './choices.ts';
import { type Fault, faultsOf, placeOf, type RequestKind } from './faults.ts';
import type { Journal } from './journal.ts';

/** Whoever makes requests: one call of a function. */
export interface Actor {
  readonly name: string;
  /** A crashed one never hears an answer again, so nothing of it goes on. */
  status: 'running' | 'returned' | 'threw' | 'crashed';
  /** Faults that it met. */
  faults: number;
  /** What is told when it ends by a crash. */
  crashed(): void;
}

/** A call of a port that is on its way. */
export interface Request {
  readonly actor: Actor;
  readonly kind: RequestKind;
  /** Made only where somebody reads them. */
  readonly words: () => string;
  /** Its effect on the world, and the answer. It may happen now, late, or not at all. */
  perform(): unknown;
  resolve(answer: unknown): void;
  reject(error: Error): void;
  /** Requests made before it, of anybody. */
  readonly number: number;
  /** Virtual time before which it is not answered. */
  readonly notBeforeMs: number;
}

/**
 * All calls of ports that are under way. They are answered one at a time, in an order and with faults that are chosen;
 * nothing else ever resolves a promise of the code on trial, so one list of choices is one schedule.
 */
export class Wire {
  readonly requests: Request[] = [];
  /** Requests whose sender has been told something else, or has died, and that still arrive. */
  readonly late: Request[] = [];
  nowMs = Date.UTC(2026, 0, 1);
  #sent = 0;
  readonly #choices: Choices;
  readonly #journal: Journal;
  readonly #faultRate: number;

  constructor(choices: Choices, journal: Journal, faultRate: number) {
    this.#choices = choices;
    this.#journal = journal;
    this.#faultRate = faultRate;
  }

  send<Answer>(
    actor: Actor,
    kind: RequestKind,
    words: () => string,
    perform: () => Answer,
    delayMs = 0,
  ): Promise<Answer> {
    if (actor.status !== 'running') this.#journal.violate(`${actor.name} calls a port after it has ended: ${words()}`);
    this.#sent += 1;
    return new Promise<Answer>((resolve, reject) => {
      this.requests.push({
        actor,
        kind,
        words,
        perform,
        resolve: resolve as (answer: unknown) => void,
        reject,
        number: this.#sent,
        notBeforeMs: this.nowMs + delayMs,
      });
    });
  }

  /** Answers a request, or lets a fault happen to it. */
  answer(request: Request): void {
    this.requests.splice(this.requests.indexOf(request), 1);
    this.nowMs = Math.max(this.nowMs, request.notBeforeMs) + 5;
    const faults = faultsOf(request.kind);
    const value = this.#choices.fault(placeOf(request.kind), faults.length, this.#faultRate);
    if (value === 0) {
      this.#journal.say(() => `${request.actor.name}: ${request.words()}`);
      this.#perform(request, (answer) => request.resolve(answer));
    } else {
      this.#goWrong(request, faults[value - 1]);
    }
  }

  /** Lets a late request arrive; nobody hears of it. */
  land(request: Request): void {
    this.late.splice(this.late.indexOf(request), 1);
    this.#journal.say(() => `${request.actor.name}: ${request.words()}: arrives late`);
    if (request.kind === 'put' && this.#sent > request.number) this.#journal.count('K8');
    request.perform();
  }

  /** Takes an actor away: its requests are not answered; those on the wire may have effect later, or never. */
  crash(actor: Actor, words: string): void {
    this.#journal.say(() => `${actor.name}: ${words}`);
    this.abandon(actor);
    actor.status = 'crashed';
    actor.crashed();
  }

  /** Nobody waits for an actor's requests any more: each may have effect later, or never. */
  abandon(actor: Actor): void {
    for (const request of this.requests.filter((sent) => sent.actor === actor)) {
      this.requests.splice(this.requests.indexOf(request), 1);
      if (this.#choices.order(2) === 1) this.late.push(request);
    }
  }

  #goWrong(request: Request, fault: Fault): void {
    const { actor, words } = request;
    this.#journal.say(() => `${actor.name}: ${words()}: ${fault.words}`);
    for (const row of fault.rows) this.#journal.count(row);
    actor.faults += 1;
    if (fault.waitMs !== undefined) this.nowMs += fault.waitMs;
    if (fault.effect === 'late') this.late.push(request);
    if (fault.effect === 'now') this.#perform(request, (answer) => this.#reply(request, fault, answer));
    else this.#reply(request, fault, undefined);
  }

  /** Lets a request have its effect. What the world refuses by an error, the sender gets as one. */
  #perform(request: Request, then: (answer: unknown) => void): void {
    let answer: unknown;
    try {
      answer = request.perform();
    } catch (error) {
      request.reject(error as Error);
      return;
    }
    then(answer);
  }

  #reply(request: Request, fault: Fault, answer: unknown): void {
    const { actor } = request;
    switch (fault.reply.kind) {
      case 'crash':
        this.crash(actor, 'crashes');
        return;
      case 'throw':
        request.reject(new Error(fault.reply.message));
        return;
      case 'answer':
        request.resolve(fault.reply.change(answer, this.#choices));
        return;
      default:
        fault.reply satisfies never;
    }
  }
}
