import type {
  KeptVersion,
  Look,
  PutOutcome,
  SnapshotHistory,
  SnapshotReader,
  SnapshotStore,
  StoredSnapshot,
} from '../../lambdas/ports.ts';

/** What can become of a write. The late ones answer `unknown` first, and reach the store when the next write does. */
export type PutFault =
  | 'conflict'
  | 'busy'
  | 'unknown, applied'
  | 'unknown, not applied'
  | 'unknown, applied before the next write'
  | 'unknown, applied after the next write'
  | 'throws before'
  | 'throws after';

interface Write {
  readonly model: string;
  readonly bytes: Uint8Array;
  readonly etag: string | undefined;
}

/** A bucket in memory: ETags, conditional writes, a count of calls, and faults on the n-th of them. */
export class FakeSnapshotStore implements SnapshotStore, SnapshotHistory, SnapshotReader {
  readonly objects = new Map<string, StoredSnapshot>();
  /** Every write that was applied, in order. */
  readonly history: { readonly model: string; readonly bytes: Uint8Array }[] = [];
  gets = 0;
  puts = 0;
  /** Awaited before and after each call takes effect, so that callers interleave. */
  pause: () => Promise<void> = async () => {};
  readonly #putFaults = new Map<number, PutFault>();
  readonly #getFaults = new Set<number>();
  #late: { readonly write: Write; readonly when: 'before' | 'after' }[] = [];
  #etags = 0;

  /** Lets the n-th write from now go wrong; the next one is 1. */
  onPut(nth: number, fault: PutFault): this {
    this.#putFaults.set(this.puts + nth, fault);
    return this;
  }

  /** Lets the n-th read from now throw. */
  onGet(nth: number): this {
    this.#getFaults.add(this.gets + nth);
    return this;
  }

  /** Somebody writes other bytes over a snapshot, whatever the condition would have been. */
  overwrite(model: string, bytes: Uint8Array): this {
    this.#write(model, bytes);
    return this;
  }

  /** Somebody deletes a snapshot; its versions are kept. */
  delete(model: string): this {
    this.objects.delete(model);
    return this;
  }

  async versions(model: string): Promise<readonly KeptVersion[]> {
    await this.pause();
    return this.history
      .flatMap((write, index) => (write.model === model ? [{ id: String(index), writtenAtMs: index }] : []))
      .reverse();
  }

  async read(_model: string, id: string): Promise<Uint8Array> {
    await this.pause();
    return this.history[Number(id)].bytes.slice();
  }

  mend(): void {
    this.#putFaults.clear();
    this.#getFaults.clear();
  }

  async get(model: string): Promise<StoredSnapshot | undefined> {
    this.gets += 1;
    const fails = this.#getFaults.has(this.gets);
    await this.pause();
    if (fails) throw new Error('503: get');
    const stored = this.objects.get(model);
    await this.pause();
    return stored === undefined ? undefined : { ...stored, bytes: stored.bytes.slice() };
  }

  async look(model: string, etag: string | undefined): Promise<Look> {
    const stored = await this.get(model);
    if (stored === undefined) return { kind: 'none' };
    return stored.etag === etag ? { kind: 'unchanged' } : { kind: 'read', stored };
  }

  async put(model: string, bytes: Uint8Array, etag: string | undefined): Promise<PutOutcome> {
    this.puts += 1;
    const fault = this.#putFaults.get(this.puts);
    const write = { model, bytes: bytes.slice(), etag };
    await this.pause();
    const late = this.#late.splice(0);
    for (const { write, when } of late) if (when === 'before') this.#apply(write);
    const outcome = this.#outcome(write, fault);
    for (const { write, when } of late) if (when === 'after') this.#apply(write);
    await this.pause();
    return outcome;
  }

  #outcome(write: Write, fault: PutFault | undefined): PutOutcome {
    const unknown = { kind: 'unknown', cause: new Error('the connection was lost') } as const;
    switch (fault) {
      case undefined:
        return this.#apply(write);
      case 'conflict':
      case 'busy':
        return { kind: fault };
      case 'unknown, not applied':
        return unknown;
      case 'unknown, applied':
        this.#apply(write);
        return unknown;
      case 'unknown, applied before the next write':
        this.#late.push({ write, when: 'before' });
        return unknown;
      case 'unknown, applied after the next write':
        this.#late.push({ write, when: 'after' });
        return unknown;
      case 'throws before':
        throw new Error('403: put');
      case 'throws after':
        this.#apply(write);
        throw new Error('crashed after the PUT');
    }
  }

  #apply({ model, bytes, etag }: Write): PutOutcome {
    if (this.objects.get(model)?.etag !== etag) return { kind: 'conflict' };
    return { kind: 'committed', etag: this.#write(model, bytes) };
  }

  #write(model: string, bytes: Uint8Array): string {
    this.#etags += 1;
    const etag = `"${this.#etags}"`;
    this.objects.set(model, { bytes, etag });
    this.history.push({ model, bytes });
    return etag;
  }
}
