import { setMaxListeners } from 'node:events';

/** Somebody or something asked us to end, with a signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
    this.signal = signal;
  }
}

/** Waits for the signal: the work of what runs until somebody ends it. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/**
 * Runs work that Ctrl-C may end at any moment, and cleans up behind it, however it ended.
 *
 * @param work gets a signal that is aborted on Ctrl-C; work that waits for it and returns then has ended well
 * @throws {Interrupted} when a signal came before the work was done.
 */
export async function interruptible(
  cleanUp: () => Promise<void>,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const onSignal = (signal: NodeJS.Signals): void => {
    controller.abort(new Interrupted(signal));
    setImmediate(() => reject(controller.signal.reason)); // work that waits for just this comes first
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    await Promise.race([work(controller.signal), interrupted]);
  } finally {
    await cleanUp();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
