import { resolveDefinition } from '../../learning/definition.ts';
import { createModel } from '../../learning/model.ts';
import { segmentResult } from '../../learning/snapshot/ledger-row.ts';
import { scenarios } from '../../records/scenarios/table.ts';
import { evidencePicture } from '../../report/evidence-picture.ts';
import { key } from '../../report/key.ts';
import { html, type Markup } from '../../report/markup.ts';
import { metricPicture } from '../../report/metric-picture.ts';
import { metrics } from '../../report/metrics.ts';
import { segmentPicture } from '../../report/segment-picture.ts';
import { surprisePicture } from '../../report/surprise-picture.ts';

/** The shortest stream whose burst has all its five records. */
const SEGMENTS = 250;
/** From shortly before the burst to shortly after the change: wide enough to tell the segments of a trial apart. */
const SHOWN = { from: 62, to: 184 };

/** What the gate does in the tour, by the report's own pictures. */
export function gateTour(): Markup {
  const model = createModel(resolveDefinition('clicks', { features: 10 }));
  const { rows, truth } = scenarios.tour;
  const results = Array.from({ length: SEGMENTS }, (_, i) => segmentResult(model.observe(rows(1, i, SEGMENTS))));
  const shown = results.slice(SHOWN.from, SHOWN.to);
  const bands = truth(1, SEGMENTS);
  const f1 = metrics.find(({ name }) => name === 'F1') as (typeof metrics)[number];
  const pictures = [metricPicture(f1, shown), surprisePicture(shown), evidencePicture(shown)];
  return html`<style>.lead { display: none; }</style>
${key(shown, bands)}
${pictures.map((picture) => picture && segmentPicture(picture, bands))}`;
}
