import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { variables } from '../../lambdas/contract.ts';
import type { Overrides } from '../context.ts';
import type { TrainerSettings } from '../settings.ts';
import { HandlerFunction } from './handler-function.ts';
import type { Ledger } from './ledger.ts';
import type { ModelStore } from './model-store.ts';
import type { Quarantine } from './quarantine.ts';
import type { RecordStream } from './record-stream.ts';
import type { RememberedRows } from './remembered-rows.ts';
import { TrainerMetrics } from './trainer-metrics.ts';

export interface TrainerProps {
  readonly stream: RecordStream;
  readonly modelStore: ModelStore;
  readonly quarantine: Quarantine;
  readonly ledger: Ledger;
  readonly rememberedRows: RememberedRows;
  readonly settings: TrainerSettings;
  readonly logRetention: RetentionDays;
  readonly metricNamespace: string;
  readonly overrides: Overrides;
}

/** Learns from the stream: a function, and the mapping that hands it the records of each shard in order. */
export class Trainer extends TrainerMetrics {
  readonly function: HandlerFunction;
  readonly timeout: Duration;
  protected readonly metricNamespace: string;
  protected readonly mapping: EventSourceMapping;

  constructor(scope: Construct, id: string, props: TrainerProps) {
    super(scope, id);
    const { settings, logRetention, metricNamespace } = props;
    this.metricNamespace = metricNamespace;
    this.timeout = Duration.seconds(settings.timeoutSeconds);
    this.function = new HandlerFunction(this, 'Function', {
      folder: 'trainer',
      description: 'Sluice: predicts, judges and learns what comes on the stream',
      settings,
      logRetention,
      metricNamespace,
    });
    this.function.addEnvironment(variables.overrides, JSON.stringify(props.overrides));
    props.modelStore.grantReadWrite(this.function);
    props.quarantine.grantPut(this.function);
    props.ledger.grantCommit(this.function);
    props.rememberedRows.grantClaim(this.function);
    this.mapping = this.#consume(props);
  }

  #consume({ stream, quarantine, settings }: TrainerProps): EventSourceMapping {
    const maxRecordAge = Duration.days(settings.recordAgeDays);
    if (maxRecordAge.toSeconds() >= stream.retention.toSeconds()) {
      const expected = `under the ${stream.retention.toDays()} days that the stream keeps a record`;
      throw new Error(`trainer.recordAgeDays: expected ${expected}, got ${settings.recordAgeDays}`);
    }
    stream.grantConsume(this.function);
    return new EventSourceMapping(this, 'Mapping', {
      target: this.function,
      eventSourceArn: stream.stream.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON, // what came before the first deployment counts too
      batchSize: settings.batchRecords,
      maxBatchingWindow: Duration.seconds(settings.batchWindowSeconds),
      parallelizationFactor: 1, // a shard has one checkpoint, so its batches go one after another
      bisectBatchOnError: true, // a record that fails the function ends up alone, and the rest goes on
      retryAttempts: -1, // bounded by age only: an outage may take longer than any number of tries
      maxRecordAge,
      reportBatchItemFailures: false, // the checkpoint in the snapshot says what was taken
      supportS3OnFailureDestination: true,
      onFailure: quarantine.grantFailedBatches(this.function),
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
  }
}
