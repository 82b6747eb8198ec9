/** Colours of the theme, as a canvas takes them: it knows no variables. */
export class Inks {
  readonly #probe = document.createElement('i');
  readonly #known = new Map<string, string>();

  constructor() {
    this.#probe.hidden = true;
    document.body.append(this.#probe);
  }

  /** @param name of a variable of the style sheet, `curve` for `--curve` */
  of(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#probe.style.color = `var(--${name})`;
    const colour = getComputedStyle(this.#probe).color;
    this.#known.set(name, colour);
    return colour;
  }

  /** The theme is another one now. */
  forget(): void {
    this.#known.clear();
  }
}
