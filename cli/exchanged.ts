import { ExchangeError } from '../exchange/exchange-error.ts';
import { CommandError } from './errors.ts';

/** @throws {CommandError} saying of what, when a model cannot be written, or a file cannot be read. */
export function exchanged<Result>(of: string, exchange: () => Result): Result {
  try {
    return exchange();
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    throw new CommandError(`${of}: ${error.message}`, { cause: error });
  }
}
