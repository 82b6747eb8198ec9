import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { outcomeOf, S3SnapshotStore } from '../../../lambdas/aws/s3-snapshot-store.ts';
import { stubAws } from '../../fakes/aws-environment.ts';

/** What the SDK throws for an answer of S3. */
function answered(httpStatusCode: number, name: string): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });
}

function failed(name: string, code?: string): Error {
  return Object.assign(new Error(name), { name, ...(code === undefined ? {} : { code }) });
}

describe('what became of a write', () => {
  it.each([
    [412, 'PreconditionFailed', 'conflict'],
    [404, 'NoSuchKey', 'conflict'],
    [409, 'ConditionalRequestConflict', 'busy'],
    [408, 'RequestTimeout', 'unknown'],
    [429, 'TooManyRequests', 'unknown'],
    [500, 'InternalError', 'unknown'],
    [502, 'BadGateway', 'unknown'],
    [503, 'SlowDown', 'unknown'],
    [504, 'GatewayTimeout', 'unknown'],
    [200, 'InternalError', 'unknown'], // an error in the body of a 200
  ] as const)('that S3 answered with %d %s: %s', (status, name, kind) => {
    const error = answered(status, name);
    expect(outcomeOf(error)).toEqual(kind === 'unknown' ? { kind, cause: error } : { kind });
  });

  it.each([
    failed('TimeoutError'),
    failed('TimeoutError', 'ETIMEDOUT'),
    failed('AbortError'),
    failed('Error', 'ECONNRESET'),
    failed('Error', 'ECONNREFUSED'),
    failed('Error', 'ENOTFOUND'),
    failed('Error', 'EPIPE'),
    new S3ServiceException({ name: 'Unknown', message: 'no answer was read', $fault: 'server', $metadata: {} }),
    'not an error at all',
  ])('that got no answer which could be read is unknown: %j', (error) => {
    expect(outcomeOf(error)).toEqual({ kind: 'unknown', cause: error });
  });

  it.each([
    [400, 'InvalidRequest'],
    [403, 'AccessDenied'],
    [405, 'MethodNotAllowed'],
    [411, 'MissingContentLength'],
    [413, 'EntityTooLarge'],
  ])('that S3 refused for good throws: %d %s', (status, name) => {
    const error = answered(status, name);
    expect(() => outcomeOf(error)).toThrow(error);
  });
});

describe('S3SnapshotStore, with a server that answers', () => {
  type Answer = (response: ServerResponse) => void;
  const error = (status: number, code: string): Answer => {
    return (response) =>
      response.writeHead(status).end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  };
  let answer: Answer;
  const requests: {
    readonly method?: string;
    readonly url?: string;
    readonly ifMatch?: string;
    readonly ifNoneMatch?: string;
  }[] = [];
  const server = createServer((request, response) => {
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
    requests.push({ method: request.method, url: request.url?.split('?')[0], ifMatch, ifNoneMatch });
    request.resume().on('end', () => answer(response));
  });
  let store: S3SnapshotStore;

  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    stubAws(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    store = new S3SnapshotStore('models');
  });
  afterEach(() => void requests.splice(0));
  afterAll(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  it.each([
    [error(412, 'PreconditionFailed'), 'conflict'],
    [error(404, 'NoSuchKey'), 'conflict'],
    [error(409, 'ConditionalRequestConflict'), 'busy'],
    [error(500, 'InternalError'), 'unknown'],
    [error(503, 'SlowDown'), 'unknown'],
    [(response) => response.destroy(), 'unknown'], // the connection is lost after the request was sent
    [(response) => response.writeHead(200).end(), 'unknown'], // an answer without an ETag
    [(response) => response.writeHead(200, { ETag: '"8"' }).end(), 'committed'],
  ] as [Answer, string][])('a write: answer %#: %s', async (given, kind) => {
    answer = given;
    expect(await store.put('clicks', new Uint8Array(3), '"7"')).toMatchObject({ kind });
  });

  it('a write is on the condition that the object is the one that was read, or that there is none', async () => {
    answer = (response) => response.writeHead(200, { ETag: '"8"' }).end();
    expect(await store.put('clicks', new Uint8Array(3), '"7"')).toEqual({ kind: 'committed', etag: '"8"' });
    await store.put('clicks', new Uint8Array(3), undefined);
    const put = { method: 'PUT', url: '/models/models/clicks/snapshot' };
    expect(requests).toEqual([
      { ...put, ifMatch: '"7"', ifNoneMatch: undefined },
      { ...put, ifMatch: undefined, ifNoneMatch: '*' },
    ]);
  });

  it('a write that S3 refuses for good throws', async () => {
    answer = error(403, 'AccessDenied');
    await expect(store.put('clicks', new Uint8Array(3), '"7"')).rejects.toThrow('AccessDenied');
    expect(requests).toHaveLength(1);
  });

  it('a read of a model that never committed is nothing; of one without an ETag, or refused, an error', async () => {
    answer = error(404, 'NoSuchKey');
    expect(await store.get('clicks')).toBeUndefined();
    answer = error(404, 'NoSuchBucket');
    await expect(store.get('clicks')).rejects.toThrow('NoSuchBucket');
    answer = error(403, 'AccessDenied');
    await expect(store.get('clicks')).rejects.toThrow('AccessDenied');
    answer = (response) => response.writeHead(200).end('abc');
    await expect(store.get('clicks')).rejects.toThrow('S3 answered without a body or an ETag');
  });

  it('a read gives the bytes and the ETag, and a body that is cut is an error', async () => {
    answer = (response) => response.writeHead(200, { ETag: '"7"', 'Content-Length': '3' }).end('abc');
    expect(await store.get('clicks')).toEqual({ bytes: Uint8Array.of(97, 98, 99), etag: '"7"' });
    answer = (response) => {
      response.writeHead(200, { ETag: '"7"', 'Content-Length': '10' }).write('abc');
      setImmediate(() => response.destroy());
    };
    await expect(store.get('clicks')).rejects.toThrow(/aborted|closed|ECONNRESET/);
  });
});
