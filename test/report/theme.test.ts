import { describe, expect, it } from 'vitest';
import { themeVariables } from '../../report/theme.ts';

const themes = ['light', 'dark'] as const;

describe('the colours of a page', () => {
  it.each(themes)('of text have a contrast of 4.5 with the %s paper (WCAG 2.2, AA)', (theme) => {
    for (const text of ['ink', 'muted', 'curve', 'champion', 'challenger', 'held', 'rejected', 'promoted']) {
      expect(contrast(colour(text, theme), colour('paper', theme)), text).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colour('muted', theme), colour('raised', theme))).toBeGreaterThanOrEqual(4.5);
  });
});

function colour(name: string, theme: (typeof themes)[number]): string {
  const pair = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(themeVariables);
  if (pair === null) throw new Error(`theme.ts has no colour ${name}`);
  return pair[theme === 'light' ? 1 : 2];
}

/** (L₁ + 0.05) / (L₂ + 0.05), the lighter first. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of an sRGB colour, as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
