import { evidencePicture } from './evidence-picture.ts';
import type { History } from './history.ts';
import { metricPicture } from './metric-picture.ts';
import { metrics } from './metrics.ts';
import { type SegmentPicture, type Shown, wholeOf } from './segment-picture.ts';
import { surprisePicture } from './surprise-picture.ts';
import { weightsPicture } from './weights-picture.ts';

/** The pictures over segments, by the section in which they stand. All share one x axis: they are zoomed together. */
export interface SegmentPictures {
  readonly curves: readonly SegmentPicture[];
  readonly gate: readonly SegmentPicture[];
  readonly members: readonly SegmentPicture[];
}

/** What is shown of a history that has a segment at least; all of it, unless somebody zooms. */
export function segmentPictures(
  { segments, weights }: Pick<History, 'segments' | 'weights'>,
  shown: Shown = wholeOf(segments),
): SegmentPictures {
  return {
    curves: metrics.map((metric) => metricPicture(metric, segments, shown)),
    gate: present([surprisePicture(segments, shown), evidencePicture(segments, shown)]),
    members: present([weightsPicture(weights, segments, shown)]),
  };
}

function present(pictures: readonly (SegmentPicture | undefined)[]): readonly SegmentPicture[] {
  return pictures.filter((picture) => picture !== undefined);
}
