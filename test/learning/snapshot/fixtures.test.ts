import { describe, expect, it } from 'vitest';
import { FORMAT_VERSION } from '../../../learning/snapshot/sections.ts';
import { decodeSnapshot } from '../../../learning/snapshot/snapshot.ts';
import expected from './fixtures/expected.json' with { type: 'json' };
import { fixtureModels } from './fixtures/models.ts';
import { fixtureFiles, hashAfter } from './fixtures/read.ts';

const fixtures = fixtureFiles();

it('there are fixtures of every model, in the present format and, where there is one, the one before', () => {
  const versions = [FORMAT_VERSION - 1, FORMAT_VERSION].filter((version) => version >= 1);
  const files = versions.flatMap((version) =>
    Object.keys(fixtureModels).map((model) => `v${version}-${model}.snapshot.gz`),
  );
  expect(fixtures.map(({ file }) => file).sort()).toEqual(files.sort());
});

describe.each(fixtures)('a snapshot that was written once: $file', (fixture) => {
  const { file, model, bytes } = fixture;

  it('is read, with all that a model has', () => {
    const snapshot = decodeSnapshot(bytes, fixtureModels[model]);
    expect(snapshot).toMatchObject({ version: 1, lastCommit: { model, records: { taken: 31 } }, steering: {} });
    expect(snapshot.model.segments).toBe(10);
    expect(snapshot.pending.count).toBe(7);
    expect(snapshot.recentIds.has('r1')).toBe(true);
    expect(snapshot.checkpoints.toJson()).toHaveLength(2);
  });

  it('goes on learning to the bytes that were written down', () => {
    expect(hashAfter(fixture)).toBe((expected as Record<string, string>)[file]);
  });
});
