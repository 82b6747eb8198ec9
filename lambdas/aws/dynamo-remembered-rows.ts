import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unpackRow } from '../../records/packed-row.ts';
import { rowKeys } from '../contract.ts';
import type { Claim, ClaimOrder, RowClaims } from '../ports.ts';
import { clientSettings } from './client-settings.ts';

type Item = Record<string, AttributeValue>;

/** Remembered rows in DynamoDB: one item each. Whatever is written to one that is there is written on a condition. */
export class DynamoRememberedRows implements RowClaims {
  readonly #client = new DynamoDBClient(clientSettings);
  readonly #table: string;

  constructor(table: string) {
    this.#table = table;
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
