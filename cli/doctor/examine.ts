import { stackNames } from '../../lambdas/contract.ts';
import { definitionsOf } from '../../lambdas/definitions.ts';
import { models } from '../../sluice.config.ts';
import { definitionsInForce, deployedWith } from '../deployed-definitions.ts';
import { findFunctions, findState } from '../deployment.ts';
import { readEnvironment } from '../environment.ts';
import { readPackage } from '../versions.ts';
import { examineState } from './examine-state.ts';
import { bad, type Finding, good, unknown } from './finding.ts';
import { judgeAlarms, judgeLabeller, judgeMapping, judgeNode, judgeSchedule, judgeStack } from './judgements.ts';
import { looked, messageOf } from './look.ts';
import { alarmsOf, mappingOf, scheduleIn, stack, whoAmI } from './sights.ts';

/** From what all else needs to what is only good to know; where there is nothing behind a door, it is not tried. */
export async function* examine(stage: string): AsyncGenerator<Finding> {
  const { version, devDependencies } = readPackage();
  yield good('Sluice', `${version}, stage ${stage}, aws-cdk ${devDependencies['aws-cdk']}`);
  yield judgeNode(process.versions.node);
  const reached = await endpoint();
  yield reached;
  if (reached.state === 'bad') return;
  const identity = await credentials();
  yield identity;
  if (identity.state === 'bad') return;
  const names = stackNames(stage);
  yield* await looked('bootstrap', async () => [await bootstrap()]);
  const stacks = await looked('stacks', async () => [
    judgeStack(`stack ${names.state}`, (await stack(names.state))?.status, 'nothing of the stage is there'),
    judgeStack(
      `stack ${names.pipeline}`,
      (await stack(names.pipeline))?.status,
      'the state is kept, nothing reads the stream',
    ),
  ]);
  yield* stacks;
  const [hasState, hasPipeline] = stacks.map(({ state }) => state !== 'bad');
  if (hasState) {
    const deployed = hasPipeline ? await deployedWith(await findFunctions(stage)) : undefined;
    yield* examineState(await findState(stage), definitionsOf(models, deployed?.overrides), deployed);
  }
  if (hasPipeline) yield* ofPipeline(stage, names.pipeline);
}

async function endpoint(): Promise<Finding> {
  const { endpoint: url } = readEnvironment();
  if (url === undefined) return good('endpoint', 'AWS, as AWS_ENDPOINT_URL is not set');
  try {
    await fetch(url, { signal: AbortSignal.timeout(5_000) });
    return good('endpoint', `${url}, by AWS_ENDPOINT_URL, answers`);
  } catch {
    return bad('endpoint', `nothing answers at ${url}`, 'start it, or unset AWS_ENDPOINT_URL for AWS itself');
  }
}

async function credentials(): Promise<Finding> {
  try {
    return good('credentials', await whoAmI());
  } catch (error) {
    const says = messageOf(error);
    const todo = /region is missing/i.test(says)
      ? 'set AWS_REGION, or a region in the profile'
      : 'set AWS_PROFILE, or sign in again';
    return bad('credentials', says, todo);
  }
}

async function bootstrap(): Promise<Finding> {
  const found = await stack('CDKToolkit', 'BootstrapVersion');
  if (found === undefined) {
    return bad('bootstrap', 'the account is not bootstrapped in this region', 'npx cdk bootstrap, once');
  }
  return found.output === undefined
    ? unknown('bootstrap', 'there, its version is not told')
    : good('bootstrap', `version ${found.output}`);
}

async function* ofPipeline(stage: string, stackName: string): AsyncGenerator<Finding> {
  const { trainer, predictorUrl } = await findFunctions(stage);
  yield* await looked('event source mapping', async () => [judgeMapping(await mappingOf(trainer))]);
  yield* await looked('alarms', async () => judgeAlarms(await alarmsOf(stackName)));
  yield* await looked('producer', async () => [judgeSchedule(await scheduleIn(stackName, 'Producer'))]);
  yield* await looked('labeller', async () => {
    const waiting = [...(await definitionsInForce(stage))].filter(([, { labelAfter }]) => labelAfter !== undefined);
    return [
      judgeLabeller(
        await scheduleIn(stackName, 'Labeller'),
        waiting.map(([model]) => model),
      ),
    ];
  });
  yield good('predictor', `answers at ${predictorUrl}`);
}
