import { join } from 'node:path';
import { build } from 'esbuild';
import type { PageCode } from '../../report/page.ts';
import { folders } from '../environment.ts';

/** What runs in a page: `browser/` with uPlot, in one script and one style sheet. Takes about 100 ms. */
export async function pageCode(): Promise<PageCode> {
  const { outputFiles } = await build({
    entryPoints: [join(folders.root, 'browser', 'main.ts')],
    outfile: 'page.js',
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2023',
    legalComments: 'inline',
    // uPlot asks it for the language as it loads, and fails in a browser that says en-US@posix, as one without a locale does
    define: { navigator: '{"language":"en-US"}' },
    logLevel: 'silent',
  });
  const textOf = (ending: string): string => {
    const file = outputFiles.find(({ path }) => path.endsWith(ending));
    if (file === undefined) throw new Error(`esbuild made no ${ending} of browser/main.ts`);
    return file.text;
  };
  return { script: textOf('.js'), style: textOf('.css') };
}
