import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DropwireError } from '../shared/errors.ts';
import { pipelinePropsFrom } from './context.ts';
import { DropwireStack } from './dropwire-stack.ts';

try {
  const app = new App();
  const { stackName, ...pipeline } = pipelinePropsFrom((key) => app.node.tryGetContext(key));
  new DropwireStack(app, stackName, { pipeline });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  app.synth();
} catch (error) {
  if (!(error instanceof DropwireError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
