/**
 * Makes of the `<title>` of each mark in a strip a sentence that is seen at once, under the pointer, under a finger, and
 * from the keyboard: a strip is one stop of Tab, the arrow keys go along its marks. Where scripts do not run, the titles
 * stay, and the table of decisions has the sentences too.
 *
 * The mark that is nearest is meant, as marks may lie a pixel apart. Focus is heard by the strip's parent: an svg that
 * listens for it would become a stop of its own.
 */
export const tooltipScript = `
const REACH_PX = 24;
const tip = document.getElementById('tip');
const hide = () => {
  tip.hidden = true;
  document.querySelector('.told')?.classList.remove('told');
};
const tell = (mark) => {
  if (mark?.classList.contains('told')) return;
  hide();
  if (!mark) return;
  mark.classList.add('told');
  tip.textContent = mark.getAttribute('aria-label');
  tip.hidden = false;
  const at = mark.getBoundingClientRect();
  const most = root.clientWidth - tip.offsetWidth - 8;
  const strip = mark.closest('.strip').getBoundingClientRect();
  const above = strip.top - tip.offsetHeight + 6;
  tip.style.left = scrollX + Math.max(8, Math.min(most, (at.left + at.right - tip.offsetWidth) / 2)) + 'px';
  tip.style.top = scrollY + (above < 0 ? strip.bottom + 6 : above) + 'px';
};
const distance = (mark, { clientX, clientY }) => {
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  return Math.hypot(Math.max(left - clientX, 0, clientX - right), Math.max(top - clientY, 0, clientY - bottom));
};
const nearest = (marks, event) => {
  let [found, least] = [false, REACH_PX];
  for (const mark of marks) {
    const far = distance(mark, event);
    if (far < least) [found, least] = [mark, far];
  }
  return found;
};
const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -1e6, End: 1e6 };
for (const strip of document.querySelectorAll('.strip')) {
  const marks = [...strip.querySelectorAll('.mark')];
  for (const mark of marks) {
    const title = mark.querySelector('title');
    mark.setAttribute('role', 'img');
    mark.setAttribute('aria-label', title.textContent);
    mark.setAttribute('tabindex', mark === marks[0] ? 0 : -1);
    title.remove();
  }
  const focus = (mark) => {
    strip.querySelector('[tabindex="0"]').setAttribute('tabindex', -1);
    mark.setAttribute('tabindex', 0);
    mark.focus({ preventScroll: true });
  };
  strip.addEventListener('pointermove', (event) => tell(nearest(marks, event)));
  strip.addEventListener('pointerdown', (event) => {
    const mark = nearest(marks, event);
    if (mark) focus(mark);
    tell(mark);
  });
  strip.addEventListener('mousedown', (event) => event.preventDefault());
  strip.addEventListener('pointerleave', ({ pointerType }) => { if (pointerType === 'mouse') hide(); });
  strip.parentElement.addEventListener('focusin', ({ target }) => tell(target));
  strip.parentElement.addEventListener('focusout', hide);
  strip.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    focus(marks[Math.max(0, Math.min(marks.length - 1, marks.indexOf(event.target) + step))]);
  });
}
addEventListener('keydown', ({ key }) => { if (key === 'Escape') hide(); });
addEventListener('pointerdown', ({ target }) => { if (!target.closest('.strip')) hide(); });
`;
