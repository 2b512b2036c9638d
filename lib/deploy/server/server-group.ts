import { Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { IConstruct } from 'constructs';
import type { Construct } from 'constructs';
import { checkRange } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { checkResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';

/** An Auto Scaling group, by the name that the deployment group's stack may say. */
export interface NamedScalingGroup {
  readonly group: IAutoScalingGroup;
  readonly name: string;
}

/** The Auto Scaling groups that the user named; what cannot be one is reported. */
export function checkScalingGroups(
  scope: IConstruct,
  problems: Problems,
  given: IAutoScalingGroup[] | undefined,
): NamedScalingGroup[] {
  const groups: NamedScalingGroup[] = [];
  forEachMember(problems, 'autoScalingGroups', given ?? [], 0, (group, prop) => {
    const checked = checkScalingGroup(scope, problems, prop, group);
    if (checked === undefined) return;
    if (groups.some((other) => other.group === checked.group)) {
      problems.add(prop, 'must not be given twice', { got: group.node.id });
      return;
    }
    groups.push(checked);
  });
  checkRange(problems, 'autoScalingGroups', groups.length, LIMITS.scalingGroupsPerDeploymentGroup);
  return groups;
}

/** One of them. */
export function checkScalingGroup(
  scope: IConstruct,
  problems: Problems,
  prop: string,
  given: IAutoScalingGroup | undefined,
): NamedScalingGroup | undefined {
  const group = checkResource(problems, prop, scope, given, 'an Auto Scaling group', 'autoScalingGroupName');
  return group === undefined ? undefined : { group, name: weak(scope, group.autoScalingGroupName) };
}

/** The same for aws-cdk-lib: a group of another stack by its name. */
export function scalingGroupHere(scope: Construct, { group, name }: NamedScalingGroup): IAutoScalingGroup {
  if (Stack.of(group) === Stack.of(scope)) return group;
  return AutoScalingGroup.fromAutoScalingGroupName(scope, `Group${group.node.id}${group.node.addr.slice(-8)}`, name);
}

/** The ARNs of Auto Scaling groups of this name, whose id nobody knows before; `*` may stand in the name. */
export function scalingGroupArn(scope: IConstruct, name: string): string {
  return Stack.of(scope).formatArn({
    service: 'autoscaling',
    resource: 'autoScalingGroup:*:autoScalingGroupName',
    resourceName: name,
  });
}
