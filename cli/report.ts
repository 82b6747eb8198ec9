import { DynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { rowsInEffect } from '../learning/snapshot/ledger-row.ts';
import { renderReport } from '../report/report.ts';
import { summarise } from '../report/summary.ts';
import { definitionOf, deployedDefinitions } from './deployed-definitions.ts';
import { findDeployment } from './deployment.ts';
import { readEnvironment } from './environment.ts';
import { pageCode } from './live/page-code.ts';
import { versionsUsed } from './versions.ts';
import { writeAsked } from './written-file.ts';

export interface ReportOptions {
  readonly model: string;
  readonly out: string;
  readonly stage: string;
  readonly json: boolean;
}

/** `sluice report`: a page of a model's whole history, from whatever endpoint or account it runs in. */
export async function report({ model, out, stage, json }: ReportOptions): Promise<void> {
  const deployment = await findDeployment(stage);
  const definition = definitionOf(model, await deployedDefinitions(deployment.trainer));
  const rows = await new DynamoLedger(deployment.ledger).rowsAfter(model, 0);
  const { endpoint, region } = readEnvironment();
  const page = renderReport({
    model,
    definition,
    rows,
    truth: [],
    endpoint: endpoint ?? `AWS ${region}`,
    versions: versionsUsed(),
    madeAtMs: Date.now(),
    code: await pageCode(),
  });
  writeAsked('--out', out, page);
  const summary = summarise(rowsInEffect(rows));
  process.stdout.write(
    json
      ? `${JSON.stringify({ model, report: out, ...summary })}\n`
      : `${out}: model ${model}, version ${summary.version}, ${Object.values(summary.segments).reduce((a, b) => a + b)} segments\n`,
  );
}
