import { Socket } from 'node:net';

/**
 * Runs something with everything taken away that would make it depend on the real world: timers, clock, chance, network.
 * Whoever touches one gets an error, and is remembered, in case the error is caught.
 */
export async function isolated<Result>(
  run: () => Promise<Result>,
): Promise<{ result: Result; touched: readonly string[] }> {
  const touched = new Set<string>();
  const forbid = (name: string) => (): never => {
    touched.add(name);
    throw new Error(`${name} was touched in a simulation`);
  };
  const restores: (() => void)[] = [];
  const replace = <Owner extends object>(owner: Owner, name: keyof Owner & string, by: unknown) => {
    const before = owner[name];
    restores.push(() => Object.assign(owner, { [name]: before }));
    Object.assign(owner, { [name]: by });
  };
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'fetch'] as const) {
    replace(globalThis, name, forbid(name));
  }
  replace(Math, 'random', forbid('Math.random'));
  replace(Date, 'now', forbid('Date.now'));
  replace(performance, 'now', forbid('performance.now'));
  replace(
    globalThis,
    'Date',
    new Proxy(Date, {
      construct: (target, given) => (given.length === 0 ? forbid('new Date()')() : Reflect.construct(target, given)),
    }),
  );
  replace(Socket.prototype, 'connect', forbid('the network'));
  try {
    return { result: await run(), touched: [...touched] };
  } finally {
    for (const restore of restores.reverse()) restore();
  }
}
