import { expect, it } from 'vitest';
import { redrivenModels } from '../../../lambdas/aws/s3-failed-records.ts';
import { keys } from '../../../lambdas/contract.ts';

it('marks tell which models of which object were sent again', () => {
  const batch = 'aws/lambda/mapping/shardId-000000000000/2026/01/07/2026-01-07T00.00.00-random';
  const record = keys.quarantine('shardId-000000000000', '7');
  const marks = [keys.redriven(batch, 'clicks'), keys.redriven(batch, 'a-b'), keys.redriven(record, 'clicks')];

  expect(redrivenModels(marks)).toEqual(
    new Map([
      [batch, new Set(['clicks', 'a-b'])],
      [record, new Set(['clicks'])],
    ]),
  );
});
