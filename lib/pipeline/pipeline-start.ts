import { Token } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import type { EventPattern, IEventBus, Schedule } from 'aws-cdk-lib/aws-events';
import { CodePipeline } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { checkChoice, checkGiven, checkName, checkStruct, orEmpty } from '../core/checks';
import { checkList } from '../core/list-checks';
import { checkOptionalResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { shortHash } from '../core/names';
import type { Problems } from '../core/problems';
import { checkSchedule } from '../core/schedule-checks';
import { weak } from '../core/references';
import type { PackageFeed } from '../packages/package-feed';
import { PackageVersionEvent } from '../packages/package-version-event';

/**
 * Options of a start by an event.
 */
export interface EventStartOptions {
  /**
   * The bus that the event comes to.
   *
   * @default - the default bus of the account, where AWS puts its own events
   */
  readonly eventBus?: IEventBus;
}

/** What a start is told of the pipeline. */
export interface StartContext extends Pick<DeliveryActionContext, 'pipeline' | 'pipelineName' | 'roles'> {
  /** The feeds of the builds of the pipeline. */
  readonly feeds: PackageFeed[];
}

type Bind = (scope: Construct, problems: Problems, context: StartContext) => void;

/**
 * What starts a pipeline beside its sources. The sources then give what they have at that time.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-about-starting.html
 */
export class PipelineStart {
  /**
   * A time table, in UTC. Two pipelines with the same table start together.
   *
   * @param schedule `Schedule` of `aws-cdk-lib/aws-events`.
   */
  public static schedule(schedule: Schedule): PipelineStart {
    const expression: unknown = (schedule as Schedule | undefined)?.expressionString;
    return new PipelineStart(`schedule/${String(expression)}`, (scope, problems, context) => {
      const checked = checkSchedule(problems, '', schedule);
      if (checked !== undefined) start(scope, context, 'by a time table', { schedule: checked });
    });
  }

  /**
   * The success of another pipeline, in the account and region of this one.
   *
   * @param pipelineName its name. A pipeline that starts itself is an error.
   */
  public static pipelineSuccess(pipelineName: string): PipelineStart {
    return new PipelineStart(`pipeline/${pipelineName}`, (scope, problems, context) => {
      const name = checkName(problems, '', checkGiven(problems, '', pipelineName, 'given'), LIMITS.pipelineName);
      if (name === undefined) return;
      if (name === context.pipelineName) {
        problems.add('', 'must be another pipeline: this one would start itself for ever', { got: name });
      } else {
        start(scope, context, `when the pipeline ${pipelineName} has succeeded`, {
          eventPattern: {
            source: ['aws.codepipeline'],
            detailType: ['CodePipeline Pipeline Execution State Change'],
            detail: { pipeline: [weak(scope, pipelineName)], state: ['SUCCEEDED'] },
          },
        });
      }
    });
  }

  /**
   * Any event of EventBridge.
   *
   * @param eventPattern what the event must look like; it needs a `source` or a `detailType` at least.
   */
  public static onEvent(eventPattern: EventPattern, options: EventStartOptions = {}): PipelineStart {
    const identity = `event/${shortHash(JSON.stringify([eventPattern]))}`;
    return new PipelineStart(identity, (scope, problems, context) => {
      const pattern = checkPattern(problems, eventPattern);
      const { eventBus } = orEmpty(options);
      const bus = checkOptionalResource(problems, 'eventBus', scope, eventBus, 'an event bus', 'eventBusArn');
      if (pattern !== undefined) start(scope, context, 'when an event comes', { eventPattern: pattern }, bus);
    });
  }

  /**
   * A version of a package, so that the release of a library rebuilds what uses it. A pipeline that publishes what starts it is an error.
   *
   * @param packageVersion `PackageVersionEvent.of(repository, …)`.
   */
  public static packageVersion(packageVersion: PackageVersionEvent): PipelineStart {
    return new PipelineStart(identityOf(packageVersion), (scope, problems, context) => {
      const checked = checkChoice(problems, '', checkGiven(problems, '', packageVersion, 'given'), PackageVersionEvent);
      const eventPattern = checked?._bind(scope, problems);
      if (checked === undefined || eventPattern === undefined) return;
      if (context.feeds.some((feed) => checked._isCausedBy(feed))) {
        problems.add('', 'must not be what a build of this pipeline publishes: it would start itself for ever', {
          cure: 'name the packages of others by packageNamespace and packageName',
        });
      }
      start(scope, context, 'when a package has a new version', { eventPattern });
    });
  }

  private constructor(
    private readonly identity: string,
    private readonly binding: Bind,
  ) {}

  /**
   * What tells this start from the others of a pipeline, whatever their order.
   *
   * @internal
   */
  public get _id(): string {
    return `Start${shortHash(this.identity)}`;
  }

  /** @internal */
  public _bind(scope: Construct, problems: Problems, context: StartContext): void {
    this.binding(scope, problems, context);
  }
}

/** EventBridge takes lists that are not empty: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
function checkPattern(problems: Problems, given: EventPattern): EventPattern | undefined {
  const before = problems.count;
  const pattern = checkStruct(problems, '', checkGiven(problems, '', given, 'given'));
  if (pattern === undefined) return undefined;
  if ((pattern.source ?? pattern.detailType) === undefined) {
    problems.add('', 'must have a source or a detailType: else every event would start the pipeline');
  }
  const { detail, ...lists } = pattern;
  for (const [name, list] of Object.entries(lists) as [string, unknown][]) {
    if (list !== undefined && !Token.isUnresolved(list)) checkList(problems, name, list as unknown[], 1);
  }
  checkStruct(problems, 'detail', detail);
  return problems.count === before ? pattern : undefined;
}

function identityOf(event: PackageVersionEvent): string {
  return (event as unknown) instanceof PackageVersionEvent ? `package/${event._identity}` : 'package';
}

interface When {
  readonly schedule?: Schedule;
  readonly eventPattern?: EventPattern;
}

function start(
  scope: Construct,
  { pipeline, pipelineName, roles }: StartContext,
  why: string,
  when: When,
  bus?: IEventBus,
): void {
  const local = bus && EventBus.fromEventBusArn(scope, 'Bus', weak(scope, bus.eventBusArn));
  new Rule(scope, 'Rule', {
    description: `Starts the pipeline ${pipelineName} ${why}`.slice(0, 500),
    ...when,
    eventBus: local,
    targets: [new CodePipeline(pipeline, { eventRole: roles._frozenStarts() })],
  });
}
