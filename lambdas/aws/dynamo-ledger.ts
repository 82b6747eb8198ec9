import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import { ledgerKeys } from '../contract.ts';
import type { Ledger } from '../ports.ts';
import { clientSettings } from './client-settings.ts';
import { commitKey, type Item, itemsOf, rowsOf, versionOf } from './ledger-item.ts';

/** The history of commits in DynamoDB. */
export class DynamoLedger implements Ledger {
  readonly #client = new DynamoDBClient(clientSettings);
  readonly #table: string;

  constructor(table: string) {
    this.#table = table;
  }

  /** Further items first: who sees the row's first item can read it whole. */
  async put(row: LedgerRow): Promise<void> {
    for (const item of itemsOf(row).reverse()) {
      await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: item }));
    }
  }

  async lastVersion(model: string): Promise<number> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: '#model = :model',
        ExpressionAttributeNames: { '#model': ledgerKeys.partition, '#commit': ledgerKeys.sort },
        ExpressionAttributeValues: { ':model': { S: model } },
        ProjectionExpression: '#commit',
        ScanIndexForward: false,
        Limit: 1,
        ConsistentRead: true,
      }),
    );
    return Items.length === 0 ? 0 : versionOf(Items[0]);
  }

  /** The last version of a model that was committed at a time or before; 0 where there is none. */
  async versionAt(model: string, timeMs: number): Promise<number> {
    let from: Item | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: '#model = :model',
          ExpressionAttributeNames: { '#model': ledgerKeys.partition, '#commit': ledgerKeys.sort },
          ExpressionAttributeValues: { ':model': { S: model } },
          ProjectionExpression: '#commit, committedAt',
          ScanIndexForward: false,
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      const found = page.Items?.find(({ committedAt }) => committedAt && Date.parse(committedAt.S as string) <= timeMs);
      if (found !== undefined) return versionOf(found);
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return 0;
  }

  /** The rows after a version, in order. */
  async rowsAfter(model: string, version: number): Promise<LedgerRow[]> {
    const items: Item[] = [];
    let from: Item | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: '#model = :model AND #commit >= :commit',
          ExpressionAttributeNames: { '#model': ledgerKeys.partition, '#commit': ledgerKeys.sort },
          ExpressionAttributeValues: { ':model': { S: model }, ':commit': { S: commitKey(version + 1) } },
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      items.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return rowsOf(items);
  }
}
