import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serveLive } from '../cli/live/live-server.ts';
import { pageCode } from '../cli/live/page-code.ts';
import { html, type Markup, trusted } from '../report/markup.ts';
import { NO_CODE, page } from '../report/page.ts';
import { startBrowser } from './browser.ts';
import { gateCompared } from './pictures/gate-compared.ts';
import { gateSurprise } from './pictures/gate-surprise.ts';
import { gateTour } from './pictures/gate-tour.ts';
import { liveTour } from './pictures/live-tour.ts';

/**
 * `npm run screenshots`: the pictures of docs/gate.md and of the live page, which are made here and always come out the
 * same, and the README's, of the report that `npm start` wrote last.
 */
const root = join(import.meta.dirname, '..');
const report = join(root, 'sluice-report.html');
const images = join(root, 'docs', 'images');
const pictures: Readonly<Record<string, () => Markup>> = {
  'gate-tour': gateTour,
  'gate-compared': gateCompared,
  'gate-surprise': gateSurprise,
};
/** About as wide as GitHub shows a picture, so that its text keeps its size. */
const PICTURE_PX = 840;
const frame = `#theme { display: none; } body { padding: 0; } #picture { padding: 8px 24px 16px; } figure { margin-top: 16px; }`;

mkdirSync(images, { recursive: true });
const browser = await startBrowser();
for (const [name, draw] of Object.entries(pictures)) {
  const content = page(name, html`<style>${trusted(frame)}</style><main id="picture">${draw()}</main>`, NO_CODE);
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = { width: PICTURE_PX, height: 900 };
    const tab = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: 2 });
    await tab.setContent(content);
    await tab.locator('#picture').screenshot({ path: join(images, `${name}-${colorScheme}.png`) });
  }
}
const { feed, facts } = liveTour();
const server = await serveLive(feed, facts, await pageCode());
for (const { name, viewport, colorScheme } of [
  { name: 'live-light', viewport: { width: 1440, height: 1000 }, colorScheme: 'light' },
  { name: 'live-dark', viewport: { width: 1440, height: 1000 }, colorScheme: 'dark' },
  { name: 'live-phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
] as const) {
  const tab = await browser.newPage({ viewport, colorScheme });
  await tab.goto(server.address);
  await tab.locator('#connection', { hasText: 'Live.' }).waitFor();
  await tab.locator('#lag', { hasText: 'Last commit 1 s ago' }).waitFor();
  if (name === 'live-phone') await tab.evaluate("document.getElementById('gate').scrollIntoView()");
  await tab.screenshot({ path: join(images, `${name}.png`) });
}
await server.close();
if (existsSync(report)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const tab = await browser.newPage({ viewport: { width: 1200, height: 1020 }, colorScheme });
    await tab.goto(pathToFileURL(report).href);
    await tab.screenshot({ path: join(images, `report-${colorScheme}.png`) });
  }
} else {
  process.stderr.write(
    "the README's pictures stay as they are: sluice-report.html is not there, npm start writes it\n",
  );
}
await browser.close();
