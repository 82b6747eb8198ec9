import { z } from 'zod';
import type { FailedObject, StreamRecord } from '../ports.ts';

/** A record as it first came, with the partition key if that is known. */
export interface FailedRecord extends StreamRecord {
  readonly partitionKey?: string;
}

/** What a failed object says. */
export interface FailedContent {
  /** Why no model has learned its records, in a sentence. */
  readonly reason: string;
  readonly atMs: number;
  /** In the order in which the shard had them. */
  readonly records: readonly FailedRecord[];
}

/** A failed object that is not what it should be; the message says what came and what was expected. */
export class FailedObjectError extends Error {
  override readonly name = 'FailedObjectError';
}

const sequenceNumber = z.string().regex(/^\d{1,129}$/, 'expected a sequence number');
const base64 = z.base64();

/** What the trainer puts away: `S3Quarantine`. */
const quarantined = z.object({
  reason: z.string(),
  detail: z.string(),
  shardId: z.string().min(1),
  sequenceNumber,
  data: base64,
});

/** The event that the function was called with, as Lambda keeps it. */
const event = z.object({
  Records: z
    .array(
      z.object({
        eventID: z.string().includes(':').optional(),
        kinesis: z.object({ sequenceNumber, data: base64, partitionKey: z.string().optional() }),
      }),
    )
    .min(1),
});

/**
 * Lambda's invocation record of a batch that it gave up (AWS Lambda Developer Guide, "Retain discarded batch records for
 * a Kinesis Data Streams event source"). `payload` is there for destinations in S3 only.
 */
const invocationRecord = z.object({
  requestContext: z
    .object({ condition: z.string().optional(), approximateInvokeCount: z.number().optional() })
    .optional(),
  responseContext: z.object({ functionError: z.string().nullish() }).nullish(),
  timestamp: z.string().optional(),
  KinesisBatchInfo: z.object({ shardId: z.string().optional() }).nullish(),
  payload: z.union([z.string(), z.looseObject({})], {
    error: 'expected the event with the records, as an object or as JSON in a string',
  }),
});

/**
 * Reads a batch that Lambda gave up, or a record in quarantine.
 *
 * @throws {FailedObjectError} when it is something else.
 */
export function readFailedObject({ key, kind, storedAtMs }: FailedObject, bytes: Uint8Array): FailedContent {
  const document = jsonOf(new TextDecoder().decode(bytes), key);
  return kind === 'record' ? readQuarantined(document, key, storedAtMs) : readBatch(document, key, storedAtMs);
}

function readQuarantined(document: unknown, key: string, atMs: number): FailedContent {
  const { reason, detail, data, shardId, sequenceNumber } = checked(quarantined, document, key);
  const record = { shardId, sequenceNumber: BigInt(sequenceNumber), data: Buffer.from(data, 'base64') };
  return { reason: `${reason}: ${detail}`, atMs, records: [record] };
}

function readBatch(document: unknown, key: string, storedAtMs: number): FailedContent {
  const { payload, timestamp, KinesisBatchInfo, ...contexts } = checked(invocationRecord, document, key);
  const { Records } = checked(event, typeof payload === 'string' ? jsonOf(payload, `${key}: payload`) : payload, key);
  const records = Records.map(({ eventID, kinesis: { sequenceNumber, data, partitionKey } }, i) => {
    const shardId = eventID?.slice(0, eventID.lastIndexOf(':')) ?? KinesisBatchInfo?.shardId;
    if (shardId === undefined) {
      throw new FailedObjectError(
        `${key}: Records[${i}]: expected an eventID or KinesisBatchInfo.shardId, got neither`,
      );
    }
    const source = { shardId, sequenceNumber: BigInt(sequenceNumber), data: Buffer.from(data, 'base64') };
    return partitionKey === undefined ? source : { ...source, partitionKey };
  });
  const atMs = Date.parse(timestamp ?? '');
  return { reason: givenUp(contexts), atMs: Number.isNaN(atMs) ? storedAtMs : atMs, records };
}

function givenUp({
  requestContext: request,
  responseContext: response,
}: Pick<z.infer<typeof invocationRecord>, 'requestContext' | 'responseContext'>): string {
  const calls = request?.approximateInvokeCount === undefined ? '' : ` after ${request.approximateInvokeCount} calls`;
  const error = response?.functionError == null ? '' : `, the last of which ended with ${response.functionError}`;
  return `given up by Lambda: ${request?.condition ?? 'it does not say why'}${calls}${error}`;
}

function jsonOf(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FailedObjectError(`${key}: expected JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, document: unknown, key: string): z.infer<Schema> {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  throw new FailedObjectError(`${key}: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`);
}
