import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Facts } from '../../report/facts.ts';
import { type PageCode, pageStyle } from '../../report/page.ts';
import { renderLivePage } from '../../report/report.ts';
import { CommandError } from '../errors.ts';
import { placeOf, streamEvents } from './event-stream.ts';
import type { LiveFeed } from './live-feed.ts';

/** A server of a live page. */
export interface LiveServer {
  /** `http://127.0.0.1:40123/` */
  readonly address: string;
  /** Ends every stream and frees the port. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** Tabs of one person, many times over. */
const STREAMS_MAX = 50;
/** Nothing from a network, nothing in the page itself, no frame around it. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/**
 * Serves a model's page to this machine alone, and lets it grow with the feed.
 *
 * @param port 0: any that is free
 * @throws {CommandError} when the port is taken.
 */
export async function serveLive(feed: LiveFeed, facts: Facts, code: PageCode, port = 0): Promise<LiveServer> {
  const streams = new Set<() => void>();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusalOf(request, server);
    if (refusal !== undefined) return send(response, refusal.status, 'text/plain', refusal.words);
    switch (request.url?.split('?')[0]) {
      case '/':
        return send(response, 200, 'text/html', renderLivePage(facts, feed.history, feed.place.telling));
      case '/code.js':
        return send(response, 200, 'text/javascript', code.script);
      case '/style.css':
        return send(response, 200, 'text/css', pageStyle + code.style);
      case '/events':
        return stream(request, response, feed, streams);
      default:
        return send(response, 404, 'text/plain', 'not found: the page is at /');
    }
  };
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    try {
      answer(request, response);
    } catch (error) {
      // what the page is about goes on without it
      send(response, 500, 'text/plain', `the page cannot be made: ${error instanceof Error ? error.message : error}`);
    }
  });
  await listen(server, port);
  return {
    address: `http://${HOST}:${portOf(server)}/`,
    async close() {
      for (const end of streams) end();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 500).unref(); // whoever does not take the end
      });
    },
  };
}

/**
 * Why a request is not answered. A page of another site can make the browser ask a name of its own that leads here
 * (DNS rebinding); that name stands in Host.
 */
function refusalOf(request: IncomingMessage, server: Server): { status: number; words: string } | undefined {
  const hosts = [`${HOST}:${portOf(server)}`, `localhost:${portOf(server)}`];
  if (!hosts.includes(request.headers.host ?? '')) {
    return { status: 421, words: `expected host ${hosts.join(' or ')}` };
  }
  return request.method === 'GET' ? undefined : { status: 405, words: `expected GET, got ${request.method}` };
}

function stream(request: IncomingMessage, response: ServerResponse, feed: LiveFeed, streams: Set<() => void>): void {
  if (streams.size >= STREAMS_MAX) {
    send(response, 503, 'text/plain', `${STREAMS_MAX} pages are open already`);
    return;
  }
  const asked = new URL(request.url ?? '/', 'http://page').searchParams.get('after') ?? undefined;
  const again = request.headers['last-event-id'];
  const place = placeOf(typeof again === 'string' ? again : asked) ?? { version: 0, telling: -1 };
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const end = streamEvents(response, feed, place);
  streams.add(end);
  response.on('close', () => streams.delete(end));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...(status === 405 && { allow: 'GET' }) });
  response.end(body);
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new CommandError(`port ${port} is taken: say another --port, or none`, { cause: error }) : error);
    });
    server.listen(port, HOST, resolve);
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
