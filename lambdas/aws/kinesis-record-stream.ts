import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { RecordStream, Refusal, StreamEntry } from '../ports.ts';
import { clientSettings } from './client-settings.ts';

/** A Kinesis stream to write to. */
export class KinesisRecordStream implements RecordStream {
  readonly #client = new KinesisClient({
    ...clientSettings,
    // 5 MB over a slow line take longer than an answer may elsewhere
    requestHandler: { ...clientSettings.requestHandler, requestTimeout: 20_000 },
  });
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  async put(entries: readonly StreamEntry[]): Promise<readonly Refusal[]> {
    const { Records = [] } = await this.#client.send(
      new PutRecordsCommand({
        StreamName: this.#name,
        Records: entries.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data })),
      }),
    );
    return Records.flatMap(({ ErrorCode, ErrorMessage }, index) =>
      ErrorCode === undefined ? [] : [{ index, reason: `${ErrorCode}: ${ErrorMessage ?? ''}` }],
    );
  }
}
