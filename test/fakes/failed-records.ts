import { keys } from '../../lambdas/contract.ts';
import type { FailedObject, FailedRecords, StreamRecord } from '../../lambdas/ports.ts';
import type { Rejection } from '../../records/record.ts';
import { invocationRecord, quarantineDocument } from '../../simulation/failed-documents.ts';

/** A bucket of failed batches and quarantined records in memory. */
export class FakeFailedRecords implements FailedRecords {
  readonly marks = new Set<string>();
  reads = 0;
  readonly #objects = new Map<string, { kind: FailedObject['kind']; body: string }>();

  async list(): Promise<readonly FailedObject[]> {
    return [...this.#objects].map(([key, { kind }], index) => ({
      key,
      kind,
      storedAtMs: index,
      redriven: this.#marksOf(key),
    }));
  }

  async read(key: string): Promise<Uint8Array> {
    this.reads += 1;
    return new TextEncoder().encode(this.#objects.get(key)?.body);
  }

  async markRedriven(key: string, model: string): Promise<void> {
    this.marks.add(`${key}/${model}`);
  }

  /** As the trainer puts away a record that it cannot read. */
  quarantine(record: StreamRecord, rejection: Rejection): string {
    const key = keys.quarantine(record.shardId, String(record.sequenceNumber));
    return this.add('record', key, JSON.stringify(quarantineDocument(record, rejection)));
  }

  /** As Lambda puts away a batch that it gives up. */
  giveUp(records: readonly StreamRecord[], name = String(this.#objects.size)): string {
    return this.add('batch', `${keys.failedBatches}mapping/${name}`, JSON.stringify(invocationRecord(records)));
  }

  add(kind: FailedObject['kind'], key: string, body: string): string {
    this.#objects.set(key, { kind, body });
    return key;
  }

  #marksOf(key: string): ReadonlySet<string> {
    const own = [...this.marks].filter((mark) => mark.slice(0, mark.lastIndexOf('/')) === key);
    return new Set(own.map((mark) => mark.slice(key.length + 1)));
  }
}
