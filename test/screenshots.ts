import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startBrowser } from './browser.ts';

/** `npm run screenshots`: the README's pictures, of the report that `npm start` wrote last. */
const root = join(import.meta.dirname, '..');
const report = join(root, 'sluice-report.html');
const images = join(root, 'docs', 'images');

if (!existsSync(report)) {
  process.stderr.write('sluice-report.html is not there: npm start writes it\n');
  process.exit(1);
}
mkdirSync(images, { recursive: true });
const browser = await startBrowser();
for (const colorScheme of ['light', 'dark'] as const) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme });
  await page.goto(pathToFileURL(report).href);
  await page.screenshot({ path: join(images, `report-${colorScheme}.png`) });
}
await browser.close();
