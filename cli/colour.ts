import { styleText } from 'node:util';

/** What a colour says; without colours the words say it too. */
const formats = {
  good: 'green',
  undecided: 'yellow',
  bad: 'red',
  news: 'cyan',
  quiet: 'dim',
} as const;

export type Tone = keyof typeof formats;

/**
 * Text for standard output. Node leaves it plain where that is no terminal or `NO_COLOR` is set, and colours it where
 * `FORCE_COLOR` is.
 */
export function coloured(tone: Tone, text: string): string {
  return styleText(formats[tone], text, { stream: process.stdout });
}
