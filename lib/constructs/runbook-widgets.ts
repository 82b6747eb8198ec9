import { type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { runbookLink, runbookSection } from '../runbook.ts';
import type { Stage } from '../settings.ts';
import { alarmHeadings } from './alarms.ts';
import type { Trainer } from './trainer.ts';

export interface RunbookProps {
  readonly stage: Stage;
  readonly trainer: Trainer;
  /** Where the whole runbook can be read; nothing: it is named as a file. */
  readonly runbookUrl: string | undefined;
}

export const howRunbookIsRead =
  'A section for each alarm, out of docs/runbook.md as it was when this was deployed. Nothing is lost in a hurry: the stream keeps ' +
  'every record for days, and one that was taken is never taken again. `npm run sluice -- doctor` looks at all of it.';

/** What the runbook says of each alarm, two to a row. */
export function runbookWidgets({ stage, trainer, runbookUrl }: RunbookProps): readonly IWidget[] {
  const sections = alarmHeadings.map(({ heading }) => {
    const source = runbookUrl === undefined ? '' : `\n\nIn full: ${runbookLink(heading, runbookUrl)}`;
    return `### ${heading}\n${runbookSection(heading).markdown.replaceAll('STAGE', stage)}${source}`;
  });
  return sections.map((section, i) => {
    const pair = sections.slice(i - (i % 2), i - (i % 2) + 2);
    const height = Math.max(...pair.map(heightOf));
    const markdown = section.replaceAll('TRAINER', trainer.function.functionName);
    return new TextWidget({ markdown, width: WIDTH, height });
  });
}

const WIDTH = 12;
/** About so many fit beside each other in half a screen, and about so many lines into a unit of height. */
const CHARACTERS_A_LINE = 90;
const LINES_A_UNIT = 2;
/** What is longer scrolls. */
const HEIGHT_MAX = 16;

function heightOf(markdown: string): number {
  const lines = markdown
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / CHARACTERS_A_LINE)), 0);
  return Math.min(HEIGHT_MAX, 1 + Math.ceil(lines / LINES_A_UNIT));
}
