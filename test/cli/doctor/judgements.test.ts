import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { findingLines } from '../../../cli/doctor/doctor.ts';
import { bad, good, unknown } from '../../../cli/doctor/finding.ts';
import {
  judgeAlarms,
  judgeLabeller,
  judgeMapping,
  judgeModel,
  judgeNode,
  judgeRows,
  judgeSchedule,
  judgeShard,
  judgeStack,
  judgeWaiting,
  type SeenModel,
} from '../../../cli/doctor/judgements.ts';
import { runbookAnchor } from '../../../lib/runbook.ts';
import { definitionOf } from '../../builders/definition.ts';

beforeEach(() => {
  vi.stubEnv('FORCE_COLOR', undefined);
});

const seenModel = (varied: Partial<SeenModel>): SeenModel => ({
  ...{ model: 'clicks', definition: definitionOf(), snapshot: { version: 7 }, commits: 7 },
  ...{ deployed: true, changes: [] },
  ...varied,
});

describe('a finding', () => {
  it('is a line with its sign, and what to do below it', () => {
    expect(findingLines(good('Node', '24.21.0'))).toEqual(['✓ Node: 24.21.0']);
    expect(findingLines(bad('alarm', 'it rings', 'see to it'))).toEqual(['✗ alarm: it rings', '    see to it']);
    expect(findingLines(unknown('alarms', 'there are none'))).toEqual(['– alarms: there are none']);
    expect(findingLines(unknown('model a', 'new', 'send'))).toEqual(['– model a: new', '    send']);
  });
});

describe('the doctor finds good', () => {
  it.each([
    [judgeNode('24.1.0'), '24.1.0'],
    [judgeStack('stack', 'UPDATE_COMPLETE', ''), 'UPDATE_COMPLETE'],
    [judgeMapping({ state: 'Enabled', lastResult: undefined }), 'enabled; last result: nothing yet'],
    [judgeMapping({ state: 'Enabled', lastResult: 'OK' }), 'enabled; last result: OK'],
    [judgeShard({ shardId: 's', waitingMs: undefined }), 'everything on it is taken'],
    [judgeShard({ shardId: 's', waitingMs: 3_000 }), 'the first record that waits has waited 3 s'],
    [judgeSchedule({ expression: 'rate(5 minutes)', enabled: false }), 'its schedule is off'],
    [judgeLabeller({ expression: 'rate(1 minute)', enabled: false }, []), 'no model needs it'],
    [
      judgeRows({ status: 'ACTIVE', expiresBy: 'expiresAt' }, false),
      'their table is ACTIVE, and each row ends by expiresAt',
    ],
    [
      judgeLabeller({ expression: 'rate(1 minute)', enabled: true }, ['clicks']),
      'its schedule is on, rate(1 minute), for labelAfter of clicks',
    ],
    [
      judgeModel(
        seenModel({
          model: 'clicks',
          definition: definitionOf(),
          snapshot: { version: 7 },
          commits: 7,
          deployed: true,
        }),
      ),
      'version 7, fits its definition',
    ],
  ])('%o', (finding, says) => {
    expect(finding).toMatchObject({ state: 'good', says });
  });

  it('alarms that are silent, with or without data', () => {
    const alarms = ['OK', 'INSUFFICIENT_DATA'].map((state) => ({ state, description: '' }));
    expect(judgeAlarms(alarms)).toEqual([good('alarms', 'none of 2 rings, 1 of them without data so far')]);
  });
});

describe('the doctor finds bad, and says what to do,', () => {
  it.each([
    [judgeNode('22.4.0'), '22.4.0, expected 24 or later', 'use the npm scripts'],
    [judgeStack('stack', undefined, 'nothing reads'), 'is not deployed', 'npm run deploy: nothing reads'],
    [judgeStack('stack', 'UPDATE_ROLLBACK_COMPLETE', ''), 'UPDATE_ROLLBACK_COMPLETE', 'deploy again'],
    [judgeMapping(undefined), 'nothing reads the stream', 'npm run deploy'],
    [judgeMapping({ state: 'Disabled', lastResult: 'OK' }), 'Disabled: nothing reads', 'enable it'],
    [judgeMapping({ state: 'Enabled', lastResult: 'PROBLEM: Function call failed' }), 'PROBLEM', 'docs/runbook.md#'],
    [judgeShard({ shardId: 's', waitingMs: 3_600_000 }), 'has waited 60 min', 'docs/runbook.md#'],
    [judgeRows(undefined, true), 'their table is gone', 'restore it'],
    [
      judgeRows({ status: 'ACTIVE', expiresBy: undefined }, false),
      'keeps them for ever: it ends items by nothing, expected expiresAt',
      'turn on time to live',
    ],
    [judgeRows({ status: 'ACTIVE', expiresBy: 'ttl' }, false), 'by ttl, expected expiresAt', 'turn on time to live'],
    [judgeWaiting(2, 0)[0], '2 wait in S3', 'sluice redrive'],
    [
      judgeLabeller({ expression: 'rate(1 minute)', enabled: false }, ['clicks', 'ads']),
      'no row gets a label by labelAfter of clicks, ads',
      'npm run deploy',
    ],
    [
      judgeModel(
        seenModel({ model: 'new', definition: definitionOf(), snapshot: undefined, commits: 0, deployed: false }),
      ),
      'not deployed: its records are quarantined',
      'npm run deploy',
    ],
    [
      judgeModel(
        seenModel({ model: 'clicks', definition: definitionOf(), snapshot: undefined, commits: 3, deployed: true }),
      ),
      'has made 3 versions, and its snapshot is gone',
      'sluice models restore clicks',
    ],
    [
      judgeModel(
        seenModel({
          model: 'clicks',
          definition: definitionOf(),
          snapshot: { why: 'truncated' },
          commits: 3,
          deployed: true,
        }),
      ),
      'its snapshot cannot be used: truncated',
      'docs/runbook.md#the-trainer-fails',
    ],
  ])('%o', (finding, says, todo) => {
    expect(finding).toMatchObject({
      state: 'bad',
      says: expect.stringContaining(says),
      todo: expect.stringContaining(todo),
    });
  });

  it('each model of which a setting was changed and not deployed, with both values', () => {
    const changes = [{ field: 'threshold', before: '0.5', after: '0.4' }];
    const about = 'model clicks';
    const says = 'is deployed otherwise: threshold: deployed 0.5, in sluice.config.ts 0.4';
    expect(judgeModel(seenModel({ changes }))).toEqual(bad(about, says, 'npm run deploy, or undo the change'));
    const unfit = judgeModel(seenModel({ changes, snapshot: { why: 'made for another definition' } }));
    expect(unfit).toMatchObject({ state: 'bad', says, todo: expect.stringContaining('its snapshot does not fit') });
  });

  it('each alarm that rings, with its heading in the runbook', () => {
    const described = (place: string) =>
      `The trainer fails. It means that calls fail.\n\nWhat to do: ${place}, also on the [dashboard](https://a.b/c)`;
    const alarms = [
      { state: 'ALARM', description: described('docs/runbook.md#the-trainer-fails') },
      {
        state: 'ALARM',
        description: described('[The trainer fails](https://example.com/runbook.md#the-trainer-fails)'),
      },
      { state: 'OK', description: '' },
    ];
    expect(judgeAlarms(alarms)).toEqual([
      bad('alarm', 'The trainer fails', 'docs/runbook.md#the-trainer-fails'),
      bad('alarm', 'The trainer fails', 'https://example.com/runbook.md#the-trainer-fails'),
    ]);
  });
});

describe('the doctor leaves open', () => {
  it.each([
    [judgeStack('stack', 'UPDATE_IN_PROGRESS', ''), 'UPDATE_IN_PROGRESS'],
    [judgeMapping({ state: 'Enabling', lastResult: undefined }), 'Enabling'],
    [judgeRows({ status: 'UPDATING', expiresBy: 'expiresAt' }, false), 'their table is UPDATING'],
    [judgeRows({ status: 'ACTIVE', expiresBy: undefined }, true), 'this emulator ends no row by itself'],
    [judgeAlarms([])[0], 'there are none'],
    [judgeWaiting(0, 4)[1], '4 records that could not be read wait in S3'],
    [judgeSchedule(undefined), 'has no schedule'],
    [
      judgeModel(seenModel({ model: 'old', definition: undefined, snapshot: undefined, commits: 9, deployed: true })),
      'not in sluice.config.ts',
    ],
    [
      judgeModel(
        seenModel({ model: 'new', definition: definitionOf(), snapshot: undefined, commits: 0, deployed: true }),
      ),
      'has learned nothing',
    ],
  ])('%o', (finding, says) => {
    expect(finding).toMatchObject({ state: 'unknown', says: expect.stringContaining(says) });
  });
});

it('every place of the runbook that the doctor names is there', () => {
  const root = join(import.meta.dirname, '../../..');
  const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
  const anchors = [...runbook.matchAll(/^## (.*)$/gm)].map(([, heading]) => runbookAnchor(heading));
  const source = readFileSync(join(root, 'cli/doctor/judgements.ts'), 'utf8');
  const named = [...source.matchAll(/runbook\.md#([a-z-]+)/g)].map(([, anchor]) => anchor);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});
