import type { ScaleLinear } from 'd3-scale';
import type { TrialOutcome } from '../learning/gates/gate.ts';
import { curve, dots, type PiecePoint, type Point, pieces, round } from './curve.ts';
import { markPath } from './marks.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { stretched } from './plot.ts';
import { thin } from './series.ts';

type Scale = ScaleLinear<number, number>;

/** Whose points they are: a class of the style sheet, and the colour that is named for it. */
export type Ink = 'served' | 'champion' | 'challenger' | 'suspicious' | `member-${number}`;

/**
 * What a picture has for each segment: too many for elements of their own. A page without scripts draws layers as paths,
 * thinned; where scripts run, they are drawn on a canvas, and can be zoomed. `y` leads to pixels from the top.
 */
export type Layer = { readonly y: Scale } & (
  | { readonly kind: 'curve'; readonly of: Ink; readonly points: readonly Point[] }
  | { readonly kind: 'dots'; readonly of: Ink; readonly points: readonly Point[] }
  | { readonly kind: 'pieces'; readonly of: Ink; readonly points: readonly PiecePoint[] }
  | { readonly kind: 'steps'; readonly points: readonly Point[] }
  | { readonly kind: 'ends'; readonly of: TrialOutcome; readonly points: readonly Point[] }
  | { readonly kind: 'bars'; readonly points: readonly Point[] }
);

/** All layers as paths, `height` pixels high. */
export function drawLayers(layers: readonly Layer[], x: Scale, height: number): Markup {
  return stretched(
    height,
    layers.filter(({ points }) => points.length > 0).map((layer) => drawLayer(layer, x)),
  );
}

function drawLayer(layer: Layer, x: Scale): Markup {
  const { y } = layer;
  switch (layer.kind) {
    case 'curve':
      return curve(layer.points, x, y, classOf(layer.of));
    case 'dots':
      return dots(layer.points, x, y, classOf(layer.of));
    case 'pieces':
      return pieces(layer.points, x, y, layer.of);
    case 'steps':
      return html`<path class="limit" d="${stepsPath(thin(layer.points), x, y)}"/>`;
    case 'ends': {
      const path = thin(layer.points).map(({ segment, value }) =>
        markPath(layer.of, x(segment).toFixed(1), round(y(value))),
      );
      return html`<path class="mark ${layer.of}" d="${path.join('')}"><title>${layer.of}</title></path>`;
    }
    case 'bars':
      return html`<path class="share" d="${thin(layer.points)
        .map((point) => barPath(point, x, y))
        .join('')}"/>`;
    default:
      return layer satisfies never;
  }
}

/** What was served is what a picture is of; it needs no class. */
function classOf(ink: Ink): string {
  return ink === 'served' ? '' : ink;
}

/** Each value as wide as its segment; one that stays where it was takes no room. */
function stepsPath(points: readonly Point[], x: Scale, y: Scale): string {
  let path = '';
  let before: number | undefined;
  for (const { segment, value } of points) {
    const top = round(y(value));
    if (top !== before)
      path += before === undefined ? `M${round(x(segment - 0.5))},${top}` : `H${round(x(segment - 0.5))}V${top}`;
    before = top;
  }
  return `${path}H${round(x(points[points.length - 1].segment + 0.5))}`;
}

/** As wide as a segment, from nothing up to the value. */
function barPath({ segment, value }: Point, x: Scale, y: Scale): string {
  const [left, right, foot] = [round(x(segment - 0.5)), round(x(segment + 0.5)), round(y(0))];
  return `M${left},${foot}V${round(y(value))}H${right}V${foot}`;
}
