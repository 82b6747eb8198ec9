import type { PinnedSnapshots } from '../../lambdas/ports.ts';

/** Copies in memory, by model and version. */
export class FakePinnedSnapshots implements PinnedSnapshots {
  readonly #copies = new Map<string, Uint8Array>();

  async put(model: string, version: number, bytes: Uint8Array): Promise<void> {
    this.#copies.set(`${model}/${version}`, bytes.slice());
  }

  /** Somebody deletes a copy. */
  delete(model: string, version: number): void {
    this.#copies.delete(`${model}/${version}`);
  }

  async get(model: string, version: number): Promise<Uint8Array | undefined> {
    return this.#copies.get(`${model}/${version}`);
  }
}
