import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageCode } from '../../cli/live/page-code.ts';
import type { SegmentResult } from '../../learning/snapshot/ledger-row.ts';
import { decisionsOf } from '../../report/decisions.ts';
import { renderReport } from '../../report/report.ts';
import { segmentsOf } from '../../report/summary.ts';
import { startBrowser } from '../browser.ts';
import { tourLedger } from './ledger-builder.ts';
import { reportInput, tourRun } from './report-input.ts';

const SEGMENTS = 600;
const COMMITS = 40;
const ledger = tourLedger(SEGMENTS, COMMITS);
const decided = segmentsOf(ledger.rows).filter((segment) => decisionsOf(segment).length > 0);
const promoted = decided.find(({ verdict }) => verdict === 'promoted') as SegmentResult;

let browser: Browser;
let folder: string;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-report-'));
  await writeFile(
    join(folder, 'report.html'),
    renderReport(reportInput({ ...ledger, run: tourRun, code: await pageCode() })),
  );
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
    'draws %s of each segment of the ledger, as a dot and in the line, where no scripts run',
    async (id) => {
      const page = await open({ javaScriptEnabled: false });
      const line = page.locator(`#${id} path.curve`);
      const dots = page.locator(`#${id} path[class="dots"]`);

      expect(await commandsOf(line, 'ML')).toBe(SEGMENTS);
      expect(await line.getAttribute('data-points')).toBe(`${SEGMENTS}`);
      expect(await commandsOf(dots, 'M')).toBe(SEGMENTS);
      expect(await dots.getAttribute('data-points')).toBe(`${SEGMENTS}`);
      await page.close();
    },
  );

  it('draws them on a canvas where scripts run, and no path under it', async () => {
    const page = await open();

    expect(await page.locator('figure .canvas canvas').count()).toBe(5);
    expect(await page.locator('#curves path.curve:not(.symbol *), #curves .drawing path.dots').count()).toBe(0);
    expect(await inkedShare(page, '#f1 canvas')).toBeGreaterThan(0.005);
    await page.close();
  });

  it.each(['rows', 'segments'])('draws the %s over time with a point for each commit', async (id) => {
    const page = await open();

    expect(await commandsOf(page.locator(`#${id}-over-time path.curve`), 'ML')).toBe(COMMITS);
    await page.close();
  });

  it('marks each decision', async () => {
    const page = await open();

    expect(await page.locator('#f1 .strip path.mark').count()).toBe(decided.flatMap(decisionsOf).length);
    expect(await page.locator('#f1 .strip path.mark.dropped').count()).toBeGreaterThan(0);
    await page.close();
  });

  it.each([
    { device: 'the pointer', options: {}, at: pointAt },
    { device: 'a finger', options: { viewport: { width: 390, height: 844 }, hasTouch: true }, at: tapAt },
  ])(
    'tells the sentence of the mark under $device, within the page, and no longer when it is elsewhere',
    async (way) => {
      const page = await open(way.options);
      const tip = page.locator('#tip');

      await way.at(page, await centreOf(page, '#f1 .mark.promoted'));
      expect(await tip.textContent()).toBe(wordsOf(promoted));
      expect(await tip.isVisible()).toBe(true);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await way.at(page, await centreOf(page, '#f1 h3'));
      expect(await tip.isVisible()).toBe(false);
      await page.close();
    },
  );

  it('tells the sentences to the keyboard: a strip is one stop of Tab, arrows go along it, Escape puts them away', async () => {
    const page = await open();
    const tip = page.locator('#tip');
    const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")');

    await page.focus('#theme');
    await page.keyboard.press('Tab');
    expect(await tip.textContent()).toBe(wordsOf(decided[0]));
    await page.keyboard.press('ArrowRight');
    expect(await tip.textContent()).toBe(wordsOf(decided[1]));
    expect(await focused()).toBe(wordsOf(decided[1]));
    await page.keyboard.press('End');
    expect(await tip.textContent()).toBe(wordsOf(decided[decided.length - 1]));
    expect(await tip.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await tip.isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.role')).toBe('slider'); // the picture itself
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest("figure").id')).toBe('log-loss');
    expect(await tip.isVisible()).toBe(true);
    await page.close();
  });

  it('has the sentence of each decision in a table', async () => {
    const page = await open();

    expect(await page.locator('#decisions tbody tr').count()).toBe(decided.length);
    await page.close();
  });

  it('draws the surprise of each segment against the limit, and the evidence of each trial', async () => {
    const page = await open({ javaScriptEnabled: false });
    const inTrials = segmentsOf(ledger.rows).filter(({ reading }) => reading?.trial !== undefined).length;

    expect(await commandsOf(page.locator('#surprise path[class="dots"]'), 'M')).toBe(SEGMENTS);
    expect(await page.locator('#surprise path.limit').isVisible()).toBe(true);
    expect(await page.locator('#evidence .baseline').count()).toBe(2);
    expect(await commandsOf(page.locator('#evidence path.share'), 'M')).toBe(inTrials);
    for (const side of ['champion', 'challenger']) {
      expect(await commandsOf(page.locator(`#log-loss path.dots.${side}`), 'M')).toBe(inTrials);
    }
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
    expect(await page.locator('#f1 .mark.promoted title').textContent()).toBe(wordsOf(promoted));
    await page.close();
  });

  it('names every picture for those who cannot see it, and every column of its tables', async () => {
    const page = await open();

    expect(
      await page.locator('svg[role=img]:not([aria-label]), svg:not([role]):not([aria-hidden]):not(svg svg)').count(),
    ).toBe(0);
    expect(await page.locator('svg[role=img] [tabindex], [tabindex]:not([aria-label])').count()).toBe(0);
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

/** How much of a canvas is not empty. */
async function inkedShare(page: Page, selector: string): Promise<number> {
  return page.evaluate(`(() => {
    const { width, height } = document.querySelector(${JSON.stringify(selector)});
    const { data } = document.querySelector(${JSON.stringify(selector)}).getContext('2d').getImageData(0, 0, width, height);
    let inked = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) inked += 1;
    return inked / (width * height);
  })()`);
}

async function commandsOf(path: ReturnType<Page['locator']>, letters: string): Promise<number> {
  const drawn = (await path.getAttribute('d')) ?? '';
  return [...drawn].filter((character) => letters.includes(character)).length;
}

function wordsOf({ segment, sentence }: SegmentResult): string {
  return `segment ${segment}: ${sentence}`;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

async function centreOf(page: Page, selector: string): Promise<Place> {
  return page.evaluate(`(() => {
    const element = document.querySelector(${JSON.stringify(selector)});
    element.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  })()`);
}

async function pointAt(page: Page, { x, y }: Place): Promise<void> {
  await page.mouse.move(x, y);
}

async function tapAt(page: Page, { x, y }: Place): Promise<void> {
  await page.touchscreen.tap(x, y);
}
