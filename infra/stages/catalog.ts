import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { type TableKey, timeToLiveAttribute } from '../../shared/resources/table-keys.ts';
import type { PipelineSettings } from '../props.ts';

const partitionKey: keyof TableKey = 'pk';
const sortKey: keyof TableKey = 'sk';

/** The catalog: one table, read by its own keys only (no index, which could only be read eventually). */
export class Catalog extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { stage }: PipelineSettings) {
    super(scope, id);
    this.table = new Table(this, 'Catalog', {
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      sortKey: { name: sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute,
      deletionProtection: stage === 'prod',
      removalPolicy: stage === 'prod' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
