import { describe, expect, it } from 'vitest';
import { memberField } from '../../lambdas/contract.ts';
import { resolveDefinition } from '../../learning/definition.ts';
import type { TrialReading } from '../../learning/gates/gate.ts';
import { DROPPED_AT, PROMOTED_AT } from '../../learning/gates/trial.ts';
import { voicesOf } from '../../learning/voices.ts';
import { ledgerRowOf, qualityRowOf, segmentResultOf } from '../builders/ledger-row.ts';
import { linesOf } from '../fakes/written-lines.ts';
import { dashboardOf } from './dashboard-body.ts';
import { models, templatesOf } from './synthesized.ts';

/** The fullest line that the trainer logs: a committee on trial, ten segments to tell of, every tenth of probabilities. */
function fullestLine(): Record<string, unknown> {
  const side = { confusion: segmentResultOf().confusion, logLossSum: 5 };
  const trial: TrialReading = {
    ...{ segments: 1, evidence: 1, share: 0.5, f1: { champion: 0.5, challenger: 0.5 } },
    ...{ champion: side, challenger: side, outcome: 'promoted' },
  };
  const segment = segmentResultOf({ verdict: 'held', reading: { surprise: 5, limit: 4, trial }, drift: ['adwin'] });
  const voices = models.get('clicks')?.voices ?? [];
  const quality = qualityRowOf({
    members: voices.map((name) => ({ name, weight: 1 / voices.length, logLoss: 0.654321 })),
    calibration: Array.from({ length: 10 }, (_, i) => ({
      rows: 1_000_000,
      meanProbability: (i + 0.54321) / 10,
      shareOfPositives: (i + 0.54321) / 10,
    })),
  });
  const labels = { joined: 1, unknown: 1, late: 1, twice: 1 };
  const commit = ledgerRowOf({ segments: Array(11).fill(segment), quality, labels });
  const report = { model: 'clicks', received: 1, replayed: 0, conflicts: 0, commit };
  return linesOf((telemetry) => telemetry.batch(report))[1];
}

/** Fields as CloudWatch finds them in JSON: `records.taken`, `notable.0.segment`. */
function fieldsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(inner, path === '' ? key : `${path}.${key}`));
}

/** What a query reads of the line, names that it gives itself replaced by what they stand for. */
function readBy(query: string): string[] {
  const lists = new Map([...query.matchAll(/unnest line\.(\w+) into (\w+)/g)].map(([, list, name]) => [name, list]));
  const given = new Set([...query.matchAll(/ (?:as|into) (\w+)/g)].map(([, name]) => name));
  const words = query.replace(/"[^"]*"|'[^']*'/g, '').match(/(?<!\w)@?[A-Za-z][\w.]*(?!\w*\()/g) ?? [];
  return words
    .filter((word) => !syntax.has(word) && !given.has(word) && !word.startsWith('@') && !word.startsWith('line.'))
    .map((word) => {
      const [first, ...rest] = word.split('.');
      return lists.has(first) ? [lists.get(first), 0, ...rest].join('.') : word;
    });
}

const syntax = new Set(
  'SOURCE filter and ispresent stats avg latest by bin as fields jsonParse unnest into sort asc desc limit display'.split(
    ' ',
  ),
);

const line = fullestLine();
const fields = new Set(fieldsOf(line));
const widgets = dashboardOf(templatesOf('dev').pipeline).filter(({ type }) => type === 'log');

describe('queries over the trainer’s log', () => {
  it.each(widgets.map(({ properties }) => [properties.title, properties.query ?? '']))(
    '%s: read only fields that it has',
    (_, query) => {
      const read = readBy(query);
      expect(read).toEqual(expect.arrayContaining(['message']));
      expect(read.length).toBeGreaterThan(3);
      expect(read.filter((field) => !fields.has(field))).toEqual([]);
      expect(query).toContain(`message = "${line.message}"`);
    },
  );

  it('find a field that no line has', () => {
    expect(readBy('stats avg(trial.evidense) as evidence by bin(5m)').filter((field) => !fields.has(field))).toEqual([
      'trial.evidense',
    ]);
  });

  it('all read the trainer’s log, and that alone', () => {
    const logs = new Set(widgets.map(({ properties }) => /SOURCE '(.*?)'/.exec(properties.query ?? '')?.[1]));
    expect(logs.size).toBe(1);
  });

  it('find every field by themselves: CloudWatch does so with the first 200 of a line', () => {
    expect(fields.size).toBeLessThanOrEqual(200);
    expect(JSON.stringify(line).length).toBeLessThan(5_000);
  });
});

it('the members of a committee of any width keep names of their own in the log', () => {
  for (const features of [1, 10, 16, 54, 100]) {
    const voices = voicesOf(resolveDefinition('clicks', { features }));
    expect(new Set(voices.map(memberField)).size).toBe(voices.length);
    for (const voice of voices) expect(memberField(voice)).toMatch(/^[A-Za-z]\w*$/);
  }
  expect(voicesOf(resolveDefinition('clicks', { features: 3, learner: { name: 'sgd' } }))).toEqual([]);
});

it('the dashboard names the bounds that the gate has', () => {
  const texts = dashboardOf(templatesOf('dev').pipeline).flatMap(({ properties }) => properties.markdown ?? []);
  expect(texts.join()).toContain(`from ${PROMOTED_AT} on it is promoted, from ${DROPPED_AT} down dropped`);
});
