import { CATEGORY_CODES } from './categories.ts';
import type { Definition } from './definition.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { createScaler } from './scalers/registry.ts';
import { joinStates, type Stateful } from './state.ts';

/** 262,144 bins: beyond it a dense row costs more than what it tells. */
export const HASH_BITS_MAX = 18;

/** Bit 23 of a code, which no bin's number reaches, is its sign. */
const SIGN_BIT = CATEGORY_CODES / 2;

/** What decides how rows are encoded, the scaler apart. */
type Features = Pick<Definition, 'features' | 'categorical' | 'hashBits' | 'missing'>;

/**
 * Makes the dense row that a learner sees of a raw one. A raw row has a cell for each feature: a number, NaN where it
 * is missing, or the code of a category.
 */
export interface Encoder extends Stateful {
  /** Called with each segment that is going to be learned, before its rows are. */
  fitSegment(rows: LabelledRows): void;
  /** Called with each row that is going to be learned, before `encode` of that row. `X` from `offset`. */
  fitRow(X: Float64Array, offset: number): void;
  /** The encoded row; it is overwritten by the next call. Allocates nothing, changes no state. */
  encode(X: Float64Array, offset: number): Float64Array;
  /**
   * Deals out to the features what belongs to the columns of an encoded row: of a bin that several categories share, each
   * gets what it put in.
   *
   * @param columns as many as an encoded row has
   * @param features as many as a raw row has
   */
  dealOut(X: Float64Array, offset: number, columns: Float64Array, features: Float64Array): void;
}

/**
 * An encoder that has seen nothing. Of a row it makes, in this order:
 *
 * 1. the numeric features, scaled; 0 where the value is missing;
 * 2. for each feature of `missing`, 1 where its value is missing, else 0;
 * 3. 2^hashBits bins, if there are categorical features: each category adds +1 or −1 to one of them, by the low bits
 *    and the top bit of its code (Weinberger et al. 2009, "Feature hashing for large scale multitask learning").
 */
export function createEncoder(definition: Features & Pick<Definition, 'scaler'>): Encoder {
  const { features, categorical, hashBits, missing } = definition;
  const [numericColumns, categoricalColumns] = [
    columnsOf(features, numericOf(definition)),
    columnsOf(features, categorical),
  ];
  const missingColumns = columnsOf(features, missing);
  const scaler = createScaler(definition.scaler, numericColumns);
  const indicatorsAt = numericColumns.length;
  const binsAt = indicatorsAt + missingColumns.length;
  const binMask = 2 ** hashBits - 1;
  const row = new Float64Array(encodedWidth(definition));
  const filledBins = new Uint32Array(categoricalColumns.length).fill(binsAt);
  return {
    state: joinStates({ scaler }),
    fitSegment: (rows) => scaler.fitSegment(rows),
    fitRow: (X, offset) => scaler.fitRow(X, offset),
    encode(X, offset) {
      scaler.transform(X, offset, row);
      for (let i = 0; i < missingColumns.length; i++) {
        row[indicatorsAt + i] = Number.isNaN(X[offset + missingColumns[i]]) ? 1 : 0;
      }
      for (let i = 0; i < filledBins.length; i++) row[filledBins[i]] = 0;
      for (let i = 0; i < filledBins.length; i++) {
        const code = X[offset + categoricalColumns[i]];
        const bin = binsAt + (code & binMask);
        row[bin] += code >= SIGN_BIT ? -1 : 1;
        filledBins[i] = bin;
      }
      return row;
    },
    dealOut(X, offset, columns, features) {
      this.encode(X, offset);
      for (let i = 0; i < numericColumns.length; i++) features[numericColumns[i]] = columns[i];
      for (let i = 0; i < missingColumns.length; i++) features[missingColumns[i]] += columns[indicatorsAt + i];
      for (let i = 0; i < filledBins.length; i++) {
        const column = categoricalColumns[i];
        const sign = X[offset + column] >= SIGN_BIT ? -1 : 1;
        const sum = row[filledBins[i]]; // 0 where two categories cancel each other: the bin adds nothing
        features[column] = sum === 0 ? 0 : (columns[filledBins[i]] * sign) / sum;
      }
    },
  };
}

/** How wide an encoded row is. */
export function encodedWidth({ features, categorical, hashBits, missing }: Features): number {
  const bins = categorical.length === 0 ? 0 : 2 ** hashBits;
  return features.length - categorical.length + missing.length + bins;
}

/** What each place of an encoded row stands for, for people. */
export function encodedNames(definition: Features): readonly string[] {
  const { categorical, missing, hashBits } = definition;
  const bins = categorical.length === 0 ? 0 : 2 ** hashBits;
  return [
    ...numericOf(definition),
    ...missing.map((name) => `${name} missing`),
    ...Array.from({ length: bins }, (_, bin) => `bin ${bin}`),
  ];
}

function numericOf({ features, categorical }: Features): readonly string[] {
  return features.filter((name) => !categorical.includes(name));
}

function columnsOf(features: readonly string[], names: readonly string[]): Uint32Array {
  const columns = new Uint32Array(names.length); // `from` takes a good part of the time of making a model
  for (let i = 0; i < names.length; i++) columns[i] = features.indexOf(names[i]);
  return columns;
}
