import { Stack } from 'aws-cdk-lib';
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { IProfilingGroup } from 'aws-cdk-lib/aws-codeguruprofiler';
import type { TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { checkLiteralBoolean, checkLiteralName, checkLiteralOneOf, checkStruct, orEmpty } from '../core/checks';
import { checkResource } from '../core/environments';
import { grantApart, GrantsOnce } from '../core/grants';
import { LIMITS } from '../core/limits';
import { fixedName, shortHash } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { locationOf } from './agent-environment';
import type { AgentGroup } from './agent-environment';
import { checkAgentSettings, linesOf } from './agent-settings';
import type { ApplicationProfilerProps } from './application-profiler-props';
import { profileFunction } from './profiled-function';
import type { ProfiledContainerOptions, ProfiledFunctionOptions, ProfiledServerOptions } from './profiled-options';
import { profileContainer, profileFleet } from './profiled-server';
import { AgentStart, ProfilerPlatform } from './profiler-choices';
import { groupArn, makeGroup } from './profiling-group';

/**
 * A profiling group of CodeGuru Profiler, and what lets applications report to it: an agent in each, its environment, and the right to post profiles and nothing else.
 *
 * The service has agents for Python and Java. AWS has said nothing of its future; other services of CodeGuru have ended.
 *
 * Wrong props, and what cannot be profiled, are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codeguru/latest/profiler-ug/what-is-codeguru-profiler.html
 */
export class ApplicationProfiler extends Construct {
  /** The name of the profiling group, known at synthesis. */
  public readonly profilingGroupName: string;

  /** The profiling group. Nothing where profiling is off. */
  public readonly profilingGroup?: IProfilingGroup;

  /** The environment variables that tell an agent where to report, for applications that nothing of the app makes. Empty where profiling is off. */
  public readonly environment: Record<string, string>;

  private readonly problems: Problems;
  private readonly platform: ProfilerPlatform;
  private readonly group: AgentGroup;
  private readonly grants: GrantsOnce;
  private parameter?: StringParameter;

  constructor(scope: Construct, id: string, props: ApplicationProfilerProps = {}) {
    super(scope, id);
    const given = orEmpty(props);
    this.problems = Problems.of(this, 'ApplicationProfiler');
    const { problems } = this;
    this.grants = new GrantsOnce(this);
    const name = checkLiteralName(problems, 'profilingGroupName', given.profilingGroupName, LIMITS.profilingGroupName);
    this.profilingGroupName = name ?? fixedName(this, LIMITS.profilingGroupName.max);
    const platform = checkLiteralOneOf(problems, 'platform', given.platform, ProfilerPlatform, 'ProfilerPlatform');
    this.platform = platform ?? ProfilerPlatform.LAMBDA;
    const isOn = checkLiteralBoolean(problems, 'enabled', given.enabled ?? undefined) ?? true;
    this.group = {
      scope: this,
      groupName: this.profilingGroupName,
      settings: checkAgentSettings(problems, given.agentSettings ?? undefined),
      parameterName: () => this.parameterName(),
    };
    this.environment = isOn ? locationOf(this, this.profilingGroupName) : {};
    if (isOn) this.profilingGroup = makeGroup(this, problems, this.profilingGroupName, this.platform, given);
  }

  /**
   * Profiles a Lambda function that the app makes, on x86_64: adds the layer with the agent, what starts it, the environment, and the right to post profiles.
   *
   * @see https://docs.aws.amazon.com/codeguru/latest/profiler-ug/lambda-simple.html
   */
  public profile(profiled: IFunction, options: ProfiledFunctionOptions = {}): void {
    const kind = 'profile';
    const given = checkResource(this.problems, kind, this, profiled, 'a function', 'functionArn');
    const how = orEmpty(checkStruct(this.problems, kind, options));
    const place = given && this.placeOf(kind, given, ProfilerPlatform.LAMBDA);
    if (given === undefined || place === undefined) return;
    profileFunction(place, this.problems, this.group, given, how);
    this.allow(place, given, how.start);
  }

  /**
   * Profiles a container of a task definition that the app makes: adds the environment, and the right of its tasks to post profiles. The image brings the agent.
   *
   * @see https://docs.aws.amazon.com/codeguru/latest/profiler-ug/setting-up-long.html
   */
  public profileContainer(task: TaskDefinition, options: ProfiledContainerOptions): void {
    const kind = 'profileContainer';
    const given = checkResource(this.problems, kind, this, task, 'a task definition of the app', 'findContainer');
    const how = orEmpty(checkStruct(this.problems, kind, options));
    const place = given && this.placeOf(kind, given, ProfilerPlatform.DEFAULT, how.containerName);
    if (given === undefined || place === undefined) return;
    profileContainer(this.problems, this.group, given, how);
    this.allow(place, given.taskRole, how.start);
  }

  /**
   * Profiles what runs on the servers of an Auto Scaling group that the app makes: adds the environment to all services of systemd by the user data, for servers that are launched from
   * then on, and the right to post profiles. What the group releases brings the agent.
   *
   * @see https://docs.aws.amazon.com/codeguru/latest/profiler-ug/setting-up-long.html
   */
  public profileFleet(fleet: IAutoScalingGroup, options: ProfiledServerOptions): void {
    const kind = 'profileFleet';
    const given = checkResource(this.problems, kind, this, fleet, 'an Auto Scaling group', 'autoScalingGroupArn');
    const how = orEmpty(checkStruct(this.problems, kind, options));
    const place = given && this.placeOf(kind, given, ProfilerPlatform.DEFAULT);
    if (given === undefined || place === undefined) return;
    profileFleet(this.problems, this.group, given, how);
    this.allow(place, given, how.start);
  }

  /** Lets somebody post profiles, and nothing else. Where profiling is off nobody is let do anything. */
  public grantPublish(grantee: IGrantable): Grant {
    if (this.profilingGroup === undefined) return Grant.drop(grantee, 'profiling is off');
    return this.grants.grant(this.problems, 'Publish', grantee, [this.posting()]);
  }

  /** Where what belongs to one application is made; nothing where profiling is off, or where the group is not for it. */
  private placeOf(kind: string, { node }: IConstruct, platform: ProfilerPlatform, part = ''): Construct | undefined {
    if (this.profilingGroup === undefined) return undefined;
    const prop = `${kind}(${node.id})`;
    if (this.platform !== platform) {
      this.problems.add(prop, `needs a profiler for ${platform}, got one for ${this.platform}`, {
        cure: 'set platform',
      });
      return undefined;
    }
    const id = `${node.id}${shortHash(`${node.path}/${part}`)}`;
    if (this.node.tryFindChild(id) === undefined) return new Construct(this, id);
    this.problems.add(prop, 'must not be profiled twice');
    return undefined;
  }

  private allow(place: Construct, grantee: IGrantable, start?: AgentStart): void {
    const { parameter } = this;
    const isRead = parameter !== undefined && start === AgentStart.CODE;
    const reading = isRead ? [allow(PERMISSIONS.agentParameter, [weak(place, parameter.parameterArn)])] : [];
    grantApart(place, 'Agent', grantee, [this.posting(), ...reading]);
  }

  private posting(): PolicyStatement {
    return allow(PERMISSIONS.profilerAgent, [groupArn(this, this.profilingGroupName)]);
  }

  /** Lines that code reads before it starts an agent, without a parser of its own. */
  private parameterName(): string {
    const parameterName = `/codeguru-profiler/${this.profilingGroupName}`;
    this.parameter ??= new StringParameter(this, 'AgentParameter', {
      parameterName,
      description: `How agents of the profiling group ${this.profilingGroupName} are started by code`,
      stringValue: [
        `ProfilingGroupName=${this.profilingGroupName}`,
        `Region=${Stack.of(this).region}`,
        ...linesOf(this.group.settings),
      ].join('\n'),
    });
    return parameterName;
  }
}
