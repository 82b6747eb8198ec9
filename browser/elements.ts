/** Elements of markup that `report/` made: there everything that comes from data was escaped. */
export function elementsOf(markup: string): Element[] {
  const template = document.createElement('template');
  template.innerHTML = markup;
  return [...template.content.children];
}
