/** The names that infrastructure, functions and command line must agree on. */

/** Environment variables of the functions. */
export const variables = {
  streamName: 'SLUICE_STREAM',
  modelBucket: 'SLUICE_MODEL_BUCKET',
  quarantineBucket: 'SLUICE_QUARANTINE_BUCKET',
  ledgerTable: 'SLUICE_LEDGER_TABLE',
  rowTable: 'SLUICE_ROW_TABLE',
  /** CloudWatch's namespace for the stage's metrics. */
  metricNamespace: 'SLUICE_METRIC_NAMESPACE',
  /** JSON: for each model, fields that replace those of its definition in this deployment. */
  overrides: 'SLUICE_OVERRIDES',
  /** Milliseconds for which the predictor serves a snapshot before it asks whether there is a newer one. */
  lookAgainMs: 'SLUICE_LOOK_AGAIN_MS',
} as const;

/** Stacks of a stage, by their names in CloudFormation. */
export const stackNames = (stage: string) => ({ state: `sluice-${stage}-state`, pipeline: `sluice-${stage}-pipeline` });

/** CloudFormation outputs, by which the command line finds what is deployed. */
export const outputs = {
  state: {
    stream: 'StreamName',
    modelBucket: 'ModelBucketName',
    quarantineBucket: 'QuarantineBucketName',
    ledger: 'LedgerTableName',
    rows: 'RowTableName',
  },
  pipeline: {
    trainer: 'TrainerName',
    producer: 'ProducerName',
    labeller: 'LabellerName',
    predictor: 'PredictorName',
    predictorUrl: 'PredictorUrl',
  },
} as const;

/**
 * In the metadata of the pipeline's template: the definitions that it was deployed with, field by field, for the command line,
 * as the config may have others by now. Not in a function's environment, which is 4 kB together.
 */
export const modelsMetadata = 'Sluice::Models';

/** Keys in the buckets. */
export const keys = {
  models: 'models/',
  snapshot: (model: string) => `models/${model}/snapshot`,
  /** A copy of a version that the model is or was pinned to; one place for each, so that the next one overwrites none. */
  pinned: (model: string, version: number | '*') => `models/${model}/pinned/${version}`,
  /** One record, by where it stood in the stream, so that a repeat overwrites itself. */
  quarantine: (shardId: string, sequenceNumber: string) => `quarantine/${shardId}/${sequenceNumber}.json`,
  quarantined: 'quarantine/',
  /** Where Lambda puts batches that it gave up. Its choice: the mapping's id, shard, date and a random name follow. */
  failedBatches: 'aws/lambda/',
  /** A mark: this model's records in that object are on the stream again. */
  redriven: (key: string, model: string) => `redriven/${key}/${model}`,
  redrivenMarks: 'redriven/',
} as const;

/** The ledger's keys: one item for each commit, more where its segments do not fit into one. */
export const ledgerKeys = { partition: 'model', sort: 'commit' } as const;

/** Keys of the table of remembered rows: one item for each, by `<model>/<id>`, and an index of those that are due. */
export const rowKeys = {
  partition: 'rowId',
  /** Seconds since 1970, from which on DynamoDB deletes the item. */
  expiresAt: 'expiresAt',
  /** Of rows that get a label by timeout; a row that has one leaves the index. */
  due: { index: 'due', partition: 'dueIn', sort: 'dueAt', partitions: 8 },
} as const;

/** CloudWatch metrics, in the stage's namespace, with the dimension `model` except where they say `all`. */
export const metricNamespace = (stage: string) => `Sluice/${stage}`;
export const metricDimension = 'model';
export const metrics = {
  /** Records handed over by Lambda, redeliveries included. */
  recordsIn: 'RecordsIn',
  /** Records that an earlier commit had taken in already: redeliveries. */
  recordsReplayed: 'RecordsReplayed',
  recordsTaken: 'RecordsTaken',
  recordsDuplicate: 'RecordsDuplicate',
  recordsQuarantined: 'RecordsQuarantined',
  rows: 'Rows',
  /** Labels that came by themselves, of models that were sent any: those of them whose row was remembered. */
  labelsJoined: 'LabelsJoined',
  labelsUnknown: 'LabelsUnknown',
  labelsLate: 'LabelsLate',
  labelsTwice: 'LabelsTwice',
  segmentsAccepted: 'SegmentsAccepted',
  segmentsHeld: 'SegmentsHeld',
  segmentsRejected: 'SegmentsRejected',
  segmentsPromoted: 'SegmentsPromoted',
  f1: 'F1',
  accuracy: 'Accuracy',
  logLoss: 'LogLoss',
  /** Mean distance between what was promised and what came, of all rows since the start, 0 to 1. */
  calibrationError: 'CalibrationError',
  /** The largest surprise of a commit's segments as a share of its limit: above 1 a segment was suspicious. */
  surprise: 'Surprise',
  /** Segments in whose errors a drift detector found a change. */
  segmentsDrifted: 'SegmentsDrifted',
  /** Rows that wait for their segment to fill. */
  rowsPending: 'RowsPending',
  version: 'Version',
  /** Commits that met another's and were made again. */
  commitConflicts: 'CommitConflicts',
  /** What the producer or the labeller put on the stream. */
  recordsSent: 'RecordsSent',
  /** Requests for predictions that the predictor answered, the refused and failed ones included. */
  predictRequests: 'PredictRequests',
  predictRows: 'PredictRows',
  /** Of them, those that the predictor could not answer: 5xx. */
  predictErrors: 'PredictErrors',
  predictLatencyMs: 'PredictLatencyMs',
} as const;

/** The message of the line that the trainer logs for each model of a batch. */
export const batchMessage = 'batch';

/** The field of a committee's member in that line: names have commas and blanks, which a query's field may not have. */
export const memberField = (name: string) => name.replace(/[^A-Za-z0-9]+/g, '_');
