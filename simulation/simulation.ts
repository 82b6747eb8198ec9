import { Progress } from '../cli/progress.ts';
import { productionCode } from './code.ts';
import { tryEveryFault } from './exhaustive.ts';
import { type FailureRow, failureRows, failureTable } from './failure-table.ts';
import { isolated } from './isolation.ts';
import { findPlant, type PlantResult } from './planted.ts';
import { type PlantName, plantNames, plants } from './plants.ts';
import { ourRules } from './rules.ts';
import { runSeeds, type SeededResult, type Violation } from './seeds.ts';

/** What a person or a script asks for. */
export interface SimulationOptions {
  readonly schedules?: number;
  readonly seed: number;
  readonly exhaustive: boolean;
  readonly plant?: PlantName | 'all';
  readonly shards?: number;
  readonly json: boolean;
}

/** The JSON document. */
export interface SimulationResult {
  readonly schedules: number;
  readonly seconds: number;
  readonly violations: readonly (Violation | Omit<Violation, 'seed'>)[];
  /** How often each row of the table occurred. */
  readonly faults: Readonly<Record<FailureRow, number>>;
  /** Rows that should have occurred in a run of this size, and did not. */
  readonly missing: readonly FailureRow[];
  readonly calls: number;
  readonly reads: number;
  readonly exhaustive: { readonly cases: number };
  readonly planted: Readonly<Partial<Record<PlantName, PlantResult>>>;
}

/** From so many schedules on, of any number of shards, each row of the table has to occur. */
const ALL_ROWS_SCHEDULES = 2_000;
const SCHEDULES = 1_000;

/** Runs what was asked for and tells of it; says whether all was as it must be. */
export async function simulate(options: SimulationOptions): Promise<boolean> {
  const clock = performance.now.bind(performance);
  const begun = clock();
  Error.stackTraceLimit = 0; // a stack costs more than the record that it is about
  const { result, touched } = await isolated(() => runAll(options, new Progress(clock)));
  const violations = [...result.violations, ...touched.map((name) => touchedViolation(name, options))];
  const whole = { ...result, violations, seconds: Math.round(clock() - begun) / 1_000 };
  process.stdout.write(options.json ? `${JSON.stringify(whole)}\n` : inWords(whole));
  const isFound = Object.values(whole.planted).every(({ found }) => found);
  return violations.length === 0 && whole.missing.length === 0 && isFound;
}

async function runAll(options: SimulationOptions, progress: Progress): Promise<Omit<SimulationResult, 'seconds'>> {
  const { seed, shards, plant } = options;
  const schedules = options.schedules ?? (options.exhaustive || plant !== undefined ? 0 : SCHEDULES);
  const run = { code: productionCode, rules: ourRules, schedules, seed, shards };
  const seeded = await runSeeds(
    run,
    true,
    (done) => done % 1_000 === 0 && progress.update(`${done} of ${schedules} schedules`),
  );
  const exhaustive = options.exhaustive
    ? await tryEveryFault((cases) => cases % 1_000 === 0 && progress.update(`${cases} cases`))
    : { cases: 0, violation: undefined };
  const planted: Partial<Record<PlantName, PlantResult>> = {};
  for (const name of plant === 'all' ? plantNames : plant === undefined ? [] : [plant]) {
    progress.update(`planting ${name}`);
    planted[name] = await findPlant(name, seed, shards, plant !== 'all');
  }
  const { faults, calls, reads } = seeded;
  return {
    schedules: seeded.schedules,
    violations: violationsOf(seeded, exhaustive.violation),
    faults,
    missing:
      schedules >= ALL_ROWS_SCHEDULES && shards === undefined ? failureRows.filter((row) => faults[row] === 0) : [],
    calls,
    reads,
    exhaustive: { cases: exhaustive.cases },
    planted,
  };
}

function violationsOf(seeded: SeededResult, exhaustive: Omit<Violation, 'seed' | 'command'> | undefined) {
  const command = 'npm run --silent simulate -- --exhaustive';
  return [
    ...(seeded.violation === undefined ? [] : [seeded.violation]),
    ...(exhaustive === undefined ? [] : [{ ...exhaustive, command }]),
  ];
}

function touchedViolation(name: string, { seed }: SimulationOptions): Omit<Violation, 'seed'> {
  return { broken: `${name} was touched`, trace: [], command: `npm run --silent simulate -- --seed ${seed}` };
}

function inWords({
  schedules,
  seconds,
  violations,
  faults,
  missing,
  calls,
  reads,
  exhaustive,
  planted,
}: SimulationResult): string {
  const rows = failureRows.filter((row) => faults[row] > 0).length;
  return [
    ...(schedules > 0
      ? [`${schedules} schedules: ${calls} calls, ${reads} reads, ${rows} of ${failureRows.length} failures occurred`]
      : []),
    ...(exhaustive.cases > 0 ? [`${exhaustive.cases} cases of the exhaustive tier`] : []),
    ...Object.entries(planted).flatMap(([name, { found, schedules: after, trace }]) => [
      `${name.padEnd(30)} ${(found ? `found after ${after}` : `NOT FOUND in ${after}`).padEnd(18)} ${plants[name as PlantName].words}`,
      ...trace.map((words) => `  ${words}`),
    ]),
    ...missing.map((row) => `never occurred: ${row}, ${failureTable[row]}`),
    ...violations.flatMap((violation) => [
      '',
      `BROKEN: ${violation.broken}`,
      ...('seed' in violation ? [`seed ${violation.seed}; the schedule, shrunk:`] : []),
      ...violation.trace.map((words) => `  ${words}`),
      violation.command,
    ]),
    `${verdictOf(violations.length, Object.values(planted))}, ${seconds} s`,
    '',
  ].join('\n');
}

function verdictOf(broken: number, planted: readonly PlantResult[]): string {
  const found = planted.filter((plant) => plant.found).length;
  const ofPlants = planted.length === 0 ? '' : `; ${found} of ${planted.length} planted bugs found`;
  return `${broken === 0 ? 'no promise was broken by the code' : 'a promise was broken'}${ofPlants}`;
}
