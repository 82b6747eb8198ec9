import {
  featureScaled,
  featuresGarbage,
  inBurstOf,
  inShareOf,
  inSomeOfFirst,
  labelsFlipped,
  labelsShuffled,
} from './harms.ts';
import type { Scenario } from './scenario.ts';
import { scenarioOf } from './story.ts';
import { abrupt, fixed, gradual, recurring, stuckFeature } from './worlds.ts';

const tenth = { positives: 0.1 };
const fiftieth = { positives: 0.02 };

/** What a gate is for, in one stream. A longer burst could not be told from a change of the world. */
const tour = scenarioOf({
  description: 'a burst of label-flipped records, and later an abrupt change of concept',
  world: abrupt(0.6),
  harm: inBurstOf(5, labelsFlipped),
});

/** Quiet streams, in which a gate must not be noticed. */
const quiet = {
  fixed: scenarioOf({ description: 'one concept for the whole stream', world: fixed() }),
  small: scenarioOf({ description: 'one concept, records of 20 rows', world: fixed(), rows: 20 }),
  large: scenarioOf({ description: 'one concept, records of 1,000 rows', world: fixed(), rows: 1_000 }),
  'rare-10': scenarioOf({ description: 'one concept, 10 % positives', world: fixed(tenth) }),
  'rare-2': scenarioOf({ description: 'one concept, 2 % positives', world: fixed(fiftieth) }),
};

/** Streams whose world changes, which a gate must follow. */
const changing = {
  abrupt: scenarioOf({ description: 'another concept from the middle on', world: abrupt(0.5) }),
  gradual: scenarioOf({ description: 'a concept turns into another over a third of the stream', world: gradual() }),
  recurring: scenarioOf({ description: 'two concepts in turn, 100 records each', world: recurring(100) }),
  stuck: scenarioOf({ description: 'the first feature is stuck for a third of the stream', world: stuckFeature() }),
  'rare-10-abrupt': scenarioOf({ description: '10 % positives, another concept at half', world: abrupt(0.5, tenth) }),
  'rare-2-abrupt': scenarioOf({ description: '2 % positives, another concept at half', world: abrupt(0.5, fiftieth) }),
};

/** Streams with harm, which a gate must hold back. */
const harmful = {
  'flipped-10': scenarioOf({
    description: 'a tenth of the records have their labels flipped',
    world: fixed(),
    harm: inShareOf(0.1, labelsFlipped),
  }),
  'flipped-30': scenarioOf({
    description: 'three tenths of the records have their labels flipped',
    world: fixed(),
    harm: inShareOf(0.3, labelsFlipped),
  }),
  'random-10': scenarioOf({
    description: 'a tenth of the records have labels at random',
    world: fixed(),
    harm: inShareOf(0.1, labelsShuffled),
  }),
  'garbage-10': scenarioOf({
    description: 'a tenth of the records have garbage for features',
    world: fixed(),
    harm: inShareOf(0.1, featuresGarbage),
  }),
  'burst-5': scenarioOf({
    description: 'five records in a row have their labels flipped',
    world: fixed(),
    harm: inBurstOf(5, labelsFlipped),
  }),
  'burst-10': scenarioOf({
    description: 'ten records in a row have their labels flipped',
    world: fixed(),
    harm: inBurstOf(10, labelsFlipped),
  }),
  'scaled-10': scenarioOf({
    description: 'for ten records one feature comes times 1,000',
    world: fixed(),
    harm: inBurstOf(10, featureScaled),
  }),
  'poisoned-start': scenarioOf({
    description: 'three of the first five records have their labels flipped',
    world: fixed(),
    harm: inSomeOfFirst(3, 5, labelsFlipped),
  }),
  'abrupt-flipped-10': scenarioOf({
    description: 'another concept from the middle on, and a tenth of the records have their labels flipped',
    world: abrupt(0.5),
    harm: inShareOf(0.1, labelsFlipped),
  }),
  'rare-10-flipped-10': scenarioOf({
    description: '10 % positives, and a tenth of the records have their labels flipped',
    world: fixed(tenth),
    harm: inShareOf(0.1, labelsFlipped),
  }),
  'rare-2-flipped-10': scenarioOf({
    description: '2 % positives, and a tenth of the records have their labels flipped',
    world: fixed(fiftieth),
    harm: inShareOf(0.1, labelsFlipped),
  }),
};

/** What the tutorial meant to send, to the model that is as the tutorial's. */
const tutorial: Scenario = {
  ...quiet.fixed,
  description: "the tutorial's generator, one concept for the whole stream",
  model: 'tutorial',
  encoding: 'json',
};

/** Every scenario by name: one entry adds one, for producer, command line, benchmark and report. */
export const scenarios = { tour, tutorial, ...quiet, ...changing, ...harmful } satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as readonly ScenarioName[];
