import type { RowLabel } from '../records/record.ts';
import type { Caller } from './caller.ts';
import { oddPayload } from './odd-payloads.ts';
import { goodPayload, labelsPayload, type Payload } from './payloads.ts';
import { producerOf, scenarioProducer } from './producer.ts';
import { ROW_IDS } from './row-table.ts';
import type { World } from './world.ts';

/** Who sends what in a schedule: 4 to 40 records in groups, some of them odd, perhaps by two producers at once. */
export function planned(world: World, records: number | undefined): Caller[] {
  if (records !== undefined) return [producerOf(world, 'the producer', [plain(records)])];
  const { choices } = world;
  const groups = groupsOf(world);
  const producers = [producerOf(world, 'the producer', groups)];
  if (choices.order(8) === 7) {
    world.journal.count('R5');
    producers.push(producerOf(world, 'the producer that fired twice', groups));
  }
  if (world.isFixed) producers.push(scenarioProducer(world), scenarioProducer(world));
  return producers;
}

/** How many records more than four, at most: mostly few, because what goes wrong shows in few. */
const SPREADS = [4, 4, 4, 4, 10, 10, 20, 37] as const;

/** Two of the first model, one of the other, one that cannot be read, and so on. */
function plain(records: number): Payload[] {
  return Array.from({ length: records }, (_, i) =>
    i % 4 === 3
      ? { ...oddPayload(1), partitionKey: String(i) }
      : goodPayload(i % 4 === 2 ? 'other' : 'clicks', `r${i}`, i),
  );
}

function groupsOf(world: World): Payload[][] {
  const { choices, journal } = world;
  const width = world.deployment.definitions.get('clicks')?.features.length;
  const records = 4 + choices.order(SPREADS[choices.order(SPREADS.length)]);
  const models = choices.order(2) === 0 ? ['clicks'] : ['clicks', 'clicks', 'other'];
  const onlyBad = choices.order(60) === 59;
  if (onlyBad) journal.count('P14');
  const oddOneIn = onlyBad ? 1 : [3, 10, 1_000, 1_000][choices.order(4)];
  const groups: Payload[][] = [];
  for (let sent = 0; sent < records; ) {
    const size = Math.min(records - sent, 1 + choices.order(8));
    groups.push(Array.from({ length: size }, (_, i) => payload(world, sent + i, oddOneIn, models, width)));
    sent += size;
  }
  return groups;
}

function payload(
  world: World,
  number: number,
  oddOneIn: number,
  models: readonly string[],
  width: number | undefined,
): Payload {
  const { choices, journal } = world;
  if (choices.order(oddOneIn) === oddOneIn - 1 && oddOneIn < 1_000) {
    const odd = { ...oddPayload(choices.order(64)), partitionKey: String(number) };
    if (odd.row !== undefined) journal.count(odd.row);
    return odd;
  }
  const model = models[choices.order(models.length)];
  const ids = [`r${number}`, `r${number}`, `r${number}`, `r${number}\n\u001b[31m`, undefined];
  const chosen = choices.order(ids.length);
  if (chosen === 3) journal.count('P13');
  if (model === 'clicks' && choices.order(5) === 4) return labelsPayload(ids[chosen], number, labelsFor(world));
  return goodPayload(model, ids[chosen], number, model === 'clicks' ? width : 2);
}

/** One to three, of few rows, so that they meet. */
function labelsFor({ choices }: World): RowLabel[] {
  return Array.from({ length: 1 + choices.order(3) }, () => ({
    id: ROW_IDS[choices.order(ROW_IDS.length)],
    label: choices.order(2) === 0 ? 0 : 1,
  }));
}
