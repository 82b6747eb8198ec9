const REACH_PX = 24;
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: -1e6,
  End: 1e6,
};

/**
 * Makes of the `<title>` of each mark in a strip a sentence that is seen at once, under the pointer, under a finger, and
 * from the keyboard: a strip is one stop of Tab, the arrow keys go along its marks. Where scripts do not run, the titles
 * stay, and the table of decisions has the sentences too.
 *
 * The mark that is nearest is meant, as marks may lie a pixel apart. Focus is heard by the strip's parent: an svg that
 * listens for it would become a stop of its own.
 */
export function tellTitles(strip: SVGElement): void {
  const marks = [...strip.querySelectorAll<SVGElement>('.mark')];
  for (const mark of marks) {
    const title = mark.querySelector('title');
    mark.setAttribute('role', 'img');
    mark.setAttribute('aria-label', title?.textContent ?? '');
    mark.setAttribute('tabindex', mark === marks[0] ? '0' : '-1');
    title?.remove();
  }
  const focus = (mark: SVGElement): void => {
    strip.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
    mark.setAttribute('tabindex', '0');
    mark.focus({ preventScroll: true });
  };
  strip.addEventListener('pointermove', (event) => tell(nearest(marks, event)));
  strip.addEventListener('pointerdown', (event) => {
    const mark = nearest(marks, event);
    if (mark) focus(mark);
    tell(mark);
  });
  strip.addEventListener('mousedown', (event) => event.preventDefault());
  strip.addEventListener('pointerleave', ({ pointerType }) => {
    if (pointerType === 'mouse') hide();
  });
  strip.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = marks.indexOf(event.target as SVGElement) + step;
    focus(marks[Math.max(0, Math.min(marks.length - 1, at))]);
  });
  listenToParent(strip.parentElement);
}

/** Once, however often its strip is drawn again. */
function listenToParent(parent: HTMLElement | null): void {
  if (parent === null || parent.dataset.told !== undefined) return;
  parent.dataset.told = '';
  parent.addEventListener('focusin', ({ target }) => {
    if (target instanceof SVGElement && target.classList.contains('mark')) tell(target);
  });
  parent.addEventListener('focusout', hide);
}

addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') hide();
});
addEventListener('pointerdown', ({ target }) => {
  if (!(target instanceof Element && target.closest('.strip'))) hide();
});

function hide(): void {
  const tip = document.getElementById('tip');
  if (tip) tip.hidden = true;
  document.querySelector('.told')?.classList.remove('told');
}

function tell(mark: SVGElement | undefined): void {
  if (mark?.classList.contains('told')) return;
  hide();
  const tip = document.getElementById('tip');
  const strip = mark?.closest('.strip')?.getBoundingClientRect();
  if (mark === undefined || strip === undefined || tip === null) return;
  mark.classList.add('told');
  tip.textContent = mark.getAttribute('aria-label');
  tip.hidden = false;
  const at = mark.getBoundingClientRect();
  const most = document.documentElement.clientWidth - tip.offsetWidth - 8;
  const above = strip.top - tip.offsetHeight + 6;
  tip.style.left = `${scrollX + Math.max(8, Math.min(most, (at.left + at.right - tip.offsetWidth) / 2))}px`;
  tip.style.top = `${scrollY + (above < 0 ? strip.bottom + 6 : above)}px`;
}

function nearest(marks: readonly SVGElement[], event: PointerEvent): SVGElement | undefined {
  let found: SVGElement | undefined;
  let least = REACH_PX;
  for (const mark of marks) {
    const far = distance(mark, event);
    if (far < least) [found, least] = [mark, far];
  }
  return found;
}

function distance(mark: SVGElement, { clientX, clientY }: PointerEvent): number {
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  return Math.hypot(Math.max(left - clientX, 0, clientX - right), Math.max(top - clientY, 0, clientY - bottom));
}
