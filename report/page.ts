import type { Markup } from './markup.ts';
import { html, trusted } from './markup.ts';
import { stylesheet } from './stylesheet.ts';
import { themeScript, themeVariables } from './theme.ts';
import { tooltipScript } from './tooltip.ts';

/**
 * A whole document around its content. Its policy forbids the browser to load anything at all, an icon made of no bytes
 * apart, so that a page mailed to somebody tells nobody that it was opened.
 */
export function page(title: string, content: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(themeVariables + stylesheet)}</style>
</head>
<body>
<button id="theme" type="button" hidden>Dark theme</button>
${content}
<div id="tip" aria-hidden="true" hidden></div>
<script>${trusted(themeScript + tooltipScript)}</script>
</body>
</html>
`.text;
}
