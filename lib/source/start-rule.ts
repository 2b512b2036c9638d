import { Rule } from 'aws-cdk-lib/aws-events';
import type { EventPattern, Schedule } from 'aws-cdk-lib/aws-events';
import { CodePipeline } from 'aws-cdk-lib/aws-events-targets';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import type { Trigger } from './trigger';
import { checkTriggers, schedulesOf, triggersOf } from './trigger-checks';
import type { CheckedTrigger } from './trigger-checks';

/** What starts a pipeline by EventBridge: events of a source, and time tables. One role serves all of its rules. */
export class PipelineStarter {
  constructor(
    private readonly scope: Construct,
    private readonly context: DeliveryActionContext,
  ) {}

  /** The role that the rules have. */
  public get role(): IRole {
    return this.context.roles._frozenStarts();
  }

  /** Starts the pipeline at an event. */
  public onEvent(id: string, what: string, eventPattern: EventPattern): void {
    this.rule(id, `Starts the pipeline ${this.context.pipelineName} when ${what}`, { eventPattern });
  }

  /**
   * Starts the pipeline as the triggers of a source say that knows one kind of event, and no filters: by `onPush` where a push is among
   * them, or where none are given.
   */
  public startBy(problems: Problems, given: Trigger[] | undefined, withoutFilters: string, onPush: () => void): void {
    const support = { withoutFilters, patterns: LIMITS.triggerPatterns };
    const triggers = given === undefined ? undefined : checkTriggers(problems, given, support);
    this.onSchedules(triggers ?? []);
    if (triggers === undefined || triggersOf(triggers, 'push').length > 0) onPush();
  }

  /** Starts the pipeline by the time tables among the triggers. */
  public onSchedules(triggers: CheckedTrigger[]): void {
    const description = `Starts the pipeline ${this.context.pipelineName} by a time table`;
    for (const [id, schedule] of schedulesOf(triggers)) this.rule(id, description, { schedule });
  }

  private rule(id: string, description: string, when: { eventPattern?: EventPattern; schedule?: Schedule }): void {
    const target = new CodePipeline(this.context.pipeline, { eventRole: this.role });
    new Rule(this.scope, id, { description: description.slice(0, 500), ...when, targets: [target] });
  }
}
