import { unpackHistory } from '../report/packed-history.ts';
import type { PageData } from '../report/report.ts';
import { followEvents } from './events.ts';
import { LearningPage } from './learning-page.ts';
import { showThemeButton } from './theme-button.ts';

/* What runs in a page: in a report it makes the pictures zoom, on the live page it lets them grow too. */

const data = document.getElementById('data');
if (data !== null) {
  const { facts, history, telling }: PageData = JSON.parse(data.textContent ?? '');
  data.remove(); // a copy that nobody needs any more
  const page = new LearningPage(facts, unpackHistory(history));
  showThemeButton(() => page.recolour());
  if (telling !== undefined) followEvents(page, telling);
}
