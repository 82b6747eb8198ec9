import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { smallCapacities } from '../../simulation/capacities.ts';
import { type Plant, plants } from '../../simulation/plants.ts';

const root = path.resolve(import.meta.dirname, '../..');
const patches = [...smallCapacities, ...Object.values<Plant>(plants).flatMap((plant) => plant.patches ?? [])];

it.each(patches)('$file still says, once: $find', ({ file, find }) => {
  const source = readFileSync(path.join(root, file), 'utf8');
  expect(source.split(find)).toHaveLength(2);
});
