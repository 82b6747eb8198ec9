import type { CfnResource } from 'aws-cdk-lib';
import { NagMessageLevel, NagPack, rules } from 'cdk-nag';

/** Rules of cdk-nag that are in none of its packs, and that we hold ourselves to. */
export class SluiceChecks extends NagPack {
  readonly name = 'Sluice';
  protected override packName = 'Sluice';

  protected checkResource(node: CfnResource): void {
    this.applyRule({
      ruleSuffixOverride: 'FunctionUrlAuth',
      info: 'The function URL takes requests from everybody.',
      explanation:
        'Whoever knows the address can call the function, and costs money; IAM lets in only whom a policy names.',
      level: NagMessageLevel.ERROR,
      rule: rules.lambda.LambdaFunctionUrlAuth,
      node,
    });
  }
}
