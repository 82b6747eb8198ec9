import type { Content, Markup } from './markup.ts';
import { html, trusted } from './markup.ts';
import { stylesheet } from './stylesheet.ts';
import { themeVariables } from './theme.ts';

/** What runs in a page, and what its parts look like. */
export interface PageCode {
  readonly script: string;
  readonly style: string;
}

/** A page that nothing runs in. */
export const NO_CODE: PageCode = { script: '', style: '' };

/** All styles of ours; those of a page's code come after them. */
export const pageStyle = themeVariables + stylesheet;

/**
 * A whole document around its content. Its policy forbids the browser to load anything at all, an icon made of no bytes
 * apart, so that a page mailed to somebody tells nobody that it was opened.
 */
export function page(title: string, content: Markup, code: PageCode): string {
  const head = html`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<style>${trusted(pageStyle + code.style)}</style>`;
  return document(
    title,
    head,
    html`${content}
<script>${trusted(code.script)}</script>`,
  );
}

/** The same for a server, which gives style, code and policy by themselves. */
export function linkedPage(title: string, content: Markup): string {
  return document(
    title,
    html`<link rel="stylesheet" href="/style.css">`,
    html`${content}
<script src="/code.js"></script>`,
  );
}

function document(title: string, head: Content, content: Content): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<button id="theme" type="button" hidden>Dark theme</button>
${content}
<div id="tip" aria-hidden="true" hidden></div>
</body>
</html>
`.text;
}
