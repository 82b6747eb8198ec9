import { Duration } from 'aws-cdk-lib';
import type { IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeployedModel, DeployedModels } from '../deployed-model.ts';
import { FULL_WIDTH, graph, queryGraph, queryTable, text } from './dashboard-widgets.ts';
import type { Trainer } from './trainer.ts';
import { verdicts } from './trainer-metrics.ts';
import {
  calibrationQuery,
  evidenceQuery,
  membersQuery,
  sidesQuery,
  sinceTheStartQuery,
  verdictsQuery,
} from './trainer-queries.ts';

export interface LearningProps {
  readonly trainer: Trainer;
  readonly models: DeployedModels;
  readonly periodMinutes: number;
}

export const howLearningIsRead =
  'Each row is predicted before it is learned, so every score is of rows not seen before. F1 and accuracy up, log loss ' +
  'down: it learns. A surprise above 1 is a segment that the gate held back; drift, that the errors themselves changed.';

/** Whether models learn, a row of the dashboard for each element: what alarms could look at as metrics, the rest from the log. */
export function learningRows(props: LearningProps): readonly (readonly IWidget[])[] {
  const { trainer, models } = props;
  const log = trainer.function.logGroup;
  return [
    scores(props),
    [
      queryTable('Since the start', log, sinceTheStartQuery, 12, 8),
      queryTable('Calibration: probabilities given, and what came', log, calibrationQuery, 12, 8),
    ],
    [queryTable('The last segments that were not simply accepted, and why', log, verdictsQuery, FULL_WIDTH, 8)],
    ...[...models].flatMap(([model, deployed]) => ofModel(model, deployed, props)),
  ];
}

function scores({ trainer, models, periodMinutes }: LearningProps): readonly IWidget[] {
  const options = { period: Duration.minutes(periodMinutes) };
  const names = [...models.keys()];
  const ofEach = (metric: (model: string) => IMetric) => names.map(metric);
  const gateSaid = names.flatMap((model) => verdicts.map((verdict) => trainer.metricSegments(verdict, model, options)));
  const surprise = ofEach((model) => trainer.metricSurprise(model, options));
  const drifted = ofEach((model) => trainer.metricSegmentsDrifted(model, options));
  const calibration = ofEach((model) => trainer.metricCalibrationError(model, options));
  return [
    graph(
      'F1',
      'F1, 0 to 1',
      ofEach((model) => trainer.metricF1(model, options)),
    ),
    graph(
      'Log loss',
      'nats a row',
      ofEach((model) => trainer.metricLogLoss(model, options)),
    ),
    graph(
      'Accuracy',
      'share of rows',
      ofEach((model) => trainer.metricAccuracy(model, options)),
    ),
    graph('Segments: what the gate said', 'segments', gateSaid),
    graph('Surprise: from 1 on a segment is suspicious', 'share of the limit', surprise, {
      leftYAxis: { label: 'share of the limit', showUnits: false },
      leftAnnotations: [{ value: 1, label: 'suspicious' }],
    }),
    graph('Segments in which drift was found', 'segments', drifted),
    graph('Calibration error, since the start', 'probability', calibration),
    graph(
      'Version',
      'commits',
      ofEach((model) => trainer.metricVersion(model, options)),
    ),
    graph('Rows learned or scored', 'rows', [trainer.metricRows(options)]),
  ];
}

/** What only some models have: trials, and a committee. */
function ofModel(
  model: string,
  { definition, voices }: DeployedModel,
  { trainer, periodMinutes }: LearningProps,
): readonly (readonly IWidget[])[] {
  const log = trainer.function.logGroup;
  const hasTrials = definition.gate.name === 'champion';
  const sides = (title: string, score: 'f1' | 'logLoss' | 'accuracy') =>
    queryGraph(`${model}: ${title} in trials`, log, sidesQuery(model, score, periodMinutes), 6);
  const trials = [
    text(`### ${model}: champion against challenger\n${howTrialsAreRead}`, 2),
    sides('F1', 'f1'),
    sides('log loss', 'logLoss'),
    sides('accuracy', 'accuracy'),
    queryGraph(`${model}: evidence for the challenger, and its share`, log, evidenceQuery(model, periodMinutes), 6),
  ];
  const members = (of: 'weight' | 'logLoss') => membersQuery(model, voices, of, periodMinutes);
  return [
    ...(hasTrials ? [trials] : []),
    ...(voices.length === 0
      ? []
      : [
          [
            queryGraph(`${model}: whom the committee listens to, weights`, log, members('weight'), 12),
            queryGraph(`${model}: log loss of each member, since the start`, log, members('logLoss'), 12),
          ],
        ]),
  ];
}

const howTrialsAreRead =
  'Empty while no trial runs. Evidence is log odds that the challenger is right: from 5.5 on it is promoted, from -2 down dropped.';
