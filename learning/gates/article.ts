import { createClassifier, predictRows } from '../classifier.ts';
import type { Definition } from '../definition.ts';
import type { LabelledRows } from '../labelled-rows.ts';
import { confusionOf, f1Of } from '../metrics/confusion.ts';
import { seededRandom, shuffle } from '../random.ts';
import type { Gate } from './gate.ts';

/** Of each segment, this share is held out to judge the update by. */
const TEST_SHARE = 0.2;
/** An update may lose this much of the mean F1 accepted so far. */
const TOLERANCE = 0.95;

/**
 * The tutorial's gate as its text has it: learn 80 % of the segment, score the updated model's F1 on the other 20 %,
 * keep the update if that exceeds 0.95 × the mean of the F1s accepted so far. The first segment is always kept.
 *
 * Kept because people will compare. It rejects 37 to 48 % of honest updates on a concept that never changes, and can
 * lock after a drift: see docs/decisions/0003-article-gate.md.
 */
export function createArticleGate(definition: Definition): Gate {
  const accepted = new Float64Array(2); // how many, and the sum of their F1s
  const before = createClassifier(definition);
  return {
    state: { accepted },
    judge({ rows, threshold }, champion) {
      const { train, test } = splitRows(rows);
      before.become(champion);
      champion.partialFit(rows, train);
      const f1 = f1Of(confusionOf(rows.y, predictRows(champion, rows, test), threshold, test));

      const [count, sum] = accepted;
      const limit = count === 0 ? 0 : TOLERANCE * (sum / count);
      if (count > 0 && !(f1 > limit)) {
        champion.become(before);
        return { kind: 'rejected', sentence: `rejected: F1 ${f1.toFixed(3)}, more than ${limit.toFixed(3)} expected` };
      }
      accepted[0] += 1;
      accepted[1] += f1;
      const why = count === 0 ? 'the first segment always is' : `more than ${limit.toFixed(3)} expected`;
      return { kind: 'accepted', sentence: `accepted: F1 ${f1.toFixed(3)}, ${why}` };
    },
  };
}

/** Row numbers for learning and for testing, as scikit-learn's `train_test_split` sizes them; seeded by the rows. */
function splitRows(rows: LabelledRows): { train: Uint32Array; test: Uint32Array } {
  const order = Uint32Array.from({ length: rows.count }, (_, i) => i);
  shuffle(order, seededRandom(new Uint8Array(rows.X.buffer, rows.X.byteOffset, rows.X.byteLength)));
  const tests = Math.ceil(TEST_SHARE * rows.count);
  return { test: order.subarray(0, tests), train: order.subarray(tests) };
}
