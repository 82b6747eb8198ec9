import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { definitionsOf, type Overrides } from '../lambdas/definitions.ts';
import type { SendOrder } from '../lambdas/producer/order.ts';
import type { Definition } from '../learning/definition.ts';
import type { GateName } from '../learning/gates/registry.ts';
import type { LearnerName } from '../learning/learners/registry.ts';
import { type ScenarioName, scenarios } from '../records/scenarios/table.ts';
import type { Facts } from '../report/facts.ts';
import { count, counted } from '../report/numbers.ts';
import { type ReportInput, renderReport } from '../report/report.ts';
import { segmentsOf, summarise } from '../report/summary.ts';
import { models } from '../sluice.config.ts';
import { decisionLines } from './decision-lines.ts';
import { findDeployment, findState } from './deployment.ts';
import { folders } from './environment.ts';
import { recordsIn } from './follow-ledger.ts';
import { interruptible, untilAborted } from './interruptible.ts';
import { LiveFeed } from './live/live-feed.ts';
import { type LiveServer, serveLive } from './live/live-server.ts';
import { pageCode } from './live/page-code.ts';
import { watchLedger } from './live/watch-ledger.ts';
import { deployStacks } from './local/cdk.ts';
import { type Endpoint, openEndpoint } from './local/endpoint.ts';
import { stopAllPrograms } from './local/processes.ts';
import { Phases } from './phases.ts';
import { Progress } from './progress.ts';
import { runScenario, type ScenarioRun } from './run-scenario.ts';
import { type StartResult, summaryLines } from './start-summary.ts';
import { versionsUsed } from './versions.ts';

export interface StartOptions {
  /** Records to send; each is a segment of 100 to 109 rows. */
  readonly segments: number;
  readonly scenario: ScenarioName;
  readonly seed: number;
  readonly learner?: LearnerName;
  readonly gate?: GateName;
  readonly stay: boolean;
  readonly json: boolean;
}

const STAGE = 'local';
const LOOK_EVERY_MS = 500;
const reportFile = join(folders.root, 'sluice-report.html');

/**
 * `npm start`: from nothing to a model that has learned. Finds or starts an endpoint, deploys the real stacks, lets the
 * producer send, follows the ledger until every record is accounted for, and writes the report. Stops what it started.
 */
export async function start(options: StartOptions): Promise<void> {
  const progress = new Progress();
  const phases = new Phases();
  const { model } = scenarios[options.scenario];
  const overrides = overridesOf(model, options);
  const definition = definitionsOf(models, overrides).get(model) as Definition;
  const feed = new LiveFeed();
  let server: LiveServer | undefined;
  const cleanUp = async (): Promise<void> => {
    feed.tell({ kind: 'ended', message: `The report stays, in ${reportFile}.` });
    await server?.close();
    await stopAllPrograms();
  };
  await interruptible(cleanUp, async (signal) => {
    progress.say('endpoint: AWS_ENDPOINT_URL, or else the emulator that comes with Sluice …');
    const endpoint = await openEndpoint(phases);
    const { url, description } = endpoint;
    const where = description === url ? url : `${url} (${description})`;
    progress.say(`deploy: the stacks of stage ${STAGE}, with cdk, to ${where} …`);
    await phases.run('deploy', () => deployStacks(STAGE, overrides));
    progress.say(
      `stream: ${counted(options.segments, 'segment')} of scenario ${options.scenario}, to model ${model} …`,
    );
    const code = await pageCode();
    server = await serveLive(feed, factsOf(options, definition, endpoint, options.segments, phases), code);
    progress.say(`live page: ${server.address}${options.stay ? '' : ', until this ends; --stay keeps it'}`);
    const run = await phases.run('stream', () => stream(options, definition, feed, progress, signal));
    const facts = factsOf(options, definition, endpoint, run.sent, phases);
    const report = await phases.run('report', async () => writeReport({ ...facts, rows: run.rows, code }));
    print(resultOf(options, definition, endpoint, run, phases, report), run, options.json);
    if (options.stay) await stay(facts.model, endpoint, server, feed, progress, signal);
  });
}

function overridesOf(model: string, { learner, gate }: StartOptions): Overrides {
  return {
    [model]: {
      ...(learner === undefined ? {} : { learner: { name: learner } }),
      ...(gate === undefined ? {} : { gate: { name: gate } }),
    },
  };
}

async function stream(
  { scenario, seed, segments }: StartOptions,
  definition: Definition,
  feed: LiveFeed,
  progress: Progress,
  signal: AbortSignal,
): Promise<ScenarioRun> {
  const run = Date.now().toString(36); // on an endpoint that lives on, another run's records are other records
  const order: SendOrder = { scenario, seed, run, from: 0, to: segments, length: segments };
  let shown = 0;
  const onProgress: Parameters<typeof runScenario>[4] = (sent, rows) => {
    const news = rows.slice(shown);
    if (news.some(({ operation }) => operation !== undefined)) feed.restart(rows);
    else feed.take(news);
    feed.tell({ sent });
    shown = rows.length;
    const { f1, segments: verdicts } = summarise(rows);
    const score = f1 === null ? '' : `, F1 ${f1.toFixed(3)}`;
    const kept = `${counted(verdicts.accepted, 'segment')} accepted, ${count(verdicts.held)} held, ${count(verdicts.rejected)} rejected`;
    const accounted = `${count(recordsIn(rows))} of ${count(segments)} accounted for`;
    progress.update(`  ${counted(sent, 'record')} sent, ${accounted}; ${kept}${score}`);
  };
  return runScenario(await findDeployment(STAGE), scenarios[scenario].model, definition, order, onProgress, signal);
}

/** What the pages of a run tell besides its ledger. */
function factsOf(
  { scenario, seed, segments }: StartOptions,
  definition: Definition,
  endpoint: Endpoint,
  recordsSent: number,
  phases: Phases,
): Facts {
  return {
    model: scenarios[scenario].model,
    definition,
    truth: scenarios[scenario].truth(seed, segments),
    run: { scenario, seed, recordsSent, seconds: phases.seconds },
    endpoint: endpoint.description,
    versions: versionsUsed(),
    madeAtMs: Date.now(),
  };
}

function writeReport(input: ReportInput): string {
  writeFileSync(reportFile, renderReport(input));
  return reportFile;
}

function resultOf(
  { scenario, seed }: StartOptions,
  definition: Definition,
  endpoint: Endpoint,
  run: ScenarioRun,
  phases: Phases,
  report: string,
): StartResult {
  const { records, segments, rowsTaken, version, f1, accuracy, logLoss } = summarise(run.rows);
  return {
    endpoint: endpoint.url,
    model: scenarios[scenario].model,
    version,
    learner: definition.learner.name,
    gate: definition.gate.name,
    scenario,
    seed,
    records: { sent: run.sent, ...records },
    segments,
    rows: rowsTaken,
    f1,
    accuracy,
    logLoss,
    rowsPerSecond: Math.round(rowsTaken / phases.seconds.stream),
    seconds: { ...phases.seconds, total: phases.total },
    report,
  };
}

function print(result: StartResult, { rows }: ScenarioRun, json: boolean): void {
  const decisions = decisionLines(segmentsOf(rows));
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${summaryLines(result, decisions).join('\n')}\n`);
}

/** Keeps the endpoint and the live page running until somebody stops them; what is sent meanwhile shows on the page. */
async function stay(
  model: string,
  endpoint: Endpoint,
  server: LiveServer,
  feed: LiveFeed,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  progress.say(
    `\nstill running; Ctrl-C ends it. The live page: ${server.address}\nIn another shell:\n` +
      `  export AWS_ENDPOINT_URL=${endpoint.url}\n` +
      '  npm run sluice -- send FILE --model MODEL\n  npm run sluice -- predict MODEL FILE\n  npm run sluice -- report --model clicks --out clicks.html\n' +
      '  npm run deploy                       # after a change of sluice.config.ts',
  );
  const ledger = new DynamoLedger((await findState(STAGE)).ledger);
  void watchLedger(ledger, feed, { model, after: feed.place.version, everyMs: LOOK_EVERY_MS, signal });
  await untilAborted(signal);
}
