import { chosenLine, chosenSection, firstChosen } from '../report/chosen-section.ts';
import type { Facts } from '../report/facts.ts';
import type { History } from '../report/history.ts';
import { key } from '../report/key.ts';
import { changingParts, pictureSections, sections, shownInWords } from '../report/sections.ts';
import { idOf, type SegmentPicture, type Shown, wholeOf } from '../report/segment-picture.ts';
import { segmentPictures } from '../report/segment-pictures.ts';
import { elementsOf } from './elements.ts';
import { Inks } from './inks.ts';
import { nearestSegment, zoomed } from './range.ts';
import { type PictureHandlers, ZoomablePicture } from './zoomable-picture.ts';

/** A page of a history: what is shown of it, which segment is chosen, and the pictures of both. */
export class LearningPage {
  readonly #facts: Facts;
  readonly #inks = new Inks();
  readonly #pictures = new Map<string, ZoomablePicture>();
  readonly #parts = new Map<string, string>();
  #history: History;
  /** Nothing: all, however much comes. */
  #shown: Shown | undefined;
  /** Nothing: the one on which something was decided last. */
  #chosen: number | undefined;

  constructor(facts: Facts, history: History) {
    this.#facts = facts;
    this.#history = history;
    for (const [id, part] of changingParts(facts, history)) if (part) this.#parts.set(id, part.text);
    this.#markButtons(document.body);
    document.addEventListener('click', ({ target }) => {
      const at = target instanceof Element ? target.closest<HTMLElement>('.choose') : null;
      if (at === null) return;
      this.#handlers.choose(Number(at.dataset.segment));
      this.#handlers.open();
    });
    this.#startBar();
    this.#drawPictures();
  }

  get history(): History {
    return this.#history;
  }

  /** Shows a history that has grown, or has become another one. */
  grow(history: History): void {
    this.#history = history;
    const { segments } = history;
    if (this.#chosen !== undefined && !segments.some(({ segment }) => segment === this.#chosen))
      this.#chosen = undefined;
    if (segments.length > 0 && document.getElementById('pictures') === null) this.#beginPictures();
    for (const [id, part] of changingParts(this.#facts, history)) if (part) this.#replace(id, part.text);
    this.#drawPictures();
  }

  /** The theme is another one. */
  recolour(): void {
    this.#inks.forget();
    for (const picture of this.#pictures.values()) picture.redraw();
  }

  readonly #handlers: PictureHandlers = {
    zoom: (shown) => {
      if (shown.to < shown.from) return;
      this.#shown = shown;
      this.#drawPictures();
    },
    zoomBy: (factor) => {
      const { segments } = this.#history;
      if (segments.length === 0) return;
      const whole = wholeOf(segments);
      this.#shown = zoomed(this.#shown ?? whole, whole, this.#chosenNow()?.segment, factor);
      this.#drawPictures();
    },
    zoomToAll: () => {
      this.#shown = undefined;
      this.#drawPictures();
    },
    choose: (segment) => {
      this.#chosen = nearestSegment(this.#history.segments, segment)?.segment;
      this.#bringIntoView();
      this.#drawPictures();
    },
    step: (by) => {
      const { segments } = this.#history;
      const at = segments.findIndex(({ segment }) => segment === this.#chosenNow()?.segment);
      this.#chosen = segments.at(Math.max(0, Math.min(segments.length - 1, at + by)))?.segment;
      this.#bringIntoView();
      this.#drawPictures();
    },
    open: () => {
      const section = document.getElementById('chosen');
      section?.scrollIntoView({ block: 'center' });
      section?.focus({ preventScroll: true });
    },
  };

  #chosenNow() {
    const { segments } = this.#history;
    if (this.#chosen === undefined) return firstChosen(segments);
    return segments.find(({ segment }) => segment === this.#chosen);
  }

  /** What is shown follows the segment that is chosen. */
  #bringIntoView(): void {
    const [shown, chosen] = [this.#shown, this.#chosen];
    if (shown === undefined || chosen === undefined) return;
    const by = chosen < shown.from ? chosen - shown.from : Math.max(0, chosen - shown.to);
    this.#shown = { from: shown.from + by, to: shown.to + by };
  }

  /** The first segment has come: the pictures take the place of the sentence that promised them. */
  #beginPictures(): void {
    const template = document.createElement('template');
    template.innerHTML = sections(this.#facts, this.#history).text;
    const begun = ['pictures', 'chosen']
      .map((id) => template.content.getElementById(id))
      .filter((part) => part !== null);
    document.getElementById('waiting')?.replaceWith(...begun);
    this.#startBar();
  }

  #startBar(): void {
    const bar = document.getElementById('bar');
    if (bar === null) return;
    bar.hidden = false;
    const { zoomBy, zoomToAll } = this.#handlers;
    document.getElementById('zoom-in')?.addEventListener('click', () => zoomBy(0.5));
    document.getElementById('zoom-out')?.addEventListener('click', () => zoomBy(2));
    document.getElementById('zoom-all')?.addEventListener('click', zoomToAll);
  }

  #drawPictures(): void {
    const { segments } = this.#history;
    if (segments.length === 0) return;
    const shown = this.#shown ?? wholeOf(segments);
    const drawn = segmentPictures(this.#history, shown);
    const all = [...drawn.curves, ...drawn.gate, ...drawn.members];
    this.#makeRoom(all);
    const chosen = this.#chosenNow();
    const last = segments[segments.length - 1].segment;
    for (const picture of all) {
      this.#pictures.get(idOf(picture))?.update(picture, this.#facts.truth, chosen?.segment, last);
    }
    if (chosen !== undefined) {
      this.#replace('chosen', chosenSection(chosen).text);
      this.#setMarkup('chosen-line', chosenLine(chosen).text);
    }
    this.#setMarkup('key', key(segments, this.#facts.truth).text);
    this.#setMarkup('shown', shownInWords(shown, segments));
  }

  /** Figures come and stay: the first trial brings one. When zoomed to where there was none, the figure shows that. */
  #makeRoom(all: readonly SegmentPicture[]): void {
    if (all.every((picture) => document.getElementById(idOf(picture)) && this.#pictures.has(idOf(picture)))) return;
    const lacking = all.some((picture) => document.getElementById(idOf(picture)) === null);
    if (lacking) {
      for (const picture of this.#pictures.values()) picture.destroy();
      this.#pictures.clear();
      const pictures = document.getElementById('pictures');
      for (const section of pictures?.querySelectorAll(':scope > section') ?? []) section.remove();
      pictures?.prepend(...elementsOf(pictureSections(this.#history, this.#facts.truth).text));
    }
    for (const picture of all) {
      const figure = document.getElementById(idOf(picture));
      if (figure === null || this.#pictures.has(idOf(picture))) continue;
      this.#pictures.set(idOf(picture), new ZoomablePicture(figure, this.#inks, this.#handlers));
    }
  }

  /** Puts markup in the place of an element, unless it is the same, or somebody stands in it with the keyboard. */
  #replace(id: string, markup: string): void {
    const old = document.getElementById(id) ?? document.querySelector(`[data-part="${id}"]`);
    if (old === null || this.#parts.get(id) === markup) return;
    if (id !== 'chosen' && old.contains(document.activeElement)) return;
    this.#parts.set(id, markup);
    const scrolled = old.querySelector('.scroll');
    const [left, top] = [scrolled?.scrollLeft ?? 0, scrolled?.scrollTop ?? 0];
    const [made] = elementsOf(markup);
    old.replaceWith(made);
    made.querySelector('.scroll')?.scrollTo(left, top);
    this.#markButtons(made);
  }

  #setMarkup(id: string, markup: string): void {
    const element = document.getElementById(id);
    if (element === null || this.#parts.get(id) === markup) return;
    this.#parts.set(id, markup);
    element.innerHTML = markup;
  }

  /** The numbers of segments in tables choose them. */
  #markButtons(within: Element): void {
    for (const cell of within.querySelectorAll<HTMLElement>('[data-segment]:not(.choose)')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'choose';
      button.dataset.segment = cell.dataset.segment;
      button.textContent = cell.textContent;
      cell.removeAttribute('data-segment');
      cell.replaceChildren(button);
    }
  }
}
