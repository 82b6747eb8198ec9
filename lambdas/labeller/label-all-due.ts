import type { Definition } from '../../learning/definition.ts';
import { type LabellerPorts, labelDue } from './label-due.ts';

/** Does it for each model whose definition says so. One that fails does not keep the others from it. */
export async function labelAllDue(
  definitions: ReadonlyMap<string, Definition>,
  ports: LabellerPorts,
  telemetry: { sent(model: string, records: number): void },
  timeIsUp: () => boolean,
): Promise<void> {
  const errors: unknown[] = [];
  for (const [model, definition] of definitions) {
    if (definition.labelAfter === undefined) continue;
    try {
      telemetry.sent(model, await labelDue(model, definition, ports, timeIsUp));
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, 'several models failed');
}
