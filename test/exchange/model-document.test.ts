import { describe, expect, it } from 'vitest';
import { readModelDocument, writeModelDocument } from '../../exchange/model-document.ts';
import type { ModelDefinition } from '../../learning/definition.ts';
import { type LearnerDefinition, learnerNames } from '../../learning/learners/registry.ts';
import { emptySnapshot } from '../../learning/snapshot/snapshot.ts';
import { joinStates } from '../../learning/state.ts';
import { definitionOf } from '../builders/definition.ts';
import { rowsOf } from '../builders/rows.ts';

/** A model that has learned four segments, as a snapshot. */
function learned(varied: Partial<ModelDefinition> = {}) {
  const definition = definitionOf({ gate: { name: 'champion' }, threshold: 'f1', ...varied });
  const snapshot = { ...emptySnapshot(definition), version: 4 };
  for (let i = 0; i < 4; i++) snapshot.model.observe(rowsOf(100, { seed: `lesson ${i}` }));
  return { definition, snapshot, text: writeModelDocument('clicks', snapshot) };
}

const fresh = rowsOf(200, { seed: 'fresh' });

describe.each(learnerNames.map((name) => ({ name }) as LearnerDefinition))('a model of learner $name', (learner) => {
  it('is the same to the last bit when its document is read again, and goes on alike', () => {
    const { definition, snapshot, text } = learned({ learner });
    const { model, notes } = readModelDocument(text, definition);
    expect(notes).toEqual([]);
    expect(joinStates({ model })).toEqual(joinStates({ model: snapshot.model }));
    for (let i = 0; i < fresh.count; i++) {
      expect(model.predictProba(fresh.X, 2 * i)).toBe(snapshot.model.predictProba(fresh.X, 2 * i));
    }
    expect(model.observe(fresh)).toEqual(snapshot.model.observe(fresh));
  });
});

describe('the document of a model', () => {
  it('keeps numbers that JSON does not have', () => {
    const { definition, snapshot } = learned();
    const coef = snapshot.model.state['champion/learner/coef'] as Float64Array;
    coef.set([-0, Number.NaN]);
    const { model } = readModelDocument(writeModelDocument('clicks', snapshot), definition);
    expect(model.state['champion/learner/coef']).toEqual(Float64Array.of(-0, Number.NaN));
  });

  it('can be read by a person: definition, scores, and the weights by name, a list a line', () => {
    const { snapshot, text } = learned();
    expect(JSON.parse(text)).toMatchObject({
      format: 'sluice-model',
      model: 'clicks',
      version: 4,
      definition: { features: ['x0', 'x1'], learner: { name: 'sgd' } },
      threshold: snapshot.model.threshold,
      segments: 4,
      quality: { rows: 400 },
      state: { champion: { learner: { coef: [...(snapshot.model.state['champion/learner/coef'] as Float64Array)] } } },
    });
    expect(text).toMatch(/^ {8}"coef": \[-?\d\.\d+,-?\d\.\d+\],$/m);
  });

  it('may be read under another gate, learning rate and threshold, which is said', () => {
    const { text } = learned();
    const { notes } = readModelDocument(text, definitionOf({ learner: { name: 'sgd', eta0: 0.5 }, threshold: 0.3 }));
    expect(notes).toEqual([
      'learner: was {"name":"sgd"} in the file, is {"name":"sgd","eta0":0.5} now',
      'gate: was {"name":"champion"} in the file, is {"name":"none"} now',
      'threshold: was "f1" in the file, is 0.3 now',
    ]);
  });

  it.each<[string, Partial<ModelDefinition>, string]>([
    ['features', { features: 3 }, 'features: the model is defined with ["x0","x1","x2"], the file has ["x0","x1"]'],
    ['names', { features: ['a', 'b'] }, 'features: the model is defined with ["a","b"], the file has ["x0","x1"]'],
    ['categories', { categorical: ['x1'] }, 'categorical: the model is defined with ["x1"], the file has []'],
    ['learner', { learner: { name: 'ftrl' } }, 'learner: the model is defined with "ftrl", the file has "sgd"'],
    ['scaler', { scaler: 'minmax' }, 'scaler: the model is defined with "minmax", the file has "standard"'],
    [
      'stored arrays',
      { learner: { name: 'sgd', average: true } },
      'state champion/learner/averageCoef: expected Float64Array of 2, got nothing: an option that decides what the learner stores',
    ],
  ])('is refused under a definition with other %s', (_, varied, message) => {
    const { text } = learned();
    expect(() => readModelDocument(text, definitionOf(varied))).toThrow(message);
  });

  it.each<[string, string, string]>([
    ['not JSON', '{', 'got no JSON'],
    ['something else', '{"coef_": [[1]]}', 'format: '],
    ['of a later version', '{"format": "sluice-model", "formatVersion": 2}', 'formatVersion: '],
  ])('that is %s is refused', (_, text, message) => {
    expect(() => readModelDocument(text, definitionOf())).toThrow(message);
  });

  it('with a number that was changed into something else is refused by name', () => {
    const { definition, text } = learned();
    const broken = text.replace(/"coef": \[[^,]+/, '"coef": ["a"');
    expect(() => readModelDocument(broken, definition)).toThrow(
      'state champion/learner/coef, element 0: expected a number',
    );
  });
});
