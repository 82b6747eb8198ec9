import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request as it came; its body is held until somebody forwards it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Answer {
  readonly status: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body: Uint8Array | string;
}

/** A request with what may become of it, in the hands of a test. */
export interface Exchange {
  readonly seen: Seen;
  /** Lets the request reach the service, whether or not the client still waits; the answer goes no further. */
  forward(): Promise<Answer>;
  answer(answer: Answer): void;
  /** Begins an answer and closes the connection before its end. */
  breakOff(answer: Answer): void;
  /** Closes the connection without an answer. */
  drop(): void;
  /** What a proxy is for: forward, and answer with the answer. */
  pass(): Promise<void>;
  /** Fulfilled when the client waits no longer: it has its answer, has given up, or has died. */
  readonly over: Promise<void>;
}

interface Interception {
  readonly matches: (seen: Seen) => boolean;
  readonly limit: NodeJS.Timeout;
  readonly take: (exchange: Exchange) => void;
}

const INTERCEPT_LIMIT_MS = 90_000;

/** A proxy on 127.0.0.1 that passes all but those requests that a test asks for. */
export class MeddlingProxy {
  readonly #target: string;
  readonly #server = createServer((incoming, outgoing) => void this.#receive(incoming, outgoing));
  readonly #waiting: Interception[] = [];

  private constructor(target: string) {
    this.#target = target;
  }

  static async start(target: string): Promise<MeddlingProxy> {
    const proxy = new MeddlingProxy(target);
    await new Promise<void>((resolve, reject) =>
      proxy.#server.once('error', reject).listen(0, '127.0.0.1', () => resolve()),
    );
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next request that matches and that no earlier call waits for. It goes on only by the hand that gets it. */
  next(awaited: string, matches: (seen: Seen) => boolean): Promise<Exchange> {
    const { promise, resolve, reject } = Promise.withResolvers<Exchange>();
    const limit = setTimeout(() => {
      reject(new Error(`waited ${INTERCEPT_LIMIT_MS / 1000} s for ${awaited}`));
    }, INTERCEPT_LIMIT_MS);
    promise.catch(() => {}); // whoever asked for several awaits one after the other
    this.#waiting.push({ matches, limit, take: resolve });
    return promise;
  }

  /** Forgets what was asked for and did not come. */
  forget(): void {
    for (const { limit } of this.#waiting.splice(0)) clearTimeout(limit);
  }

  close(): void {
    this.forget();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #receive(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    incoming.on('error', () => {}); // the client has died
    outgoing.on('error', () => {});
    const over = new Promise<void>((resolve) => outgoing.once('close', resolve));
    const body = await buffer(incoming).catch(() => undefined);
    if (body === undefined) return;
    const exchange = this.#exchange(incoming, body, outgoing, over);
    const index = this.#waiting.findIndex(({ matches }) => matches(exchange.seen));
    if (index < 0) return exchange.pass();
    const [{ limit, take }] = this.#waiting.splice(index, 1);
    clearTimeout(limit);
    take(exchange);
  }

  #exchange(
    { method = '', url: path = '', headers, socket }: IncomingMessage,
    body: Buffer,
    outgoing: ServerResponse,
    over: Promise<void>,
  ): Exchange {
    const seen = { method, path, headers };
    const forward = () => send(this.#target, seen, body);
    const answer = ({ status, headers: answered = {}, body: content }: Answer) => {
      outgoing.writeHead(status, withoutHops(answered)).end(content);
    };
    const drop = () => void socket.destroy();
    const breakOff = ({ status, headers: answered = {}, body: content }: Answer) => {
      outgoing.writeHead(status, withoutHops(answered)).write(content.slice(0, content.length / 2), drop);
    };
    const pass = () => forward().then(answer, drop);
    return { seen, forward, answer, breakOff, drop, pass, over };
  }
}

/** A connection for each request: a kept one may be closed by the other side in the very moment of its use. */
function send(target: string, { method, path, headers }: Seen, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body.length > 0 || headers['content-length'] !== undefined ? { 'content-length': body.length } : {};
    const outgoing = request(
      new URL(path, target),
      { method, headers: { ...withoutHops(headers), ...length }, agent: false },
      async (answer) => {
        const { statusCode: status = 0, headers: answered } = answer;
        buffer(answer).then((content) => resolve({ status, headers: answered, body: content }), reject);
      },
    );
    outgoing.once('error', reject).end(body);
  });
}

/** Headers without those that are between neighbours. */
function withoutHops({
  connection: _c,
  'keep-alive': _k,
  'transfer-encoding': _t,
  expect: _e,
  ...headers
}: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}
