import type { z } from 'zod';
import { ExchangeError } from './exchange-error.ts';

/** JSON with a field a line and a list of numbers on one line, however long. */
export function readableJson(value: unknown): string {
  return `${lined(value, '')}\n`;
}

function lined(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  const given = Object.entries(value).filter(([, field]) => field !== undefined);
  const fields = given.map(([name, field]) => `${inner}${JSON.stringify(name)}: ${lined(field, inner)}`);
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`;
}

/**
 * A document of a known form.
 *
 * @param expected completes "expected …" when it is something else
 * @throws {ExchangeError} naming the path of each field that is not right.
 */
export function parsedJson<Schema extends z.ZodType>(text: string, schema: Schema, expected: string): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ExchangeError(`expected ${expected}, got no JSON: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(
    ({ path, message }) => `${path.length === 0 ? '' : `${path.join('.')}: `}${message}`,
  );
  throw new ExchangeError(`expected ${expected}: ${issues.join('; ')}`);
}
