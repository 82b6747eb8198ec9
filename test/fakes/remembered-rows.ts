import type { Claim, Claimant, ClaimOrder, RowClaims } from '../../lambdas/ports.ts';

/** A remembered row as the fake keeps it. */
export interface KeptRow {
  readonly features: Float64Array;
  readonly columns: string;
  expiresAtMs: number;
  claimedBy?: Pick<Claimant, 'id' | 'place' | 'number'>;
}

/** Remembered rows in memory, with the conditions of the table; and faults on the n-th claim. */
export class FakeRememberedRows implements RowClaims {
  claims = 0;
  /** Claims under way at once, at most. */
  concurrentMax = 0;
  readonly rows = new Map<string, KeptRow>();
  readonly #faults = new Map<number, 'before' | 'after'>();
  #underWay = 0;

  /** Lets the n-th claim from now throw, before or after it took effect. */
  onClaim(nth: number, throws: 'before' | 'after'): this {
    this.#faults.set(this.claims + nth, throws);
    return this;
  }

  mend(): void {
    this.#faults.clear();
  }

  async claim(order: ClaimOrder): Promise<Claim> {
    this.claims += 1;
    const fault = this.#faults.get(this.claims);
    this.#underWay += 1;
    this.concurrentMax = Math.max(this.concurrentMax, this.#underWay);
    await Promise.resolve();
    this.#underWay -= 1;
    if (fault === 'before') throw new Error('throttled: claim');
    const answer = this.#apply(order);
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
    return { kind: 'claimed', features: row.features.slice() };
  }
}
