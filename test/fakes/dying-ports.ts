/** The n-th call of any port throws, before or after it took effect: the process is killed there. */
export class Death {
  readonly #nth: number;
  readonly #when: 'before' | 'after';
  #calls = 0;

  constructor(nth: number, when: 'before' | 'after') {
    this.#nth = nth;
    this.#when = when;
  }

  /** A port whose calls count. */
  of<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const value = Reflect.get(target, name, target);
        return typeof value === 'function'
          ? (...args: unknown[]) => this.#call(() => value.apply(target, args))
          : value;
      },
    });
  }

  async #call(call: () => unknown): Promise<unknown> {
    this.#calls += 1;
    const dies = this.#calls === this.#nth;
    if (dies && this.#when === 'before') throw new Error('killed');
    const result = await call();
    if (dies) throw new Error('killed');
    return result;
  }
}

/**
 * Runs something once for each call that it makes and each side of it, killed there.
 *
 * @returns how many deaths there were
 */
export async function killedEverywhere(run: (death: Death, where: string) => Promise<boolean>): Promise<number> {
  let deaths = 0;
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; await run(new Death(nth, when), `killed ${when} call ${nth}`); nth++) deaths += 1;
  }
  return deaths;
}

/** Whether it was killed. */
export function died(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => false,
    (error) => {
      if (error instanceof Error && error.message === 'killed') return true;
      throw error;
    },
  );
}
