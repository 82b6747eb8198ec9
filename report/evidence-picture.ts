import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { TrialOutcome } from '../learning/gates/gate.ts';
import { DROPPED_AT, PROMOTED_AT } from '../learning/gates/trial.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { levelLine } from './axes.ts';
import { dots, type PiecePoint, pieces, round } from './curve.ts';
import { markPath } from './marks.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, counted, decimals } from './numbers.ts';
import { stretched } from './plot.ts';
import { segmentPicture, segmentScale } from './segment-picture.ts';
import { thin } from './series.ts';
import { TRIAL_POINTS_MAX, type TrialSegment, trialSegments } from './trials.ts';

const EVIDENCE_PX = 130;
const GAP_PX = 26;
const SHARE_PX = 30;

type Scale = ScaleLinear<number, number>;

/** How the trials went, between the bounds of their test; below it, how much of what was served was the challenger's. */
export function evidencePicture(segments: readonly SegmentResult[], truth: readonly TruthBand[]): Markup | false {
  const trials = trialSegments(segments);
  if (trials.length === 0) return false;
  const drawn = thin(trials, TRIAL_POINTS_MAX);
  const points = drawn.flatMap(evidencePoints);
  const x = segmentScale(segments);
  const y = evidenceScale(points);
  return segmentPicture(
    {
      name: 'Evidence',
      unit: 'log odds that the challenger is right',
      lead: 'Each trial begins at 0, and each segment speaks for one side or for none; below it, the share of the challenger in what was served.',
      words: inWords(trials),
      x,
      y,
      height: EVIDENCE_PX + GAP_PX + SHARE_PX,
      drawing: [
        stretched(
          EVIDENCE_PX,
          pieces(points, x, y, 'challenger'),
          dots(points, x, y, 'challenger'),
          ends(trials, 'dropped', x, y),
          ends(trials, 'promoted', x, y),
        ),
        levelLine(y(PROMOTED_AT), `promoted from ${decimals(PROMOTED_AT, 1)}`, 'below'),
        levelLine(y(DROPPED_AT), `dropped from ${decimals(DROPPED_AT, 1)}`),
        html`<g transform="translate(0 ${EVIDENCE_PX + GAP_PX})">${shares(drawn, x)}</g>`,
      ],
    },
    truth,
  );
}

/** A trial's first segment has one before it that began the trial, where nothing spoke for either side. */
function evidencePoints({ segment, piece, trial }: TrialSegment): readonly PiecePoint[] {
  const point = { segment, piece, value: trial.evidence };
  return trial.segments === 1 ? [{ segment: segment - 1, piece, value: 0 }, point] : [point];
}

/** Both bounds are always there; a trial may go beyond them, as F1 has a veto. */
function evidenceScale(points: readonly PiecePoint[]): Scale {
  const low = points.reduce((least, { value }) => Math.min(least, value), DROPPED_AT);
  const high = points.reduce((most, { value }) => Math.max(most, value), PROMOTED_AT);
  return scaleLinear([low, high], [EVIDENCE_PX, 0]).nice(5);
}

/** Where trials ended, in one path. */
function ends(trials: readonly TrialSegment[], outcome: TrialOutcome, x: Scale, y: Scale): Markup | false {
  const ended = thin(
    trials.filter(({ trial }) => trial.outcome === outcome),
    TRIAL_POINTS_MAX,
  );
  const path = ended.map(({ segment, trial }) => markPath(outcome, x(segment).toFixed(1), round(y(trial.evidence))));
  return ended.length > 0 && html`<path class="mark ${outcome}" d="${path.join('')}"><title>${outcome}</title></path>`;
}

/** A bar for each segment of a trial, from nothing to the whole. */
function shares(trials: readonly TrialSegment[], x: Scale): Markup {
  const bars = trials.map(({ segment, trial }) => {
    const [left, right] = [round(x(segment - 0.5)), round(x(segment + 0.5))];
    return `M${left},${SHARE_PX}V${round(SHARE_PX * (1 - trial.share))}H${right}V${SHARE_PX}`;
  });
  return html`<g class="y-axis">${[0, 1].map((share) => {
    const top = SHARE_PX * (1 - share);
    return html`<line x1="0" x2="100%" y1="${top}" y2="${top}"/><text x="-8" y="${top}" dy="0.32em">${share}</text>`;
  })}</g>${stretched(SHARE_PX, html`<path class="share" d="${bars.join('')}"/>`)}`;
}

function inWords(trials: readonly TrialSegment[]): string {
  const ended = (outcome: TrialOutcome): string =>
    count(trials.filter(({ trial }) => trial.outcome === outcome).length);
  return `Evidence in ${counted(trials[trials.length - 1].piece + 1, 'trial')}: ${ended('promoted')} promoted, ${ended('dropped')} dropped.`;
}
