/** What may stand between the tags of a page. */
export type Content = Markup | string | number | readonly Content[] | undefined | false;

/** Text that is markup already; made by `html` and `trusted` only. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * A piece of a page. Every value is escaped, in text and between double quotes alike, unless it is markup itself, so
 * that nothing that comes from data can become a tag.
 *
 * @example html`<b>${'a < b'}</b>`.text // <b>a &lt; b</b>
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + textOf(values[i - 1]) + string));
}

/** Our own style sheet or script as it is. Never for anything that comes from data. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function textOf(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (Array.isArray(content)) return content.map(textOf).join('');
  return escapeText(String(content));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}
