import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { outputs } from '../lambdas/contract.ts';
import { Ledger } from './constructs/ledger.ts';
import { ModelStore } from './constructs/model-store.ts';
import { Quarantine } from './constructs/quarantine.ts';
import { RecordStream } from './constructs/record-stream.ts';
import { RememberedRows } from './constructs/remembered-rows.ts';
import type { StateSettings } from './settings.ts';

/** Everything that is never thrown away: records, snapshots, quarantine, ledger, remembered rows. */
export class StateStack extends Stack {
  readonly stream: RecordStream;
  readonly modelStore: ModelStore;
  readonly quarantine: Quarantine;
  readonly ledger: Ledger;
  readonly rememberedRows: RememberedRows;

  constructor(scope: Construct, id: string, settings: StateSettings) {
    super(scope, id, {
      description: 'Sluice: stream, models, quarantine, ledger and remembered rows',
      terminationProtection: settings.deletionProtection,
    });
    this.stream = new RecordStream(this, 'Stream', settings);
    this.modelStore = new ModelStore(this, 'ModelStore', settings);
    this.quarantine = new Quarantine(this, 'Quarantine', settings);
    this.ledger = new Ledger(this, 'Ledger', settings);
    this.rememberedRows = new RememberedRows(this, 'RememberedRows', settings);
    this.#output();
  }

  #output(): void {
    const { stream } = this.stream;
    const tables = [this.ledger.table, this.rememberedRows.table];
    const [models, quarantine] = [this.modelStore.bucket, this.quarantine.bucket];
    new CfnOutput(this, outputs.state.stream, { value: stream.streamName });
    new CfnOutput(this, outputs.state.modelBucket, { value: models.bucketName });
    new CfnOutput(this, outputs.state.quarantineBucket, { value: quarantine.bucketName });
    new CfnOutput(this, outputs.state.ledger, { value: this.ledger.table.tableName });
    new CfnOutput(this, outputs.state.rows, { value: this.rememberedRows.table.tableName });
    // Exported whether or not the pipeline imports them now, so that no change of the pipeline changes this stack.
    for (const { bucketArn, bucketName } of [models, quarantine]) {
      this.exportValue(bucketArn);
      this.exportValue(bucketName);
    }
    this.exportValue(stream.streamArn);
    this.exportValue(stream.streamName);
    for (const { tableArn, tableName } of tables) {
      this.exportValue(tableArn);
      this.exportValue(tableName);
    }
  }
}
