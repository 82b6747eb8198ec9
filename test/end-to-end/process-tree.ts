import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that descend from it, by Linux's /proc; one whose parent has died counts by its group's leader. */
export function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = attempt(() => readFileSync(`/proc/${entry}/stat`, 'utf8'));
    if (stat === undefined) continue;
    const [, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    parents.set(Number(entry), Number(parent) === 1 ? Number(group) : Number(parent));
  }
  const isOurs = (pid: number, depth = 0): boolean =>
    pid === root || (depth < 50 && parents.has(pid) && isOurs(parents.get(pid) as number, depth + 1));
  return [...parents.keys()].filter((pid) => isOurs(pid));
}

/** Kills, without a word, the processes under us in which the emulator runs a function; returns which. */
export function killFunction(name: string): number[] {
  const mark = `AWS_LAMBDA_FUNCTION_NAME=${name}`;
  const running = descendants(process.pid).filter((pid) =>
    attempt(() => readFileSync(`/proc/${pid}/environ`, 'utf8'))
      ?.split('\0')
      .includes(mark),
  );
  return running.filter((pid) => attempt(() => process.kill(pid, 'SIGKILL')) !== undefined);
}

/** Processes and descriptors end while they are looked at. */
export function attempt<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
