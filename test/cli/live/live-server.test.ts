import { type ClientRequest, get, type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { LiveFeed } from '../../../cli/live/live-feed.ts';
import { type LiveServer, serveLive } from '../../../cli/live/live-server.ts';
import { ledgerRow, segmentResult, tourLedger } from '../../report/ledger-builder.ts';
import { reportInput } from '../../report/report-input.ts';

const { rows: _, code: _code, ...facts } = reportInput();
const { rows } = tourLedger(60, 12);
const code = { script: '/* script */', style: '/* style */' };
let server: LiveServer | undefined;

afterEach(() => server?.close());

async function serve(feed: LiveFeed): Promise<URL> {
  server = await serveLive(feed, facts, code);
  return new URL(server.address);
}

function feedOf(count: number): LiveFeed {
  const feed = new LiveFeed();
  feed.take(rows.slice(0, count));
  return feed;
}

/** A stream of events as a browser hears it. */
class Listener {
  readonly request: ClientRequest;
  readonly response: Promise<IncomingMessage>;
  heard = '';
  ended = false;

  constructor(address: URL, path: string, headers: Record<string, string> = {}) {
    const { promise, resolve } = Promise.withResolvers<IncomingMessage>();
    this.response = promise;
    this.request = get(new URL(path, address), { headers }, (response) => {
      response.setEncoding('utf8').on('data', (text) => {
        this.heard += text;
      });
      response.on('close', () => {
        this.ended = true;
      });
      resolve(response);
    }).on('error', () => undefined);
  }

  /** Waits until what was heard says something. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = performance.now() + 5_000;
    for (;;) {
      const found = pattern.exec(this.heard);
      if (found !== null) return found;
      if (performance.now() > deadline) throw new Error(`waited for ${pattern}, heard ${this.heard.slice(0, 500)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

async function statusOf(address: URL, path: string, options: { method?: string; host?: string }): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  request(new URL(path, address), {
    method: options.method ?? 'GET',
    headers: options.host === undefined ? {} : { host: options.host },
  })
    .on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
    .on('error', reject)
    .end();
  return promise;
}

describe('the server of the live page', () => {
  it('gives page, script and style under a policy that allows its own only', async () => {
    const address = await serve(feedOf(3));

    const page = await fetch(address);

    expect(page.headers.get('content-security-policy')).toMatch(
      /default-src 'none'; script-src 'self'; style-src 'self'/,
    );
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(await page.text()).toContain('<h1>clicks</h1>');
    expect(await (await fetch(new URL('/code.js', address))).text()).toBe(code.script);
    expect(await (await fetch(new URL('/style.css', address))).text()).toContain(code.style);
    expect((await fetch(new URL('/none', address))).status).toBe(404);
  });

  it('has no attribute of style in its page, which that policy forbids', async () => {
    const address = await serve(feedOf(12));

    expect(await (await fetch(address)).text()).not.toMatch(/ style="|<style|<script>/);
  });

  it('answers to its own names only, as another may be that of a page elsewhere, and to GET only', async () => {
    const address = await serve(feedOf(1));

    expect(await statusOf(address, '/', { host: `localhost:${address.port}` })).toBe(200);
    for (const host of [
      'evil.example',
      `evil.example:${address.port}`,
      '127.0.0.1',
      `127.0.0.1.evil:${address.port}`,
    ]) {
      expect(await statusOf(address, '/', { host })).toBe(421);
      expect(await statusOf(address, '/events', { host })).toBe(421);
    }
    expect(await statusOf(address, '/', { method: 'POST' })).toBe(405);
  });

  it('says that a page cannot be made, and goes on', async () => {
    server = await serveLive(new LiveFeed(), { ...facts, definition: undefined as never }, code);
    const broken = await fetch(server.address);
    expect(broken.status).toBe(500);
    expect(await broken.text()).toMatch(/^the page cannot be made: /);
    expect((await fetch(`${server.address}code.js`)).status).toBe(200);
    expect((await fetch(`${server.address}/?`)).status).toBe(404); // two slashes, which are no address by themselves
  });

  it('sends each of many pages what is new', async () => {
    const feed = feedOf(3);
    const address = await serve(feed);
    const pages = Array.from({ length: 5 }, () => new Listener(address, '/events?after=0-3'));
    for (const page of pages) await page.until(/event: state/);

    feed.take([rows[3]]);

    for (const page of pages) expect((await page.until(/event: rows\nid: (.*)\n/))[1]).toBe('0-4');
    for (const page of pages) page.request.destroy();
  });

  it('goes on for a page that comes back where it was, whatever its address says', async () => {
    const address = await serve(feedOf(6));
    const page = new Listener(address, '/events?after=0-1', { 'last-event-id': '0-4' });

    const [, data] = await page.until(/event: rows\nid: 0-6\ndata: (.*)\n/);

    expect(JSON.parse(data).map((row: { version: number }) => row.version)).toEqual([5, 6]);
    page.request.destroy();
  });

  it.each(['', '?after=x', '?after=7-2', '?after=0-99'])(
    'tells the whole history to a page that asks %j',
    async (query) => {
      const address = await serve(feedOf(6));
      const page = new Listener(address, `/events${query}`);

      await page.until(/event: history\nid: 0-6\n/);
      page.request.destroy();
    },
  );

  it('keeps at most one event for a page that takes nothing, and tells it all it lacks when it does', async () => {
    const feed = feedOf(1);
    const address = await serve(feed);
    const page = new Listener(address, '/events?after=0-1');
    const response = await page.response;
    await page.until(/event: state/);
    response.pause();
    const sentence = 'x'.repeat(100_000);
    for (let version = 2; version <= 400; version++) {
      feed.take([ledgerRow({ version, segments: [segmentResult({ segment: version, sentence })] })]);
      if (version % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    response.resume();

    await page.until(/id: 0-400\n/);
    expect(page.heard.match(/event: (rows|history)/g)?.length).toBeLessThan(20); // of 399
    page.request.destroy();
  });

  it('ends its streams and frees its port when it closes', async () => {
    const feed = feedOf(1);
    const address = await serve(feed);
    const page = new Listener(address, '/events?after=0-1');
    await page.until(/event: state/);
    feed.tell({ kind: 'ended', message: 'done' });

    await server?.close();

    await page.until(/"kind":"ended","message":"done"/);
    expect(page.ended).toBe(true);
    server = await serveLive(feed, facts, code, Number(address.port));
  });

  it('says so when its port is taken', async () => {
    const address = await serve(feedOf(1));

    await expect(serveLive(new LiveFeed(), facts, code, Number(address.port))).rejects.toThrow(/port \d+ is taken/);
  });
});
