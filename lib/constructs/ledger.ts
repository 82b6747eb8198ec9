import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ledgerKeys, variables } from '../../lambdas/contract.ts';
import type { StateSettings } from '../settings.ts';

/** The history of commits. */
export class Ledger extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, settings: StateSettings) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: ledgerKeys.partition, type: AttributeType.STRING },
      sortKey: { name: ledgerKeys.sort, type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: settings.deletionProtection,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets a function write commits, and ask whether a model without a snapshot ever made one. */
  grantCommit(grantee: LambdaFunction): void {
    grantee.addEnvironment(variables.ledgerTable, this.table.tableName);
    grantee.addToRolePolicy(
      new PolicyStatement({ actions: ['dynamodb:PutItem', 'dynamodb:Query'], resources: [this.table.tableArn] }),
    );
  }
}
