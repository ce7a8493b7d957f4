import { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';

/**
 * A bus of the pipeline's own, on which it tells what was published, updated, withdrawn and rejected. Rules of others
 * (`new Rule(this, 'Rule', { eventBus: pipeline.events.bus, … })`) take from it what they need.
 */
export class Events extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: 'What Dropwire published, withdrew and rejected' });
  }
}
