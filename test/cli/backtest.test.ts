import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { BacktestSegment } from '../../cli/poison.ts';
import { resolveDefinition } from '../../learning/definition.ts';
import { pooledScores } from '../../learning/metrics/pooled.ts';
import { createModel } from '../../learning/model.ts';
import { rowsOf } from '../builders/rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-backtest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = rowsOf(600, { width: 2 });
const csvLine = (i: number) => [rows.X[2 * i], rows.X[2 * i + 1], rows.y[i]].join(',');
const csv = ['a,b,label', ...Array.from({ length: rows.count }, (_, i) => csvLine(i))].join('\n');

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Run {
  readonly status: number;
  readonly out: string;
  readonly errors: string;
}

async function backtest(...args: string[]): Promise<Run> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['bin/sluice.ts', 'backtest', ...args]);
    return { status: 0, out: stdout, errors: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, out: stdout, errors: stderr };
  }
}

const json = async (...args: string[]) => {
  const { status, out, errors } = await backtest(...args, '--label', 'label', '--json');
  expect({ status, errors: status === 0 ? '' : errors }).toEqual({ status: 0, errors: '' });
  return JSON.parse(out);
};

const positives = rows.y.reduce((sum, label) => sum + label, 0);

const scores = ({ seconds: _, rowsPerSecond: _r, file: _f, ...rest }: Record<string, unknown>) => rest;

describe('sluice backtest', () => {
  it("scores a file as the model's own observe does", async () => {
    const got = await json(file('plain.csv', csv), '--learner', 'sgd', '--params', '{"eta0": 0.2}');
    const model = createModel(
      resolveDefinition('backtest', { features: ['a', 'b'], learner: { name: 'sgd', eta0: 0.2 } }),
    );
    for (let at = 0; at < 600; at += 100) {
      model.observe({ count: 100, width: 2, X: rows.X.slice(2 * at, 2 * at + 200), y: rows.y.slice(at, at + 100) });
    }
    const { f1, logLoss, auc } = model.quality.whole() as { f1: number; logLoss: number; auc: number };
    expect(got).toMatchObject({ rows: 600, segments: 6, features: 2, learner: 'sgd', f1, logLoss, auc, accepted: 6 });
    expect(got).toMatchObject({
      gate: 'champion',
      threshold: 0.5,
      held: 0,
      rejected: 0,
      promoted: 0,
      quarantined: 0,
      members: [],
    });
  });

  it('reads CSV and NDJSON, plain and gzip, with quoted fields, alike', async () => {
    const ndjson = Array.from({ length: rows.count }, (_, i) =>
      JSON.stringify({ a: rows.X[2 * i], b: rows.X[2 * i + 1], label: rows.y[i] }),
    );
    const files = [
      file('same.csv', csv),
      file('same.csv.gz', gzipSync(csv)),
      file('quoted.csv', csv.replaceAll(/^([^,\n]+),/gm, '"$1",')),
      file('same.ndjson', ndjson.join('\n')),
      file('same.jsonl.gz', gzipSync(ndjson.join('\n'))),
    ];
    const all = await Promise.all(files.map((path) => json(path, '--learner', 'sgd')));
    for (const result of all) expect(scores(result)).toEqual(scores(all[0]));
  });

  it('names bad rows, counts them, and goes on', async () => {
    const path = file('bad.csv', `${csv}\nx,1,0\n1,2,7\n1,2\n`);
    const { out, errors } = await backtest(path, '--label', 'label', '--learner', 'sgd', '--json');
    expect(JSON.parse(out)).toMatchObject({ rows: 600, quarantined: 3 });
    expect(errors).toContain('line 602: a: expected a finite number, got "x"');
    expect(errors).toContain('line 603: label: expected 0 or 1, got "7"');
    expect(errors).toContain('line 604: expected as many cells as the header has');
  });

  it('takes categories, missing values, dropped columns and a label that is a word', async () => {
    const lines = Array.from(
      { length: 400 },
      (_, i) => `${i % 3 === 0 ? '' : i % 7},${i % 2 === 0 ? 'DE' : 'FR'},${i},${i % 2 === 0 ? 'yes' : 'no'}`,
    );
    const path = file('words.csv', ['age,country,id,bought', ...lines].join('\n'));
    const { out } = await backtest(
      ...[
        path,
        '--label',
        'bought',
        '--positive',
        'yes',
        '--categorical',
        'country',
        '--drop',
        'id',
        '--learner',
        'ftrl',
        '--json',
      ],
    );
    expect(JSON.parse(out)).toMatchObject({ rows: 400, features: 2, positives: 200 });
    expect(JSON.parse(out).auc).toBeGreaterThan(0.9);
  });

  it('runs several learners side by side', async () => {
    const path = file('several.csv', csv);
    const results = await json(path, '--learner', 'sgd', '--learner', 'bayes');
    expect(results.map(({ learner }: { learner: string }) => learner)).toEqual(['sgd', 'bayes']);
    const { out } = await backtest(path, '--label', 'label', '--learner', 'sgd', '--learner', 'bayes');
    expect(out).toMatch(/LEARNER +LOG LOSS +F1[\s\S]*sgd[\s\S]*bayes/);
  });

  it('writes each segment as a line, and the page', async () => {
    const [out, page] = [join(folder, 'out.ndjson'), join(folder, 'page.html')];
    const result = await json(file('out.csv', csv), '--segment-rows', '50', '--out', out, '--report', page);
    const lines = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ segment }) => segment)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(result.members.reduce((sum: number, { weight }: { weight: number }) => sum + weight, 0)).toBeCloseTo(1, 6);
    expect(readFileSync(page, 'utf8')).toContain('12 of 12 segments accepted');
  });

  it('flips the labels of the same segments before each learner, and says what the gate made of them', async () => {
    const path = file('poisoned.csv', csv);
    const poison = ['--segment-rows', '20', '--poison', '0.3', '--seed', '1'];
    const several = await json(path, '--learner', 'sgd', '--learner', 'bayes', ...poison);
    const ungated = await json(path, '--learner', 'sgd', '--gate', 'none', ...poison);
    const poisoned = several[0].poisoned;
    expect(poisoned).toBeGreaterThan(0);
    for (const result of [...several, ungated]) expect(result).toMatchObject({ poisoned, positives });
    expect(several[0].caught).toBeGreaterThan(0);
    expect(ungated).toMatchObject({ caught: 0, falseHeld: 0 });
    const { out } = await backtest(path, '--label', 'label', '--learner', 'sgd', '--learner', 'bayes', ...poison);
    expect(out).toContain(`labels flipped in ${poisoned} segments; scored on the labels of the file`);
    expect(out).toMatch(/LEARNER .* CAUGHT +FALSE HELD +ROWS\/S\nsgd .*\nbayes /);
  });

  it('scores as without poison where no segment is drawn, and names no poison where none was asked for', async () => {
    const path = file('unpoisoned.csv', csv);
    const plain = await json(path, '--learner', 'sgd');
    const spared = await json(path, '--learner', 'sgd', '--poison', '1e-9');
    expect(plain).not.toHaveProperty('poisoned');
    expect(scores(spared)).toEqual({ ...scores(plain), poisoned: 0, caught: null, falseHeld: 0 });
  });

  it('tells the flipped segments in the lines and on the page, scored as the whole is', async () => {
    const [out, page] = [join(folder, 'poisoned.ndjson'), join(folder, 'poisoned.html')];
    const poison = ['--segment-rows', '20', '--poison', '0.3', '--seed', '1'];
    const result = await json(file('lines.csv', csv), '--learner', 'sgd', ...poison, '--out', out, '--report', page);
    const lines: BacktestSegment[] = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { f1, logLoss, brier } = result;
    expect(lines.filter(({ poisoned }) => poisoned)).toHaveLength(result.poisoned);
    expect(pooledScores(lines)).toMatchObject({ f1, logLoss, brier });
    const first = lines.findIndex(({ poisoned }) => poisoned) + 1;
    expect(readFileSync(page, 'utf8')).toMatch(new RegExp(`<title>labels flipped: segments? ${first}\\b`));
  });

  it.each([
    ['a file that is not there', 1, ['none.csv', '--label', 'label'], 'none.csv: expected a file, found none'],
    [
      'a label that is no column',
      2,
      ['plain.csv', '--label', 'nothing'],
      '--label: expected one of the columns a, b, label, got nothing',
    ],
    [
      'an unknown learner',
      2,
      ['plain.csv', '--label', 'label', '--learner', 'oracle'],
      'Expected one of committee, sgd',
    ],
    [
      'one class only',
      1,
      ['plain.csv', '--label', 'label', '--positive', '7'],
      'expected both classes, got only 0 in 600 rows',
    ],
    [
      'text in a column that is not categorical',
      2,
      ['text.csv', '--label', 'label'],
      'line 2: a: expected a number, got "DE"',
    ],
    [
      'a threshold beyond 1',
      2,
      ['plain.csv', '--label', 'label', '--threshold', '2'],
      'Expected f1 or a number between 0 and 1',
    ],
    [
      'poison in every segment',
      2,
      ['plain.csv', '--label', 'label', '--poison', '1'],
      "'--poison <p>' argument '1' is invalid. Expected a number between 0 and 1, got 1.",
    ],
    [
      'poison that is no number',
      2,
      ['plain.csv', '--label', 'label', '--poison', 'some'],
      'Expected a number between 0 and 1, got some.',
    ],
    [
      'a seed that is no whole number',
      2,
      ['plain.csv', '--label', 'label', '--poison', '0.1', '--seed', '1.5'],
      'Expected a whole number from 0 to 2147483648, got 1.5.',
    ],
    [
      'a seed without poison',
      2,
      ['plain.csv', '--label', 'label', '--seed', '0'],
      '--seed: expected only together with --poison, got 0 without it',
    ],
  ])('refuses %s with status %i', async (_, status, [name, ...args], message) => {
    file('plain.csv', csv);
    file('text.csv', 'a,label\nDE,1\nFR,0\n');
    const run = await backtest(join(folder, name), ...args);
    expect(run).toMatchObject({ status, out: '' });
    expect(run.errors).toContain(message);
  });
});

describe('what the docs show of sluice backtest', () => {
  it.each(['docs/learning.md', 'examples/flight-delays/README.md'])(
    'is what it prints, but for the speed: %s',
    async (page) => {
      const shown = /sluice -- backtest (?<args>[^`]*?)\n\n```\n(?<lines>.*?)```/s.exec(readFileSync(page, 'utf8'));
      const { args = '', lines = '' } = shown?.groups ?? {};
      const { out } = await backtest(
        ...args
          .replace(/--report \S+/, '')
          .split(/[\s\\]+/)
          .filter((arg) => arg !== ''),
      );
      expect(withoutSpeed(out)).toBe(withoutSpeed(lines));
    },
  );
});

const withoutSpeed = (lines: string) => lines.replace(/ +(ROWS\/S|[\d,]+)$/gm, '');
