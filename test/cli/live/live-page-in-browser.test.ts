import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LiveFeed } from '../../../cli/live/live-feed.ts';
import { type LiveServer, serveLive } from '../../../cli/live/live-server.ts';
import { pageCode } from '../../../cli/live/page-code.ts';
import type { SegmentResult } from '../../../learning/snapshot/ledger-row.ts';
import type { PageCode } from '../../../report/page.ts';
import { segmentsOf } from '../../../report/summary.ts';
import { startBrowser } from '../../browser.ts';
import { ledgerRow, segmentResult, tourLedger } from '../../report/ledger-builder.ts';
import { reportInput } from '../../report/report-input.ts';

const COMMITS = 40;
const { rows, truth } = tourLedger(600, COMMITS);
const held = segmentsOf(rows).find(({ verdict }) => verdict === 'held') as SegmentResult;
const { rows: _, code: _code, ...facts } = reportInput({ truth });

let browser: Browser;
let code: PageCode;
let feed: LiveFeed;
let server: LiveServer;
const complaints: string[] = [];
const requests: string[] = [];

beforeAll(async () => {
  code = await pageCode();
  browser = await startBrowser();
}, 60_000);

afterAll(() => browser?.close());

beforeEach(async () => {
  complaints.length = 0;
  requests.length = 0;
  feed = new LiveFeed();
  server = await serveLive(feed, facts, code);
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await server.close();
});

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(server.address);
  await page.locator('#connection', { hasText: 'Live.' }).waitFor();
  return page;
}

/** What is shown of how much. */
const shown = (page: Page) => page.locator('#shown');
const chosen = (page: Page) => page.locator('#chosen h2');

describe('the live page in a browser', { timeout: 30_000 }, () => {
  it('waits for the first segment, grows while commits come, complains of nothing and asks nobody else', async () => {
    const page = await open();
    expect(await page.locator('#waiting').textContent()).toBe('Pictures begin with the first segment.');

    for (const row of rows.slice(0, 20)) feed.take([row]);
    await page.locator('#shown', { hasText: /^all 300 segments$/ }).waitFor();
    expect(await page.locator('#headline').textContent()).toMatch(/of 300 segments accepted/);
    expect(await page.locator('figure .canvas canvas').count()).toBe(5);

    feed.take(rows.slice(20));
    await page.locator('#shown', { hasText: /^all 600 segments$/ }).waitFor();
    expect(await page.locator('#versions tbody tr').count()).toBe(20);
    expect(await page.locator('#segments tbody tr th').first().textContent()).toBe('600');
    expect(complaints).toEqual([]);
    expect(new Set(requests.map((url) => new URL(url).origin))).toEqual(new Set([new URL(server.address).origin]));
  });

  it('zooms by dragging over any picture, all together, and back by a double click', async () => {
    feed.take(rows);
    const page = await open({ viewport: { width: 1440, height: 900 } });
    const plot = await boxOf(page, '#f1 .u-over');
    const at = (share: number): number => plot.x + share * plot.width;

    await page.mouse.move(at(0.25), plot.y + 40);
    await page.mouse.down();
    await page.mouse.move(at(0.5), plot.y + 60, { steps: 5 });
    await page.mouse.up();
    expect(await shown(page).textContent()).toBe('segments 151 to 300 of 600');
    const labels = await page.locator('#surprise .x-axis text').allTextContents();
    expect(labels).toContain('160');
    expect(labels).not.toContain('400');

    await page.mouse.dblclick(at(0.5), plot.y + 60);
    expect(await shown(page).textContent()).toBe('all 600 segments');
    expect(complaints).toEqual([]);
  });

  it('keeps what is shown while more comes', async () => {
    feed.take(rows.slice(0, 20));
    const page = await open();
    await page.click('#zoom-in');
    const before = await shown(page).textContent();

    feed.take(rows.slice(20));
    await page.locator('#headline', { hasText: 'of 600 segments' }).waitFor();
    expect(await shown(page).textContent()).toBe(before?.replace('of 300', 'of 600'));
  });

  it('shows what the gate saw in a held segment that is chosen by a click, with its sentence', async () => {
    feed.take(rows);
    const page = await open({ viewport: { width: 1440, height: 900 } });
    const plot = await boxOf(page, '#surprise .u-over');

    await page.mouse.click(plot.x + ((held.segment - 0.5) / 600) * plot.width, plot.y + 20);

    expect(await chosen(page).textContent()).toBe(`Segment ${held.segment}: what the gate saw`);
    expect(await page.locator('#chosen .verdict-line').first().textContent()).toContain(
      held.sentence.replace('held: ', ''),
    );
    expect(await page.locator('#chosen-line').textContent()).toContain('held');
    expect(await page.locator('#chosen').textContent()).toContain(held.reading?.limit.toFixed(2));
  });

  it('does the same from the keyboard: arrows choose, plus and minus zoom, Escape shows all, Enter opens', async () => {
    feed.take(rows);
    const page = await open();
    await page.focus('#f1 .canvas');

    await page.keyboard.press('Home');
    expect(await chosen(page).textContent()).toMatch(/^Segment 1:/);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#f1 .canvas').getAttribute('aria-valuetext')).toMatch(/^segment 2: 0\.\d+$/);
    await page.keyboard.press('+');
    expect(await shown(page).textContent()).toBe('segments 1 to 300 of 600');
    await page.keyboard.press('End');
    expect(await shown(page).textContent()).toBe('segments 301 to 600 of 600');
    await page.keyboard.press('Escape');
    expect(await shown(page).textContent()).toBe('all 600 segments');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('chosen');
  });

  it('opens a segment by its number in a table', async () => {
    feed.take(rows);
    const page = await open();

    await page.locator(`#decisions .choose[data-segment="${held.segment}"]`).click();

    expect(await chosen(page).textContent()).toBe(`Segment ${held.segment}: what the gate saw`);
  });

  it('draws with the colours of the other theme when its button is pressed', async () => {
    feed.take(rows);
    const page = await open({ colorScheme: 'light' });
    const light = await page.evaluate(PIXELS);

    await page.click('#theme');

    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(21, 23, 27)');
    expect(await page.evaluate(PIXELS)).not.toEqual(light);
  });

  it('shows who did what to the model and why, and that it is paused, until it is not', async () => {
    const operation = { kind: 'paused', actor: 'ada', reason: '<b>labels are late</b>' } as const;
    const paused = [...rows.slice(0, 5), ledgerRow({ version: 6, rows: 0, operation })];
    feed.restart(paused);
    const page = await open();

    expect(await page.locator('#versions tbody tr').first().textContent()).toContain(
      'paused by ada: <b>labels are late</b>',
    );
    expect(await page.locator('#standing').textContent()).toMatch(
      /^Paused by ada, .* UTC: <b>labels are late<\/b>\. Segments are scored/,
    );

    feed.restart([...paused, ledgerRow({ version: 7, rows: 0, operation: { kind: 'resumed', actor: 'ada' } })]);
    await page.locator('#versions tbody tr', { hasText: 'resumed by ada' }).waitFor();
    expect(await page.locator('#standing').textContent()).toBe('\n');
  });

  it('becomes the history that is left after a restore', async () => {
    feed.take(rows);
    const page = await open();

    feed.restart(rows.slice(0, 10));

    await page.locator('#headline', { hasText: 'of 150 segments' }).waitFor();
    expect(await shown(page).textContent()).toBe('all 150 segments');
  });

  it.each([
    ['a gate without surprise', [segmentResult({ segment: 2, verdict: 'rejected', sentence: 'rejected: F1 fell' })]],
    [
      'one class',
      [
        segmentResult({
          auc: null,
          confusion: { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 100 },
        }),
      ],
    ],
  ])('has no hole where there is %s', async (_, segments) => {
    feed.take([ledgerRow({ segments })]);
    const page = await open();

    expect(await page.locator('main').innerText()).not.toMatch(/NaN|undefined|Infinity|null/);
    expect(complaints).toEqual([]);
  });

  it('says that the run has ended, and stays as it is', async () => {
    feed.take(rows.slice(0, 5));
    const page = await open();

    feed.tell({ kind: 'ended', message: 'The report stays.' });
    await page.locator('#connection', { hasText: 'Ended. The report stays.' }).waitFor();
    expect(await page.locator('#headline').textContent()).toContain('of 75 segments');
  });

  it.each([
    { width: 390, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
    { width: 1440, colorScheme: 'light' },
    { width: 1440, colorScheme: 'dark' },
  ] as const)(
    'has no serious fault of access at $width pixels, $colorScheme, and does not scroll sideways',
    async ({ width, colorScheme }) => {
      feed.take(rows);
      const page = await open({ viewport: { width, height: 900 }, colorScheme });

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
      expect(
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`),
      ).toEqual([]);
    },
  );

  it('shows ten thousand segments, and one more when it comes', async () => {
    const long = tourLedger(10_000, 1_000);
    feed.take(long.rows);
    const page = await open();
    await page.locator('#headline', { hasText: 'of 10,000 segments' }).waitFor();

    feed.take([ledgerRow({ version: 1_001, segments: [segmentResult({ segment: 10_001 })] })]);
    await page.locator('#headline', { hasText: 'of 10,001 segments' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

const PIXELS = `[...document.querySelector('#f1 canvas').getContext('2d').getImageData(0, 0, 400, 180).data.filter((_, i) => i % 97 === 0)].join()`;

async function boxOf(page: Page, selector: string): Promise<{ x: number; y: number; width: number; height: number }> {
  await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).scrollIntoView({ block: 'center' })`);
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not shown`);
  return box;
}
