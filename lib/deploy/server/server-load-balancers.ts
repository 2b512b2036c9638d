import { ArnFormat, Stack } from 'aws-cdk-lib';
import { LoadBalancer, LoadBalancerGeneration } from 'aws-cdk-lib/aws-codedeploy';
import { ApplicationTargetGroup, CfnTargetGroup, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ITargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { checkName, checkRange } from '../../core/checks';
import { forEachMember, mapMembers } from '../../core/list-checks';
import { checkEnvironment } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';

/** A target group, by the name and the ARN that the deployment group's stack may say. */
export interface NamedTargetGroup {
  readonly targetGroup: ITargetGroup;
  readonly name: string;
  readonly arn: string;
}

/** What takes servers out of service while they are released to. */
export interface ServerLoadBalancers {
  readonly targetGroups: NamedTargetGroup[];
  readonly classic: string[];
}

/** The load balancers that the user named; what cannot be one is reported. */
export function checkLoadBalancers(
  scope: IConstruct,
  problems: Problems,
  given: { readonly targetGroups?: ITargetGroup[]; readonly classicLoadBalancers?: string[] },
): ServerLoadBalancers {
  const targetGroups: NamedTargetGroup[] = [];
  forEachMember(problems, 'targetGroups', given.targetGroups ?? [], 0, (targetGroup, prop) => {
    if (!checkTargetGroup(scope, problems, prop, targetGroup)) return;
    if (targetGroups.some((other) => other.targetGroup === targetGroup)) {
      problems.add(prop, 'must not be given twice', { got: targetGroup.node.id });
      return;
    }
    const [name, arn] = [weak(scope, targetGroup.targetGroupName), weak(scope, targetGroup.targetGroupArn)];
    targetGroups.push({ targetGroup, name, arn });
  });
  checkRange(problems, 'targetGroups', targetGroups.length, LIMITS.targetGroupsPerDeploymentGroup);
  const classic = mapMembers(problems, 'classicLoadBalancers', given.classicLoadBalancers, (name, prop) =>
    checkName(problems, prop, name, LIMITS.loadBalancerName),
  );
  checkRange(problems, 'classicLoadBalancers', classic.length, LIMITS.classicLoadBalancersPerDeploymentGroup);
  return { targetGroups, classic };
}

/** Whether there is one. */
export function hasLoadBalancer({ targetGroups, classic }: ServerLoadBalancers): boolean {
  return targetGroups.length + classic.length > 0;
}

/** The same for aws-cdk-lib. */
export function loadBalancersOf({ targetGroups, classic }: ServerLoadBalancers): LoadBalancer[] | undefined {
  const all = [
    ...targetGroups.map(({ name }) => new NamedLoadBalancer(name, LoadBalancerGeneration.SECOND)),
    ...classic.map((name) => new NamedLoadBalancer(name, LoadBalancerGeneration.FIRST)),
  ];
  return all.length === 0 ? undefined : all;
}

/** The same for aws-cdk-lib, where it wants the target group itself. */
export function targetGroupHere(scope: Construct, { targetGroup, arn }: NamedTargetGroup): ITargetGroup {
  if (Stack.of(targetGroup) === Stack.of(scope)) return targetGroup;
  const id = `TargetGroup${targetGroup.node.addr.slice(-8)}`;
  return ApplicationTargetGroup.fromTargetGroupAttributes(scope, id, { targetGroupArn: arn });
}

class NamedLoadBalancer extends LoadBalancer {
  constructor(
    public readonly name: string,
    public readonly generation: LoadBalancerGeneration,
  ) {
    super();
  }
}

/** The ARN of a load balancer of the first generation. */
export function classicLoadBalancerArn(scope: IConstruct, resourceName: string): string {
  const arnFormat = ArnFormat.SLASH_RESOURCE_NAME;
  return Stack.of(scope).formatArn({
    service: 'elasticloadbalancing',
    resource: 'loadbalancer',
    resourceName,
    arnFormat,
  });
}

function checkTargetGroup(scope: IConstruct, problems: Problems, prop: string, given: ITargetGroup): boolean {
  if (!Construct.isConstruct(given) || !('targetGroupArn' in given)) {
    problems.add(prop, 'must be a target group', { got: given });
    return false;
  }
  const stack = Stack.of(given);
  if (!checkEnvironment(problems, prop, scope, stack, stack !== Stack.of(scope))) return false;
  const { defaultChild } = given.node;
  const type: unknown = defaultChild instanceof CfnTargetGroup ? stack.resolve(defaultChild.targetType) : undefined;
  if (typeof type !== 'string' || type === (TargetType.INSTANCE as string)) return true;
  problems.add(prop, 'must be a target group of instances: CodeDeploy registers servers by their instance id', {
    got: type,
    cure: 'set targetType to TargetType.INSTANCE',
  });
  return false;
}
