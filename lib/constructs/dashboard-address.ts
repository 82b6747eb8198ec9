import { Aws, CfnMapping } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../settings.ts';

export interface DashboardAddress {
  readonly name: string;
  /** In the console. */
  readonly url: string;
}

/**
 * Where the dashboard of a stage is. Its name is ours, as alarms link to it and it shows the alarms: a generated one would make
 * each wait for the other. Dashboards belong to an account, not to a region, so the region is in it.
 */
export function dashboardAddress(scope: Construct, stage: Stage): DashboardAddress {
  const consoles = new CfnMapping(scope, 'Consoles', {
    mapping: {
      aws: { host: 'console.aws.amazon.com' },
      'aws-cn': { host: 'console.amazonaws.cn' },
      'aws-us-gov': { host: 'console.amazonaws-us-gov.com' },
    },
  });
  const name = `sluice-${stage}-${Aws.REGION}`;
  const host = `${Aws.REGION}.${consoles.findInMap(Aws.PARTITION, 'host')}`;
  return { name, url: `https://${host}/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${name}` };
}
