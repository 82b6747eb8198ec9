import type { Actor } from './wire.ts';
import type { World } from './world.ts';

/** One try of what a caller does; says whether that was all. What it throws, and a crash, is followed by another try. */
export type Work = (actor: Actor) => Promise<{ readonly complete: boolean }>;

/** Whoever begins something of his own accord, a producer or an operator, and again until it is complete. */
export class Caller {
  readonly #world: World;
  readonly #name: string;
  readonly #work: Work;
  readonly #mayBegin: () => boolean;
  #complete = false;
  #running: Actor | undefined;
  #calls = 0;

  /** @param mayBegin what has to be so before each try */
  constructor(world: World, name: string, work: Work, mayBegin = () => true) {
    this.#world = world;
    this.#name = name;
    this.#work = work;
    this.#mayBegin = mayBegin;
  }

  get ready(): boolean {
    return this.#running === undefined && !this.#complete && this.#mayBegin();
  }

  get complete(): boolean {
    return this.#complete;
  }

  call(): void {
    this.#calls += 1;
    const actor: Actor = {
      name: `${this.#name}, try ${this.#calls}`,
      status: 'running',
      faults: 0,
      crashed: () => {
        this.#running = undefined;
      },
    };
    this.#running = actor;
    this.#work(actor).then(
      ({ complete }) => {
        actor.status = 'returned';
        this.#running = undefined;
        this.#complete = complete;
      },
      (error: unknown) => {
        actor.status = 'threw';
        this.#running = undefined;
        this.#world.journal.say(() => `${actor.name}: ${error instanceof Error ? error.message : error}`);
        this.#world.wire.abandon(actor); // its process ends, whatever is under way
      },
    );
  }
}
