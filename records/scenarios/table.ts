import type { Scenario } from './scenario.ts';
import { tour } from './tour.ts';
import { tutorial } from './tutorial.ts';

/** Every scenario by name: one entry adds one, for producer, command line and report. */
export const scenarios = { tour, tutorial } satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as readonly ScenarioName[];
