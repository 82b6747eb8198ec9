/** A model that cannot be written in a form, or a file that cannot become one; says what came and what was expected. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
}
