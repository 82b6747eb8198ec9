import { variables } from '../contract.ts';

type Variable = keyof typeof variables;

/**
 * Reads what a function was deployed with; the one place where functions look at `process.env`.
 *
 * @throws {Error} naming a variable that is missing or empty, so that a bad deployment fails on its first start.
 */
export function readVariables<Name extends Variable>(...names: readonly Name[]): Record<Name, string> {
  const read = names.map((name) => [name, variableValue(variables[name])]);
  return Object.fromEntries(read) as Record<Name, string>;
}

/**
 * The same for a number.
 *
 * @throws {Error} naming a variable that is missing, empty or no number from 0.
 */
export function readNumber(name: Variable): number {
  const value = variableValue(variables[name]);
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new Error(`${variables[name]}: expected a number from 0, got ${JSON.stringify(value)}; deploy it again`);
}

function variableValue(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is not set; the pipeline stack sets it: deploy it again`);
  if (value === '') throw new Error(`${variable} is empty; the pipeline stack sets it: deploy it again`);
  return value;
}
