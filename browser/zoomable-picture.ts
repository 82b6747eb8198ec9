import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { count, decimals } from '../report/numbers.ts';
import { drawingOf, type SegmentPicture, type Shown } from '../report/segment-picture.ts';
import { drawLayers } from './draw-layers.ts';
import { elementsOf } from './elements.ts';
import type { Inks } from './inks.ts';
import { stepOf } from './keys.ts';
import { tellTitles } from './tooltip.ts';

/** What a person does to a picture; it happens to all of them. */
export interface PictureHandlers {
  zoom(shown: Shown): void;
  zoomBy(factor: number): void;
  zoomToAll(): void;
  choose(segment: number): void;
  /** By so many segments; infinite to the end. */
  step(segments: number): void;
  open(): void;
}

/** Room around the plot for dots that lie on its edge. */
const PAD_PX = 6;

/**
 * A picture whose points lie on a canvas: uPlot has the canvas, the cursor that all pictures share, and the range that is
 * dragged. Axes, bands and names are the very ones of a page without scripts, drawn again for what is shown.
 */
export class ZoomablePicture {
  readonly #figure: HTMLElement;
  readonly #drawing: HTMLElement;
  readonly #host: HTMLElement;
  readonly #readout: HTMLElement;
  readonly #inks: Inks;
  readonly #handlers: PictureHandlers;
  #plot: uPlot | undefined;
  #picture: SegmentPicture | undefined;
  #chosen: number | undefined;
  #drawn = '';
  /** A click ends every drag; it chooses nothing. (uPlot itself takes one pixel for a drag.) */
  #dragged = false;

  constructor(figure: HTMLElement, inks: Inks, handlers: PictureHandlers) {
    this.#figure = figure;
    this.#drawing = figure.querySelector('.drawing') as HTMLElement;
    this.#inks = inks;
    this.#handlers = handlers;
    this.#host = document.createElement('div');
    this.#host.className = 'canvas';
    this.#host.tabIndex = 0;
    this.#host.setAttribute('role', 'slider');
    this.#host.addEventListener('keydown', (event) => this.#onKey(event));
    this.#readout = document.createElement('span');
    this.#readout.className = 'readout';
    figure.querySelector('figcaption')?.append(this.#readout);
    new ResizeObserver(() => this.#resize()).observe(this.#drawing);
  }

  /** Draws a picture of the same name, of other segments or another range. */
  update(picture: SegmentPicture, truth: readonly TruthBand[], chosen: number | undefined, last: number): void {
    this.#picture = picture;
    this.#chosen = chosen;
    this.#drawFrame(picture, truth);
    this.#host.style.height = `${picture.height}px`;
    this.#host.setAttribute('aria-label', `${picture.name}, the chosen segment`);
    this.#host.setAttribute('aria-valuemin', '1');
    this.#host.setAttribute('aria-valuemax', String(last));
    this.#host.setAttribute('aria-valuenow', String(chosen ?? last));
    this.#host.setAttribute('aria-valuetext', this.#valueAt(chosen ?? last));
    if (this.#plot === undefined) this.#plot = this.#createPlot(picture);
    this.#plot.batch((plot: uPlot) => {
      plot.setData(dataOf(picture), false);
      plot.setScale('x', rangeOf(picture));
    });
    this.#resize();
    this.#plot.redraw();
  }

  redraw(): void {
    this.#plot?.redraw(false);
  }

  destroy(): void {
    this.#plot?.destroy();
  }

  /** A strip on which somebody stands with the keyboard stays until he leaves it. */
  #drawFrame(picture: SegmentPicture, truth: readonly TruthBand[]): void {
    const markup = drawingOf(picture, truth, 'none').text;
    if (markup !== this.#drawn && !this.#drawing.querySelector('.strip')?.contains(document.activeElement)) {
      this.#drawn = markup;
      const elements = elementsOf(markup);
      for (const old of [...this.#drawing.children]) if (old !== this.#host) old.remove();
      this.#drawing.prepend(...elements);
      for (const strip of this.#drawing.querySelectorAll<SVGElement>('.strip')) tellTitles(strip);
    }
    if (this.#host.parentElement === null) this.#drawing.append(this.#host);
    while (this.#drawing.nextElementSibling) this.#drawing.nextElementSibling.remove();
    if (picture.note !== undefined) this.#figure.append(...elementsOf(picture.note.text));
  }

  #createPlot(picture: SegmentPicture): uPlot {
    const { zoom, zoomToAll, choose } = this.#handlers;
    const options: uPlot.Options = {
      width: this.#width(),
      height: picture.height + 2 * PAD_PX,
      padding: [PAD_PX, PAD_PX, PAD_PX, PAD_PX],
      legend: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: { x: { time: false, auto: false }, y: { auto: false, range: [0, 1] } },
      series: [{}, { show: true, paths: () => null, points: { show: false } }],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 5, click: () => undefined },
        sync: { key: 'segments', filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' } },
        bind: {
          dblclick: () => () => {
            zoomToAll();
            return null;
          },
        },
      },
      hooks: {
        draw: [() => this.#draw()],
        setCursor: [({ cursor }) => this.#read(cursor.idx)],
        setSelect: [
          (plot) => {
            const { left, width } = plot.select;
            if (width === 0) return;
            this.#dragged = true;
            const [from, to] = [left, left + width].map((px) => plot.posToVal(px, 'x'));
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            zoom({ from: Math.ceil(from), to: Math.floor(to) });
          },
        ],
        ready: [
          (plot) => {
            plot.over.addEventListener('click', ({ offsetX }) => {
              if (!this.#dragged) choose(Math.round(plot.posToVal(offsetX, 'x')));
              this.#dragged = false;
            });
          },
        ],
      },
    };
    const plot = new uPlot(options, dataOf(picture), this.#host);
    plot.root.style.left = `${-PAD_PX}px`;
    plot.root.style.top = `${-PAD_PX}px`;
    return plot;
  }

  #draw(): void {
    const [plot, picture] = [this.#plot, this.#picture];
    if (plot === undefined || picture === undefined) return;
    const { left, top, width, height } = plot.bbox;
    const [from, to] = picture.x.domain();
    const across = (segment: number): number => left + ((segment - from) / (to - from)) * width;
    const sheet = {
      context: plot.ctx,
      left,
      right: left + width,
      top,
      bottom: top + height,
      ratio: uPlot.pxRatio,
      inks: this.#inks,
      across,
    };
    if (this.#chosen !== undefined && this.#chosen >= from && this.#chosen <= to) {
      plot.ctx.fillStyle = this.#inks.of('axis');
      plot.ctx.fillRect(Math.round(across(this.#chosen)) - sheet.ratio, top, 2 * sheet.ratio, height);
    }
    drawLayers(sheet, picture.layers ?? []);
  }

  #read(index: number | null | undefined): void {
    const point = index === null || index === undefined ? undefined : this.#points()[index];
    this.#readout.textContent = point === undefined ? '' : this.#valueAt(point.segment);
  }

  #valueAt(segment: number): string {
    const point = this.#points().find((candidate) => candidate.segment === segment);
    return `segment ${count(segment)}${point === undefined ? '' : `: ${decimals(point.value)}`}`;
  }

  #points() {
    return mainPoints(this.#picture);
  }

  #resize(): void {
    const [plot, width] = [this.#plot, this.#width()];
    const height = (this.#picture?.height ?? 0) + 2 * PAD_PX;
    if (plot !== undefined && width > 2 * PAD_PX && (plot.width !== width || plot.height !== height)) {
      plot.setSize({ width, height });
    }
  }

  #width(): number {
    return this.#host.clientWidth + 2 * PAD_PX;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { zoomBy, zoomToAll, step, open } = this.#handlers;
    const [from, to] = this.#picture?.x.domain() ?? [0, 0];
    const segments = stepOf(event.key, Math.max(1, Math.round((to - from) / 10)));
    if (segments !== undefined) step(segments);
    else if (event.key === '+' || event.key === '=') zoomBy(0.5);
    else if (event.key === '-') zoomBy(2);
    else if (event.key === '0' || event.key === 'Escape') zoomToAll();
    else if (event.key === 'Enter') open();
    else return;
    event.preventDefault();
  }
}

/** The layer that the cursor reads: the first that has a value for each segment. */
function mainPoints(picture: SegmentPicture | undefined) {
  const layer = picture?.layers?.find(({ kind }) => kind === 'dots' || kind === 'curve');
  return layer?.points ?? [];
}

/** uPlot finds segments by these; what is drawn comes from the layers. */
function dataOf(picture: SegmentPicture): uPlot.AlignedData {
  const segments = mainPoints(picture).map(({ segment }) => segment);
  return [segments, segments];
}

function rangeOf(picture: SegmentPicture): { min: number; max: number } {
  const [min, max] = picture.x.domain();
  return { min, max };
}
