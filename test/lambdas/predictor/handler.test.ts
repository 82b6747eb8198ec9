import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { metrics, variables } from '../../../lambdas/contract.ts';
import { urlEvent } from '../../builders/predictor-world.ts';
import { stubAws } from '../../fakes/aws-environment.ts';
import { AwsServer } from '../../fakes/aws-server.ts';

const MARKER = 'MARK-7f3a';

/** Everything that a request brings, unruly. */
const unruly = `${MARKER}\n{"level":"ERROR","message":"forged"}\r\u001b[31m\u2028`;

const server = new AwsServer();
let handler: (event: LambdaFunctionURLEvent) => Promise<LambdaFunctionURLResult>;

beforeAll(async () => {
  vi.stubEnv('POWERTOOLS_DEV', undefined);
  stubAws(await server.start());
  for (const variable of ['modelBucket', 'rowTable', 'metricNamespace'] as const) {
    vi.stubEnv(variables[variable], variable.toLowerCase());
  }
  vi.stubEnv(variables.overrides, '{}');
  vi.stubEnv(variables.lookAgainMs, '5000');
  ({ handler } = await import('../../../lambdas/predictor/handler.ts'));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

/** What a call answers, and what it writes to standard output and error, line by line as JSON. */
async function called(event: LambdaFunctionURLEvent) {
  const written: string[] = [];
  const keep = (text: unknown) => written.push(String(text)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(keep));
  const result = await handler(event).finally(() => {
    for (const spy of spies) spy.mockRestore();
  });
  const lines = written.join('').split('\n').slice(0, -1);
  return { ...(result as Exclude<LambdaFunctionURLResult, string>), lines };
}

describe('the handler of the predictor', () => {
  it('answers over the real store, and writes one line of metrics for a request for predictions', async () => {
    const { statusCode, headers, body, lines } = await called(
      urlEvent('POST', '/models/clicks/predict', { X: [Array(10).fill(1)] }),
    );
    expect({ statusCode, headers }).toEqual({
      statusCode: 404,
      headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
    });
    expect(JSON.parse(body ?? '')).toMatchObject({ type: '/problems/not-committed' });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        model: 'clicks',
        [metrics.predictRequests]: 1,
        [metrics.predictRows]: 0,
        [metrics.predictErrors]: 0,
        [metrics.predictLatencyMs]: expect.any(Number),
      }),
    ]);
  });

  it('writes nothing of requests that ask for no predictions of a model', async () => {
    expect((await called(urlEvent('GET', '/models'))).lines).toEqual([]);
    expect((await called(urlEvent('POST', `/models/${MARKER}/predict`, {}))).lines).toEqual([]);
  });

  it('writes a line more when the store refuses, and counts an error', async () => {
    server.refuses = () => true;
    const { statusCode, lines } = await called(urlEvent('POST', '/models/clicks/predict', { X: [Array(10).fill(1)] }));
    server.refuses = () => false;
    expect(statusCode).toBe(503);
    const [failed, emitted] = lines.map((line) => JSON.parse(line));
    expect(failed).toMatchObject({ level: 'ERROR', message: 'failed', error: { name: 'AccessDenied' } });
    expect(emitted).toMatchObject({ [metrics.predictErrors]: 1 });
  });

  it.each([
    ['a path', urlEvent('POST', `/models/${unruly}/predict`, {})],
    ['a method', urlEvent(unruly, '/models')],
    ['a query', urlEvent('POST', '/models/clicks/predict', {}, { explain: unruly, [unruly]: unruly })],
    ['a body', urlEvent('POST', '/models/clicks/predict', unruly)],
    ['a field', urlEvent('POST', '/models/clicks/predict', { [unruly]: [] })],
    ['a value', urlEvent('POST', '/models/clicks/predict', { X: [Array(10).fill(unruly)] })],
  ])('logs nothing that came in %s, and answers in JSON', async (_, event) => {
    const { statusCode, body, lines } = await called(event);
    expect([400, 404, 405]).toContain(statusCode);
    expect(JSON.parse(body ?? '').detail).not.toMatch(/[\u0000-\u001f]/);
    expect(lines.filter((line) => line.includes(MARKER) || line.includes('forged'))).toEqual([]);
  });
});
