import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPredictionFile } from '../../cli/prediction-file.ts';
import type { Prediction } from '../../lambdas/predictor/predict.ts';

const sure: readonly Prediction[] = [
  { probability: 0.75, label: 1, uncertainty: 0.125 },
  { probability: 0.25, label: 0, uncertainty: 0.0625 },
];
const plain: readonly Prediction[] = [{ probability: 0.75, label: 1 }];

const newFolder = () => mkdtempSync(join(tmpdir(), 'sluice-test-'));

async function written(name: string, ...parts: readonly (readonly Prediction[])[]): Promise<string> {
  const path = join(newFolder(), name);
  const file = openPredictionFile(path);
  for (const part of parts) await file.write(part);
  await file.keep();
  return readFileSync(path, 'utf8');
}

describe('a file of predictions', () => {
  it('is CSV with one header, however many parts it is written in', async () => {
    expect(await written('said.csv', sure, sure.slice(1))).toBe(
      'probability,label,uncertainty\n0.75,1,0.125\n0.25,0,0.0625\n0.25,0,0.0625\n',
    );
  });

  it('has no column for an uncertainty that the learner does not know', async () => {
    expect(await written('said.csv', plain)).toBe('probability,label\n0.75,1\n');
    expect(await written('said.jsonl', plain)).toBe('{"probability":0.75,"label":1}\n');
  });

  it('is a line of JSON for each row where its name says so', async () => {
    expect(await written('said.ndjson', sure)).toBe(
      '{"probability":0.75,"label":1,"uncertainty":0.125}\n{"probability":0.25,"label":0,"uncertainty":0.0625}\n',
    );
  });

  it('is not there under its name before all is written, and not at all if something goes wrong', async () => {
    const folder = newFolder();
    const file = openPredictionFile(join(folder, 'said.csv'));
    expect(readdirSync(folder)).toEqual([]);
    await file.write(sure);
    expect(existsSync(join(folder, 'said.csv'))).toBe(false);
    await file.drop();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused under a name that does not say the format, or where none can be', async () => {
    expect(() => openPredictionFile('said.txt')).toThrow(
      '--out: expected a name that ends in .csv, .ndjson or .jsonl, got said.txt',
    );
    const nowhere = openPredictionFile(join(newFolder(), 'nowhere', 'said.csv'));
    await expect(nowhere.write(sure)).rejects.toThrow(/^--out: expected a file that can be written: ENOENT/);
    await nowhere.drop();
  });
});
