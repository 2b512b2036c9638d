import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnProfilingGroup, ComputePlatform, ProfilingGroup } from 'aws-cdk-lib/aws-codeguruprofiler';
import type { IProfilingGroup } from 'aws-cdk-lib/aws-codeguruprofiler';
import type { Construct } from 'constructs';
import { removalPolicyOf } from '../core/cdk-choices';
import { checkLiteralBoolean } from '../core/checks';
import { claimName } from '../core/claims';
import { HandlerFunction } from '../core/handler-function';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import type { ApplicationProfilerProps } from './application-profiler-props';
import { agentPrincipals, anomalyTopics } from './group-policy';
import { ProfilerPlatform } from './profiler-choices';
import { checkProfilerRegion } from './profiler-regions';

const PLATFORMS = {
  [ProfilerPlatform.LAMBDA]: ComputePlatform.AWS_LAMBDA,
  [ProfilerPlatform.DEFAULT]: ComputePlatform.DEFAULT,
};

/** A profiling group, with the policy, the notifications and the switch that its props say. */
export function makeGroup(
  scope: Construct,
  problems: Problems,
  profilingGroupName: string,
  platform: ProfilerPlatform,
  given: ApplicationProfilerProps,
): IProfilingGroup {
  checkProfilerRegion(scope, problems);
  claimName(scope, problems, 'profilingGroupName', {
    kind: 'profiling group',
    names: [profilingGroupName],
    env: Stack.of(scope),
  });
  const principals = agentPrincipals(scope, problems, given.agents);
  const topics = anomalyTopics(scope, problems, given.notify);
  const group = new ProfilingGroup(scope, 'Group', { profilingGroupName, computePlatform: PLATFORMS[platform] });
  const removal = removalPolicyOf(problems, given.removalPolicy, RemovalPolicy.DESTROY);
  // aws-cdk-lib does not say which child it is by `defaultChild`.
  const resource = group.node.children.find((child) => child instanceof CfnProfilingGroup);
  if (resource !== undefined) {
    resource.applyRemovalPolicy(removal);
    resource.agentPermissions = principals && { principals };
    if (topics.length > 0) {
      resource.anomalyDetectionNotificationConfiguration = topics.map((channelUri) => ({ channelUri }));
    }
  }
  const profilingEnabled = checkLiteralBoolean(problems, 'profilingEnabled', given.profilingEnabled ?? undefined);
  if (profilingEnabled !== undefined) turn(scope, group, profilingGroupName, profilingEnabled);
  return group;
}

/** The ARN of a profiling group, by its name: policies then wait for nothing. */
export function groupArn(scope: Construct, resourceName: string): string {
  return Stack.of(scope).formatArn({ service: 'codeguru-profiler', resource: 'profilingGroup', resourceName });
}

function turn(scope: Construct, group: ProfilingGroup, profilingGroupName: string, profilingEnabled: boolean): void {
  const handler = HandlerFunction.of(scope, 'profiling-group', {
    description: 'Turns the agents of profiling groups on and off, for CloudFormation',
    timeout: Duration.minutes(3),
  });
  handler.allow(allow(PERMISSIONS.profilerSwitch, [groupArn(scope, profilingGroupName)]));
  const resource = new CustomResource(scope, 'Switch', {
    resourceType: 'Custom::ProfilingGroupSwitch',
    serviceToken: handler.function.functionArn,
    serviceTimeout: Duration.minutes(10),
    properties: { profilingGroupName, profilingEnabled: String(profilingEnabled) },
  });
  resource.node.addDependency(group);
  handler.allowBefore(resource.node.defaultChild as CfnResource);
}
