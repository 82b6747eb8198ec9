import type { Definition } from '../learning/definition.ts';
import type { LabelledRows } from '../learning/labelled-rows.ts';
import { createModel, type Model } from '../learning/model.ts';
import { type QualityRow, qualityRow, segmentResult } from '../learning/snapshot/ledger-row.ts';
import { PendingRows } from '../learning/snapshot/pending-rows.ts';
import { gather } from '../records/gather.ts';
import { FileRowError, rowsFromFile } from '../records/table-rows.ts';
import type { NumberedRow } from './file-rows.ts';
import { type BacktestSegment, createPoisonedModel, type Poison, type PoisonFigures } from './poison.ts';

/** What is told while a backtest runs. */
export interface BacktestListener {
  onSegment(segment: BacktestSegment): void;
  /** A row that does not fit the definition: it is left out. */
  onBadRow(message: string): void;
}

/** A file's rows through a model, in their order, by the trainer's own `gather` and `observe`. */
export interface Backtest {
  readonly model: Model;
  readonly rows: number;
  readonly positives: number;
  readonly badRows: number;
  /** On the labels of the file, whatever was learned. */
  readonly quality: QualityRow | null;
  /** Nothing where no poison was asked for. */
  readonly poison: PoisonFigures | undefined;
  take(row: NumberedRow): void;
  /** The rows that are left when the file ends are judged as a last, shorter segment, so that each row is scored. */
  end(): void;
}

export function createBacktest(definition: Definition, listener: BacktestListener, poison?: Poison): Backtest {
  const model = createModel(definition);
  const poisoned = poison && createPoisonedModel(model, poison);
  const pending = new PendingRows(definition.features.length);
  const counts = { rows: 0, positives: 0, badRows: 0 };
  const observe = (segment: LabelledRows | undefined): void => {
    if (segment !== undefined) listener.onSegment(poisoned?.observe(segment) ?? segmentResult(model.observe(segment)));
  };
  return {
    model,
    get rows() {
      return counts.rows;
    },
    get positives() {
      return counts.positives;
    },
    get badRows() {
      return counts.badRows;
    },
    get quality() {
      const { threshold, champion } = model;
      return qualityRow({ quality: (poisoned ?? model).quality, threshold, champion });
    },
    get poison() {
      return poisoned?.figures;
    },
    take(row) {
      try {
        if (row.problem !== undefined) throw new FileRowError(`line ${row.line}: ${row.problem}`);
        const labelled = rowsFromFile([row], definition);
        counts.rows += 1;
        counts.positives += labelled.y[0];
        observe(gather(pending, labelled, definition.segmentRows));
      } catch (error) {
        if (!(error instanceof FileRowError)) throw error;
        counts.badRows += 1;
        listener.onBadRow(error.message);
      }
    },
    end: () => observe(pending.count === 0 ? undefined : pending.takeAll()),
  };
}
