import type { Page } from 'playwright-core';
import { LiveFeed } from '../cli/live/live-feed.ts';
import { serveLive } from '../cli/live/live-server.ts';
import { pageCode } from '../cli/live/page-code.ts';
import { startBrowser } from '../test/browser.ts';
import { ledgerRow, segmentResult, tourLedger } from '../test/report/ledger-builder.ts';
import { reportInput } from '../test/report/report-input.ts';

/** What a live page costs a browser. */
export interface PageSpeed {
  readonly segments: number;
  readonly pageBytes: number;
  readonly firstPaintMs: number;
  /** Until all pictures can be zoomed. */
  readonly readyMs: number;
  /** A click on a zoom button, to the next frame. */
  readonly zoomMs: number;
  /** From a commit with one more segment until the page shows it; the page draws at most four times a second. */
  readonly growMs: number;
  readonly scriptMiB: number;
}

const SIZES = [1_000, 10_000, 100_000];
const COMMITS = 1_000;
const PASSES = 3;

/** Opens live pages in a real browser, and times what a person waits for: the least of three times each. */
export async function benchPage({ json }: { json: boolean }): Promise<void> {
  const browser = await startBrowser();
  const results: PageSpeed[] = [];
  try {
    for (const segments of SIZES) {
      const passes: PageSpeed[] = [];
      for (let pass = 0; pass < PASSES; pass++) {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        passes.push(await timePage(page, segments));
        await page.close();
      }
      const best = least(passes);
      results.push(best);
      if (!json) process.stdout.write(`${line(best)}\n`);
    }
  } finally {
    await browser.close();
  }
  if (json) process.stdout.write(`${JSON.stringify({ results })}\n`);
}

async function timePage(page: Page, segments: number): Promise<PageSpeed> {
  const { rows: _, code: _code, ...facts } = reportInput();
  const feed = new LiveFeed();
  feed.take(tourLedger(segments, COMMITS).rows);
  const server = await serveLive(feed, facts, await pageCode());
  try {
    const pageBytes = (await (await fetch(server.address)).text()).length;
    await page.goto(server.address);
    await page.locator('#f1 canvas').waitFor();
    const readyMs = await page.evaluate<number>('performance.now()');
    const firstPaintMs = await page.evaluate<number>('performance.getEntriesByType("paint")[0].startTime');
    const zoomMs = await page.evaluate<number>(ZOOM);
    const began = performance.now();
    feed.take([ledgerRow({ version: COMMITS + 1, segments: [segmentResult({ segment: segments + 1 })] })]);
    await page.locator('#headline', { hasText: (segments + 1).toLocaleString('en') }).waitFor();
    const growMs = performance.now() - began;
    const bytes = await page.evaluate<number>('performance.memory.usedJSHeapSize');
    return { segments, pageBytes, firstPaintMs, readyMs, zoomMs, growMs, scriptMiB: bytes / 2 ** 20 };
  } finally {
    await server.close();
  }
}

const ZOOM = `new Promise((resolve) => {
  const began = performance.now();
  document.getElementById('zoom-in').click();
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
})`;

function least(passes: readonly PageSpeed[]): PageSpeed {
  const of = (key: keyof PageSpeed) => Math.min(...passes.map((pass) => pass[key]));
  const keys = Object.keys(passes[0]) as (keyof PageSpeed)[];
  return Object.fromEntries(keys.map((key) => [key, of(key)])) as unknown as PageSpeed;
}

function line({ segments, pageBytes, firstPaintMs, readyMs, zoomMs, growMs, scriptMiB }: PageSpeed): string {
  const ms = (value: number) => `${Math.round(value)} ms`;
  return (
    `${segments} segments: page ${(pageBytes / 1e6).toFixed(1)} MB, first paint ${ms(firstPaintMs)}, ready ${ms(readyMs)}, ` +
    `zoom ${ms(zoomMs)}, one more segment ${ms(growMs)}, ${Math.round(scriptMiB)} MiB of scripts' memory`
  );
}
