import type { Claim, Claimant, ClaimOrder, DueRows, RowClaims, RowMemory, RowToRemember } from '../../lambdas/ports.ts';
import { unpackRow } from '../../records/packed-row.ts';

/** A remembered row as the fake keeps it. */
export interface KeptRow {
  readonly features: Float64Array;
  readonly columns: string;
  expiresAtMs: number;
  dueAtMs?: number;
  claimedBy?: Pick<Claimant, 'id' | 'place' | 'number'>;
}

/** Remembered rows in memory, with the conditions of the table; and faults on the n-th claim. */
export class FakeRememberedRows implements RowMemory, RowClaims, DueRows {
  claims = 0;
  /** Claims under way at once, at most. */
  concurrentMax = 0;
  readonly rows = new Map<string, KeptRow>();
  /** Awaited before and after each claim takes effect, so that callers interleave. */
  pause: () => Promise<void> = async () => {};
  readonly #rememberFaults = new Set<number>();
  #remembered = 0;
  readonly #faults = new Map<number, 'before' | 'after'>();
  #underWay = 0;

  /** Lets the n-th claim from now throw, before or after it took effect. */
  onClaim(nth: number, throws: 'before' | 'after'): this {
    this.#faults.set(this.claims + nth, throws);
    return this;
  }

  /** Lets the n-th row from now not be remembered. */
  onRemember(nth: number): this {
    this.#rememberFaults.add(this.#remembered + nth);
    return this;
  }

  async remember({ model, id, features, columns, expiresAtMs, dueAtMs }: RowToRemember): Promise<void> {
    this.#remembered += 1;
    if (this.#rememberFaults.has(this.#remembered)) throw new Error('throttled: remember');
    const key = `${model}/${id}`;
    if (this.rows.has(key)) return;
    const row = { features: unpackRow(features, features.length / 4), columns, expiresAtMs };
    this.rows.set(key, { ...row, ...(dueAtMs !== undefined && { dueAtMs }) });
  }

  async *due(model: string, nowMs: number, most: number): AsyncGenerator<readonly string[]> {
    const due = [...this.rows].filter(
      ([key, row]) => key.startsWith(`${model}/`) && (row.dueAtMs ?? nowMs + 1) <= nowMs,
    );
    for (let i = 0; i < due.length; i += most) yield due.slice(i, i + most).map(([key]) => key.slice(model.length + 1));
  }

  async settle(model: string, id: string): Promise<void> {
    delete this.rows.get(`${model}/${id}`)?.dueAtMs;
  }

  mend(): void {
    this.#rememberFaults.clear();
    this.#faults.clear();
  }

  async claim(order: ClaimOrder): Promise<Claim> {
    this.claims += 1;
    const fault = this.#faults.get(this.claims);
    this.#underWay += 1;
    this.concurrentMax = Math.max(this.concurrentMax, this.#underWay);
    await Promise.resolve();
    await this.pause();
    this.#underWay -= 1;
    if (fault === 'before') throw new Error('throttled: claim');
    const answer = this.#apply(order);
    await this.pause();
    if (fault === 'after') throw new Error('crashed after the claim');
    return answer;
  }

  #apply({ model, id, columns, claimant, nowMs, keptUntilMs }: ClaimOrder): Claim {
    const row = this.rows.get(`${model}/${id}`);
    if (row === undefined) return { kind: 'absent' };
    if (row.columns !== columns) return { kind: 'unfit' };
    const before = row.claimedBy;
    if (before === undefined && row.expiresAtMs <= nowMs) return { kind: 'expired' };
    const isSame = before?.place === claimant.place || (before?.number ?? 0) >= claimant.knownFrom;
    if (before !== undefined && !(before.id === claimant.id && isSame)) return { kind: 'taken' };
    row.claimedBy = claimant;
    row.expiresAtMs = keptUntilMs;
    delete row.dueAtMs;
    return { kind: 'claimed', features: row.features.slice() };
  }
}
