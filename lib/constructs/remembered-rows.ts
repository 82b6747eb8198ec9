import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { rowKeys, variables } from '../../lambdas/contract.ts';
import type { StateSettings } from '../settings.ts';

/** Rows that were predicted and wait for their label, each until its time is over. */
export class RememberedRows extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, settings: StateSettings) {
    super(scope, id);
    const { due } = rowKeys;
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: rowKeys.partition, type: AttributeType.STRING },
      timeToLiveAttribute: rowKeys.expiresAt,
      globalSecondaryIndexes: [
        {
          indexName: due.index,
          partitionKey: { name: due.partition, type: AttributeType.STRING },
          sortKey: { name: due.sort, type: AttributeType.NUMBER },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: settings.deletionProtection,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets a function keep rows that it predicts. */
  grantRemember(grantee: LambdaFunction): void {
    this.#grant(grantee, 'dynamodb:PutItem');
  }

  /** Lets a function find rows that are due a label, and take them off the index. */
  grantSettle(grantee: LambdaFunction): void {
    this.#grant(grantee, 'dynamodb:UpdateItem');
    const index = `${this.table.tableArn}/index/${rowKeys.due.index}`;
    grantee.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources: [index] }));
  }

  /** Lets a function take rows for labels that it has. */
  grantClaim(grantee: LambdaFunction): void {
    this.#grant(grantee, 'dynamodb:UpdateItem');
  }

  #grant(grantee: LambdaFunction, action: string): void {
    grantee.addEnvironment(variables.rowTable, this.table.tableName);
    grantee.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [this.table.tableArn] }));
  }
}
