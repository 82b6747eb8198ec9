/** The names that infrastructure, functions and command line must agree on. */

/** Environment variables of the functions. */
export const variables = {
  streamName: 'SLUICE_STREAM',
  modelBucket: 'SLUICE_MODEL_BUCKET',
  quarantineBucket: 'SLUICE_QUARANTINE_BUCKET',
  ledgerTable: 'SLUICE_LEDGER_TABLE',
  /** CloudWatch's namespace for the stage's metrics. */
  metricNamespace: 'SLUICE_METRIC_NAMESPACE',
  /** JSON: for each model, fields that replace those of its definition in this deployment. */
  overrides: 'SLUICE_OVERRIDES',
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
  },
  pipeline: { trainer: 'TrainerName', producer: 'ProducerName' },
} as const;

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
  segmentsAccepted: 'SegmentsAccepted',
  segmentsHeld: 'SegmentsHeld',
  segmentsRejected: 'SegmentsRejected',
  segmentsPromoted: 'SegmentsPromoted',
  f1: 'F1',
  accuracy: 'Accuracy',
  logLoss: 'LogLoss',
  version: 'Version',
  /** Commits that met another's and were made again. */
  commitConflicts: 'CommitConflicts',
  /** What the producer put on the stream. */
  recordsSent: 'RecordsSent',
} as const;
