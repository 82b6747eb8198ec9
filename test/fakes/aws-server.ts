import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server was asked to keep. */
export interface KeptObject {
  readonly key: string;
  readonly body: string;
}

/** As much of S3 and DynamoDB as the trainer asks of them, over HTTP: objects that are never there, and writes that are kept. */
export class AwsServer {
  readonly objects: KeptObject[] = [];
  /** Answers that are refusals, by what the path holds; DynamoDB's is `/`. */
  refuses: (method: string, path: string) => boolean = () => false;
  /** What DynamoDB answers to an operation, with its status; what is left out is answered by 200 and `{}`. */
  dynamo: (operation: string, input: never) => { readonly status?: number; readonly body: object } | undefined = () =>
    undefined;
  readonly #server: Server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const path = request.url ?? '';
    if (this.refuses(request.method ?? '', path)) {
      response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
    } else if (request.method === 'GET') {
      response.writeHead(404).end('<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>');
    } else if (request.method === 'PUT') {
      this.objects.push({ key: decodeURIComponent(path), body });
      response.writeHead(200, { ETag: `"${this.objects.length}"` }).end();
    } else {
      const operation = String(request.headers['x-amz-target']).split('.')[1];
      const { status = 200, body: answer } = this.dynamo(operation, JSON.parse(body) as never) ?? { body: {} };
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
    }
  });

  /** Listens on 127.0.0.1, and says where. */
  async start(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}
