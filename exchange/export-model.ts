import type { Definition } from '../learning/definition.ts';
import type { ImportForm } from '../learning/snapshot/operation.ts';
import type { Snapshot } from '../learning/snapshot/snapshot.ts';
import type { Exported } from './exported.ts';
import type { ExportForm } from './forms.ts';
import { type ReadModel, readModelDocument, writeModelDocument } from './model-document.ts';
import { writeOnnx } from './onnx/export-onnx.ts';
import { readSklearnDocument, writeSklearnDocument } from './sklearn-document.ts';

/**
 * A model in a form for others.
 *
 * @param member of a committee, for `onnx`
 * @throws {ExchangeError} saying why, when the model cannot be written in it.
 */
export function exportModel(name: string, snapshot: Snapshot, form: ExportForm, member?: string): Exported {
  switch (form) {
    case 'json':
      return { content: writeModelDocument(name, snapshot), notes: [] };
    case 'sklearn':
      return withTrialNote(writeSklearnDocument(name, snapshot), snapshot);
    case 'onnx':
      return withTrialNote({ content: writeOnnx(name, snapshot, member), notes: [] }, snapshot);
    default:
      return form satisfies never;
  }
}

/** While a trial runs, a mixture of both is served; these forms have room for one. */
function withTrialNote({ content, notes }: Exported, { model }: Snapshot): Exported {
  return model.trial !== undefined
    ? { content, notes: [...notes, 'a trial runs: this is the champion, not the challenger'] }
    : { content, notes };
}

/** @throws {ExchangeError} when the file is not of this form, or does not fit the definition. */
export function importedModel(text: string, definition: Definition, form: ImportForm): ReadModel {
  return form === 'sluice' ? readModelDocument(text, definition) : readSklearnDocument(text, definition);
}
