import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { variables } from '../../shared/resources/environment.ts';
import { functionSettings } from '../../shared/resources/settings.ts';
import type { PipelineSettings } from '../props.ts';
import { bundledHandler } from './bundle.ts';
import { allow, type FunctionName, type Given, type GivenTo } from './given.ts';

export interface HandlerFunctionProps<F extends FunctionName> {
  /** Names its folder under functions/, its limits in shared/resources/settings.ts and its variables. */
  name: F;
  given: GivenTo<F>;
  settings: PipelineSettings;
}

/** One of the pipeline's functions: `functions/<name>/handler.ts`, told and allowed exactly what it is given. */
export class HandlerFunction<F extends FunctionName = FunctionName> extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { name, given, settings }: HandlerFunctionProps<F>) {
    super(scope, id);
    const entries = Object.entries(given) as [keyof typeof variables, Given][];
    const limits = functionSettings[name];

    this.logGroup = new LogGroup(this, 'Logs', {
      retention: settings.keepFunctionLogsDays,
      removalPolicy: settings.stage === 'prod' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.role = this.roleFor(entries.flatMap(([, { allow }]) => allow));
    this.function = new LambdaFunction(this, 'Function', {
      description: `Dropwire ${name}, for ${Stack.of(this).stackName}`,
      code: bundledHandler(this, name),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: limits.memoryMB,
      timeout: Duration.seconds(limits.timeoutSeconds),
      role: this.role,
      logGroup: this.logGroup,
      tracing: Tracing.ACTIVE,
      environment: Object.fromEntries(entries.map(([variable, { value }]) => [variables[variable], value])),
    });
  }

  /** A role of its own instead of AWSLambdaBasicExecutionRole, which may write to every log group of the account. */
  private roleFor(statements: Given['allow']): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(allow(this.logGroup.logGroupArn, ['logs:CreateLogStream', 'logs:PutLogEvents']));
    for (const statement of statements) role.addToPolicy(statement);
    this.acknowledgeWildcards(role, statements);
    return role;
  }

  private acknowledgeWildcards(role: Role, statements: Given['allow']): void {
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords only take "*".',
    });
    for (const resource of statements.flatMap((statement) => statement.resources)) {
      const finding = wildcardFinding(this, resource);
      if (finding === undefined) continue;
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${finding}]`,
        reason: 'Any object of this one bucket, by the actions listed: keys come from uploads and articles.',
      });
    }
  }
}

/** How cdk-nag writes the ARN of all of a bucket's objects: `<LogicalId.Arn>/*`. Undefined for an ARN without `*`. */
function wildcardFinding(scope: Construct, resource: string): string | undefined {
  const resolved = Stack.of(scope).resolve(resource);
  const [attribute, rest] = resolved?.['Fn::Join']?.[1] ?? [];
  return rest === '/*' ? `<${attribute['Fn::GetAtt'].join('.')}>/*` : undefined;
}
