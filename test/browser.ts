import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

const packageFolder = resolve(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../..');
const localFolder = resolve(import.meta.dirname, '../.local');

/**
 * Starts the Chromium inside the npm package @sparticuz/chromium: x64 Linux, any user, root too, no system package.
 * The first call on a machine unpacks it, which takes some 3 s.
 */
export async function startBrowser(): Promise<Browser> {
  const folder = await unpackedChromium();
  process.env.PLAYWRIGHT_LEGACY_SCREENSHOT = '1'; // the new way fails for 1 in 20 pictures on a busy machine
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: ['--no-sandbox', '--disable-background-networking', '--font-render-hinting=none'],
    env: {
      ...process.env,
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      LD_LIBRARY_PATH: [join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    },
  });
}

/**
 * The folder with the browser, its libraries and its font, made once for each version of the package.
 *
 * Not the package's own `executablePath()`: that takes a file which another test is still writing for the finished
 * browser, and leaves its libraries packed outside Lambda. Here a folder appears whole, by a rename, or not at all.
 */
async function unpackedChromium(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const folder = join(localFolder, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(localFolder, { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  try {
    await writeFile(join(draft, 'chromium'), await unpacked('chromium.br'), { mode: 0o755 });
    for (const archive of ['al2023.tar.br', 'fonts.tar.br']) {
      execFileSync('tar', ['-x', '-C', draft], { input: await unpacked(archive) });
    }
    await writeFile(join(draft, 'fonts.conf'), fontsConfig(folder));
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw new Error(`Chromium could not be unpacked to ${folder}.`, { cause: error });
  }
  return folder; // ours, or that of a test which was quicker
}

async function unpacked(file: string): Promise<Buffer> {
  return brotliDecompressSync(await readFile(join(packageFolder, 'bin', file)));
}

/** Only the font of the package, so that a page looks the same on every machine. */
function fontsConfig(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`;
}
