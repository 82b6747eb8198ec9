import { describe, expect, it } from 'vitest';
import { CALL_RECORDS_MAX, readOrder } from '../../../lambdas/producer/order.ts';

const byHand = { scenario: 'tour', seed: 7, run: 'r1', from: 10, to: 20, length: 100 };
const bySchedule = {
  scenario: 'tour',
  seed: 7,
  records: 50,
  scheduledTime: '2026-01-01T00:05:00Z',
  everyMinutes: 5,
};

describe('an order by hand', () => {
  it('is taken as it is', () => {
    expect(readOrder(byHand)).toEqual(byHand);
  });

  it('may be for no records', () => {
    expect(readOrder({ ...byHand, to: 10 })).toMatchObject({ from: 10, to: 10 });
  });

  it.each([
    ['scenario', { ...byHand, scenario: 'nothing' }],
    ['seed', { ...byHand, seed: -1 }],
    ['seed', { ...byHand, seed: 1.5 }],
    ['run', { ...byHand, run: '' }],
    ['run', { ...byHand, run: 'r'.repeat(65) }],
    ['from', { ...byHand, from: -1 }],
    ['to', { ...byHand, to: 9 }],
    ['length', { ...byHand, length: 0 }],
    ['length', { ...byHand, length: undefined }],
    ['speed', { ...byHand, speed: 1 }],
  ])('is refused for its %s', (field, order) => {
    expect(() => readOrder(order)).toThrow(new RegExp(`^the producer cannot read its order: .*${field}`, 's'));
  });

  it.each([undefined, null, 'tour', 3, []])('is refused when it is no order at all: %j', (order) => {
    expect(() => readOrder(order)).toThrow('the producer cannot read its order');
  });

  it('is refused with every field that is wrong', () => {
    expect(() => readOrder({ ...byHand, seed: 'x', length: 0 })).toThrow(/seed.*length|length.*seed/s);
  });
});

describe('an order by the schedule', () => {
  const firing = Date.UTC(2026, 0, 1, 0, 5) / 60_000 / 5;

  it('is for the records of its firing', () => {
    const from = firing * 50;
    expect(readOrder(bySchedule)).toEqual({
      scenario: 'tour',
      seed: 7,
      run: 'schedule',
      from,
      to: from + 50,
      length: 1_000,
    });
  });

  it('is the same when the schedule fires twice', () => {
    expect(readOrder(bySchedule)).toEqual(readOrder({ ...bySchedule }));
  });

  it('goes on where the firing before it ended', () => {
    const next = readOrder({ ...bySchedule, scheduledTime: '2026-01-01T00:10:00Z' });
    expect(next.from).toBe(readOrder(bySchedule).to);
  });

  it('reads a time with an offset as the same moment', () => {
    expect(readOrder({ ...bySchedule, scheduledTime: '2026-01-01T02:05:00+02:00' })).toEqual(readOrder(bySchedule));
  });

  it.each([
    ['scheduledTime', { ...bySchedule, scheduledTime: 'soon' }],
    ['scheduledTime', { ...bySchedule, scheduledTime: '<aws.scheduler.scheduled-time>' }],
    ['records', { ...bySchedule, records: 0 }],
    ['records', { ...bySchedule, records: CALL_RECORDS_MAX + 1 }], // nobody would go on from there
    ['everyMinutes', { ...bySchedule, everyMinutes: 0 }],
  ])('is refused for its %s', (field, order) => {
    expect(() => readOrder(order)).toThrow(new RegExp(`^the producer cannot read its order: .*${field}`, 's'));
  });
});
