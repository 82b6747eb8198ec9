import type { ImportForm } from '../learning/snapshot/operation.ts';

/** What a model can be exported as. */
export const exportForms = ['json', 'onnx', 'sklearn'] as const;
export type ExportForm = (typeof exportForms)[number];

/** Whose form an imported file may have. */
export const importForms = ['sluice', 'sklearn'] as const satisfies readonly ImportForm[];
