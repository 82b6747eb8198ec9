import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { S3SnapshotReader } from '../../../lambdas/aws/s3-snapshot-reader.ts';
import { stubAws } from '../../fakes/aws-environment.ts';

describe('S3SnapshotReader, with a server that answers', () => {
  type Answer = (response: ServerResponse) => void;
  const error = (status: number, code: string): Answer => {
    return (response) =>
      response.writeHead(status).end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  };
  let answer: Answer;
  const requests: { readonly method?: string; readonly url?: string; readonly ifNoneMatch?: string }[] = [];
  const server = createServer((request, response) => {
    const { 'if-none-match': ifNoneMatch } = request.headers;
    requests.push({ method: request.method, url: request.url?.split('?')[0], ifNoneMatch });
    answer(response);
  });
  let reader: S3SnapshotReader;

  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    stubAws(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    reader = new S3SnapshotReader('models');
  });
  afterEach(() => void requests.splice(0));
  afterAll(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  it('reads a snapshot with its ETag', async () => {
    answer = (response) => response.writeHead(200, { ETag: '"7"', 'Content-Length': '3' }).end('abc');
    const stored = { bytes: Uint8Array.of(97, 98, 99), etag: '"7"' };
    expect(await reader.look('clicks', undefined)).toEqual({ kind: 'read', stored });
    expect(requests).toEqual([{ method: 'GET', url: '/models/models/clicks/snapshot', ifNoneMatch: undefined }]);
  });

  it('asks for another than the one in hand, and is told when there is none', async () => {
    answer = (response) => response.writeHead(304, { ETag: '"7"' }).end();
    expect(await reader.look('clicks', '"7"')).toEqual({ kind: 'unchanged' });
    expect(requests.map(({ ifNoneMatch }) => ifNoneMatch)).toEqual(['"7"']);
  });

  it('is told of a model that never committed', async () => {
    answer = error(404, 'NoSuchKey');
    expect(await reader.look('clicks', undefined)).toEqual({ kind: 'none' });
  });

  it.each([
    [error(403, 'AccessDenied'), /AccessDenied/],
    [error(404, 'NoSuchBucket'), /NoSuchBucket/],
    [error(503, 'SlowDown'), /SlowDown/],
    [(response) => response.destroy(), /socket hang up|ECONNRESET/],
    [(response) => response.writeHead(200).end('abc'), /without a body or an ETag/],
  ] as [Answer, RegExp][])('throws when the store does not answer: %#', async (given, message) => {
    answer = given;
    await expect(reader.look('clicks', '"7"')).rejects.toThrow(message);
    expect(requests.length).toBeLessThanOrEqual(2); // somebody waits
  });
});
