import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../report/report.ts';
import { segmentsOf } from '../../report/summary.ts';
import { startBrowser } from '../browser.ts';
import { tourLedger } from './ledger-builder.ts';
import { reportInput, tourRun } from './report-input.ts';

const SEGMENTS = 600;
const COMMITS = 40;
const ledger = tourLedger(SEGMENTS, COMMITS);

let browser: Browser;
let folder: string;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-report-'));
  await writeFile(join(folder, 'report.html'), renderReport(reportInput({ ...ledger, run: tourRun })));
  address = pathToFileURL(join(folder, 'report.html')).href;
  browser = await startBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the report in a browser', { timeout: 30_000 }, () => {
  it('loads nothing but itself and complains of nothing', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));

    await page.goto(address, { waitUntil: 'load' });

    expect(complaints).toEqual([]);
    expect(requests).toEqual([address]);
    await page.close();
  });

  it.each(['f1', 'log-loss', 'accuracy'])(
    'draws %s of each segment of the ledger, as a dot and in the line',
    async (id) => {
      const page = await open();
      const line = page.locator(`#${id} path.curve`);
      const dots = page.locator(`#${id} path.dots`);

      expect(await commandsOf(line, 'ML')).toBe(SEGMENTS);
      expect(await line.getAttribute('data-points')).toBe(`${SEGMENTS}`);
      expect(await commandsOf(dots, 'M')).toBe(SEGMENTS);
      expect(await dots.getAttribute('data-points')).toBe(`${SEGMENTS}`);
      await page.close();
    },
  );

  it.each(['rows', 'segments'])('draws the %s over time with a point for each commit', async (id) => {
    const page = await open();

    expect(await commandsOf(page.locator(`#${id}-over-time path.curve`), 'ML')).toBe(COMMITS);
    await page.close();
  });

  it('marks each verdict that is not accepted, and tells its sentence under the pointer', async () => {
    const page = await open();
    const marked = segmentsOf(ledger.rows).filter(({ verdict }) => verdict !== 'accepted');
    const promoted = marked.find(({ verdict }) => verdict === 'promoted');

    expect(await page.locator('#f1 path.mark').count()).toBe(marked.length);
    expect(await titleUnderCentreOf(page, '#f1 path.mark.promoted')).toBe(
      `segment ${promoted?.segment}: ${promoted?.sentence}`,
    );
    expect(await titleUnderCentreOf(page, '#f1 path.mark.held')).toMatch(/^segment \d+: held: /);
    await page.close();
  });

  it('labels the bands of the truth', async () => {
    const page = await open();

    expect(await page.locator('#f1 .bands text').allTextContents()).toEqual([
      'concept A',
      'concept B',
      'labels flipped',
    ]);
    await page.close();
  });

  it.each([{ viewport: { width: 390, height: 844 } }, { viewport: { width: 1440, height: 900 } }])(
    'does not scroll sideways at $viewport.width pixels',
    async (options) => {
      const page = await open(options);

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.viewport.width);
      await page.close();
    },
  );

  it.each([
    { colorScheme: 'light', paper: 'rgb(253, 253, 251)', other: 'rgb(21, 23, 27)' },
    { colorScheme: 'dark', paper: 'rgb(21, 23, 27)', other: 'rgb(253, 253, 251)' },
  ] as const)('follows a $colorScheme system, and its button turns to the other theme and back', async (theme) => {
    const page = await open({ colorScheme: theme.colorScheme });
    const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor');

    expect(await paper()).toBe(theme.paper);
    await page.click('#theme');
    expect(await paper()).toBe(theme.other);
    await page.click('#theme');
    expect(await paper()).toBe(theme.paper);
    await page.close();
  });

  it('reads the same without scripts, and shows no button that would do nothing', async () => {
    const page = await open({ javaScriptEnabled: false });

    expect(await page.locator('#theme').isVisible()).toBe(false);
    expect(await page.locator('#f1 path.curve').isVisible()).toBe(true);
    await page.close();
  });

  it('names every picture for those who cannot see it, and every column of its tables', async () => {
    const page = await open();

    expect(
      await page.locator('svg[role=img]:not([aria-label]), svg:not([role]):not([aria-hidden]):not(svg svg)').count(),
    ).toBe(0);
    expect(await page.locator('th:not([scope])').count()).toBe(0);
    expect(await page.locator('#segments tbody tr').count()).toBe(20);
    await page.close();
  });
});

async function open(options?: BrowserContextOptions): Promise<Page> {
  const page = await browser.newPage(options);
  await page.goto(address);
  return page;
}

async function commandsOf(path: ReturnType<Page['locator']>, letters: string): Promise<number> {
  const drawn = (await path.getAttribute('d')) ?? '';
  return [...drawn].filter((character) => letters.includes(character)).length;
}

/** What a person reads who rests the pointer on the first of these. */
async function titleUnderCentreOf(page: Page, selector: string): Promise<unknown> {
  return page.evaluate(`(() => {
    const mark = document.querySelector(${JSON.stringify(selector)});
    mark.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = mark.getBoundingClientRect();
    return document.elementFromPoint(x + width / 2, y + height / 2).querySelector('title')?.textContent;
  })()`);
}
