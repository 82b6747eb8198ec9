import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { murmurHash3 } from '../../learning/murmur-hash.ts';
import { utf8 } from '../../learning/utf8.ts';
import { unpackRow } from '../../records/packed-row.ts';
import { rowKeys } from '../contract.ts';
import type { Claim, ClaimOrder, DueRows, RowClaims, RowMemory, RowToRemember } from '../ports.ts';
import { clientSettings } from './client-settings.ts';

type Item = Record<string, AttributeValue>;

/** Remembered rows in DynamoDB: one item each. Whatever is written to one that is there is written on a condition. */
export class DynamoRememberedRows implements RowMemory, RowClaims, DueRows {
  readonly #client = new DynamoDBClient(clientSettings);
  readonly #table: string;

  constructor(table: string) {
    this.#table = table;
  }

  /** On the condition that there is none: a repeat that comes late would otherwise undo a claim. */
  async remember(row: RowToRemember): Promise<void> {
    const command = new PutItemCommand({
      TableName: this.#table,
      Item: itemOf(row),
      ConditionExpression: 'attribute_not_exists(#row)',
      ExpressionAttributeNames: { '#row': rowKeys.partition },
    });
    await unlessRefused(this.#client.send(command));
  }

  /** The index is a moment behind the table. */
  async *due(model: string, nowMs: number, most: number): AsyncGenerator<readonly string[]> {
    const { index, partition, sort, partitions } = rowKeys.due;
    for (let i = 0; i < partitions; i++) {
      const query = {
        TableName: this.#table,
        IndexName: index,
        KeyConditionExpression: '#dueIn = :dueIn AND #dueAt <= :now',
        ExpressionAttributeNames: { '#dueIn': partition, '#dueAt': sort },
        ExpressionAttributeValues: { ':dueIn': { S: duePartition(model, i) }, ':now': { N: String(nowMs) } },
      };
      for await (const { Items = [] } of paginateQuery({ client: this.#client, pageSize: most }, query)) {
        if (Items.length > 0) yield Items.map((item) => idOf(model, item));
      }
    }
  }

  async settle(model: string, id: string): Promise<void> {
    const { partition, sort } = rowKeys.due;
    const command = new UpdateItemCommand({
      TableName: this.#table,
      Key: { [rowKeys.partition]: { S: rowKey(model, id) } },
      UpdateExpression: 'REMOVE #dueIn, #dueAt',
      ConditionExpression: 'attribute_exists(#dueIn)', // one that is gone is not made again
      ExpressionAttributeNames: { '#dueIn': partition, '#dueAt': sort },
    });
    await unlessRefused(this.#client.send(command));
  }

  /** One conditional write. It never makes an item, and takes the row out of the index of those that are due. */
  async claim(order: ClaimOrder): Promise<Claim> {
    try {
      const { Attributes = {} } = await this.#client.send(this.#claimCommand(order));
      return { kind: 'claimed', features: unpackRow(Attributes.features.B as Uint8Array, order.width) };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return refusal(error.Item, order);
      throw error;
    }
  }

  #claimCommand({ model, id, columns, claimant, nowMs, keptUntilMs }: ClaimOrder): UpdateItemCommand {
    return new UpdateItemCommand({
      TableName: this.#table,
      Key: { [rowKeys.partition]: { S: rowKey(model, id) } },
      UpdateExpression:
        'SET claimedBy = :id, claimedFrom = :place, claimedNumber = :number, #expiresAt = :kept REMOVE #dueIn, #dueAt',
      ConditionExpression:
        '#columns = :columns AND ((attribute_not_exists(claimedBy) AND #expiresAt > :now) OR ' +
        '(claimedBy = :id AND (claimedFrom = :place OR claimedNumber >= :knownFrom)))',
      ExpressionAttributeNames: {
        '#columns': 'columns',
        '#expiresAt': rowKeys.expiresAt,
        '#dueIn': rowKeys.due.partition,
        '#dueAt': rowKeys.due.sort,
      },
      ExpressionAttributeValues: {
        ':id': { S: claimant.id },
        ':place': { S: claimant.place },
        ':number': { N: String(claimant.number) },
        ':knownFrom': { N: String(claimant.knownFrom) },
        ':columns': { S: columns },
        ':kept': { N: seconds(keptUntilMs) },
        ':now': { N: seconds(nowMs) },
      },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  }
}

function itemOf({ model, id, version, features, columns, predictedAtMs, expiresAtMs, dueAtMs }: RowToRemember): Item {
  const { partition, sort, partitions } = rowKeys.due;
  const dueIn = duePartition(model, murmurHash3(utf8(id), 0) % partitions);
  return {
    [rowKeys.partition]: { S: rowKey(model, id) },
    features: { B: features },
    columns: { S: columns },
    version: { N: String(version) },
    predictedAt: { S: new Date(predictedAtMs).toISOString() },
    [rowKeys.expiresAt]: { N: seconds(expiresAtMs) },
    ...(dueAtMs !== undefined && { [partition]: { S: dueIn }, [sort]: { N: String(dueAtMs) } }),
  };
}

async function unlessRefused(written: Promise<unknown>): Promise<void> {
  try {
    await written;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** A partition of the index takes 1,000 rows a second: a model has several. */
function duePartition(model: string, number: number): string {
  return `${model}#${number}`;
}

function idOf(model: string, item: Item): string {
  return (item[rowKeys.partition].S as string).slice(rowKey(model, '').length);
}

/** A model's name has no slash. */
function rowKey(model: string, id: string): string {
  return `${model}/${id}`;
}

/** Why a claim was refused, by the item that it met. */
function refusal(item: Item | undefined, { columns }: ClaimOrder): Exclude<Claim, { kind: 'claimed' }> {
  if (item === undefined) return { kind: 'absent' };
  if (item.columns.S !== columns) return { kind: 'unfit' };
  return { kind: item.claimedBy === undefined ? 'expired' : 'taken' };
}

/** What DynamoDB's time to live is told in: whole seconds. */
function seconds(ms: number): string {
  return String(Math.floor(ms / 1_000));
}
