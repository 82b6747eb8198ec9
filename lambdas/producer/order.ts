import { z } from 'zod';
import { RECENT_IDS } from '../../learning/snapshot/recent-ids.ts';
import { scenarioNames } from '../../records/scenarios/table.ts';

/** What to send: records `from` up to, not including, `to` of a scenario. */
export interface SendOrder {
  readonly scenario: (typeof scenarioNames)[number];
  readonly seed: number;
  /** Names the run in record ids: the same run sends the same ids. */
  readonly run: string;
  readonly from: number;
  readonly to: number;
  /** Records of the whole stream, which decides when the scenario's events come. */
  readonly length: number;
}

/**
 * Records that one call sends at most. A call that dies is made again from its start, and then the trainer must still
 * know the first of its ids: half of those that it remembers leaves as many for what others send in between.
 */
export const CALL_RECORDS_MAX = RECENT_IDS / 2;

const scenario = z.enum(scenarioNames as [(typeof scenarioNames)[number]]);
const seed = z.int().min(0);

const calledByHand = z
  .strictObject({
    scenario,
    seed,
    run: z.string().min(1).max(64),
    from: z.int().min(0),
    to: z.int(),
    length: z.int().min(1),
  })
  .refine(({ from, to }) => to >= from, { error: 'to: expected at least from' });

const calledBySchedule = z.strictObject({
  scenario,
  seed,
  records: z.int().min(1).max(CALL_RECORDS_MAX),
  scheduledTime: z.iso.datetime({ offset: true }),
  everyMinutes: z.int().min(1),
});

/** A scheduled stream never ends; its events come again after this many records. */
const SCHEDULED_LENGTH = 1_000;

/**
 * Reads what the producer was called with, by hand or by the schedule. A schedule may fire twice, so its order comes
 * from the time it was due: the same firing always sends the same ids.
 *
 * @throws {Error} naming each field that is wrong.
 */
export function readOrder(event: unknown): SendOrder {
  const scheduled = typeof event === 'object' && event !== null && 'scheduledTime' in event;
  const parsed = (scheduled ? calledBySchedule : calledByHand).safeParse(event);
  if (!parsed.success) throw new Error(`the producer cannot read its order: ${z.prettifyError(parsed.error)}`);
  const order = parsed.data;
  if (!('scheduledTime' in order)) return order;
  const firing = Math.floor(Date.parse(order.scheduledTime) / 60_000 / order.everyMinutes);
  const from = firing * order.records;
  return {
    scenario: order.scenario,
    seed: order.seed,
    run: 'schedule',
    from,
    to: from + order.records,
    length: SCHEDULED_LENGTH,
  };
}
