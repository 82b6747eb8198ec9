import type { Point } from '../report/curve.ts';
import type { Ink, Layer } from '../report/layers.ts';
import type { Inks } from './inks.ts';

/** A canvas, and where on it the plot lies. Lengths are in pixels of the device, `ratio` to one of the page. */
export interface Sheet {
  readonly context: CanvasRenderingContext2D;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly ratio: number;
  readonly inks: Inks;
  across(segment: number): number;
}

type Down = (value: number) => number;

/** The layers of a picture as the style sheet has their paths: the same widths, the same colours. */
export function drawLayers(sheet: Sheet, layers: readonly Layer[]): void {
  const { context, left, right, top, bottom, ratio } = sheet;
  const edge = 6 * ratio; // dots on an edge are whole
  context.save();
  context.beginPath();
  context.rect(left - edge, top - edge, right - left + 2 * edge, bottom - top + 2 * edge);
  context.clip();
  for (const layer of layers) {
    const down: Down = (value) => sheet.top + layer.y(value) * sheet.ratio;
    drawLayer(sheet, layer, down);
  }
  context.restore();
}

function drawLayer(sheet: Sheet, layer: Layer, down: Down): void {
  const { points } = layer;
  switch (layer.kind) {
    case 'curve':
      stroke(sheet, colourOf(layer.of, 'curve'), layer.of === 'served' ? 1.75 : 1.5, joined(sheet, points, down));
      if (points.length === 1) drawDots(sheet, points, down, colourOf(layer.of, 'curve'), 6);
      break;
    case 'dots':
      drawDots(sheet, points, down, colourOf(layer.of, 'dots'), layer.of === 'served' ? 3 : 4);
      break;
    case 'pieces':
      sheet.context.globalAlpha = 0.6;
      stroke(sheet, colourOf(layer.of, 'curve'), 1, joined(sheet, points, down));
      sheet.context.globalAlpha = 1;
      break;
    case 'steps':
      stroke(sheet, 'muted', 1.25, stepped(sheet, points, down));
      break;
    case 'ends':
      if (layer.of === 'promoted') drawBlocks(sheet, points, down, { colour: 'promoted', width: 7, height: 7 });
      else drawBlocks(sheet, points, down, { colour: 'muted', width: 8, height: 3 });
      break;
    case 'bars':
      drawBars(sheet, points, down);
      break;
    default:
      layer satisfies never;
  }
}

/** What was served has the colour that the picture gives it; others have their own. */
function colourOf(ink: Ink, served: string): string {
  if (ink === 'suspicious') return 'held';
  return ink === 'served' ? served : ink;
}

function stroke({ context, inks, ratio }: Sheet, colour: string, width: number, path: Path2D): void {
  context.strokeStyle = inks.of(colour);
  context.lineWidth = width * ratio;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.stroke(path);
}

/** A line through the points; one that has pieces begins anew with each. */
function joined(sheet: Sheet, points: readonly (Point & { readonly piece?: number })[], down: Down): Path2D {
  const path = new Path2D();
  let before: number | undefined;
  points.forEach(({ segment, value, piece }, i) => {
    if (i > 0 && piece === before) path.lineTo(sheet.across(segment), down(value));
    else path.moveTo(sheet.across(segment), down(value));
    before = piece;
  });
  return path;
}

function stepped(sheet: Sheet, points: readonly Point[], down: Down): Path2D {
  const path = new Path2D();
  points.forEach(({ segment, value }, i) => {
    const [left, right, top] = [sheet.across(segment - 0.5), sheet.across(segment + 0.5), down(value)];
    if (i === 0) path.moveTo(left, top);
    else path.lineTo(left, top);
    path.lineTo(right, top);
  });
  return path;
}

/** Above so many, a dot is a square of the same area: nobody sees it, and ten thousand take a tenth of the time. */
const ROUND_MAX = 1_000;

function drawDots(sheet: Sheet, points: readonly Point[], down: Down, colour: string, width: number): void {
  const { context, inks, ratio } = sheet;
  context.fillStyle = inks.of(colour);
  const radius = (width * ratio) / 2;
  if (points.length > ROUND_MAX) {
    const side = radius * Math.sqrt(Math.PI);
    for (const { segment, value } of points) {
      context.fillRect(sheet.across(segment) - side / 2, down(value) - side / 2, side, side);
    }
    return;
  }
  for (const { segment, value } of points) {
    context.beginPath();
    context.arc(sheet.across(segment), down(value), radius, 0, 2 * Math.PI);
    context.fill();
  }
}

interface Block {
  readonly colour: string;
  readonly width: number;
  readonly height: number;
}

function drawBlocks(sheet: Sheet, points: readonly Point[], down: Down, { colour, width, height }: Block): void {
  const { context, inks, ratio } = sheet;
  context.fillStyle = inks.of(colour);
  const [wide, high] = [width * ratio, height * ratio];
  for (const { segment, value } of points) {
    context.fillRect(sheet.across(segment) - wide / 2, down(value) - high / 2, wide, high);
  }
}

function drawBars(sheet: Sheet, points: readonly Point[], down: Down): void {
  const { context, inks, ratio } = sheet;
  context.fillStyle = inks.of('challenger');
  for (const { segment, value } of points) {
    const [left, right] = [sheet.across(segment - 0.5), sheet.across(segment + 0.5)].map(Math.round);
    context.fillRect(left, down(value), Math.max(ratio, right - left), down(0) - down(value));
  }
}
