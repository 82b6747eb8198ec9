import { describe, expect, it } from 'vitest';
import { html, trusted } from '../../report/markup.ts';

describe('markup', () => {
  it('escapes values in text and in attributes', () => {
    const hostile = `</title><script>alert("x" & 'y')</script>`;
    const escaped = '&lt;/title&gt;&lt;script&gt;alert(&quot;x&quot; &amp; &#39;y&#39;)&lt;/script&gt;';

    expect(html`<b title="${hostile}">${hostile}</b>`.text).toBe(`<b title="${escaped}">${escaped}</b>`);
  });

  it('leaves markup within markup as it is, in lists too', () => {
    expect(html`<ul>${['a', '<'].map((item) => html`<li>${item}</li>`)}</ul>`.text).toBe(
      '<ul><li>a</li><li>&lt;</li></ul>',
    );
    expect(html`<style>${trusted('a > b {}')}</style>`.text).toBe('<style>a > b {}</style>');
  });

  it('escapes an object that only looks like markup', () => {
    expect(html`${{ text: '<b>' } as never}`.text).toBe('[object Object]');
  });

  it('shows nothing where there is nothing, and a zero where there is one', () => {
    expect(html`${undefined}${false}${0}`.text).toBe('0');
  });
});
