import { type AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type DeleteRequest } from '../shared/custom-resource';
import { isNamed } from '../shared/errors';
import { isText } from '../shared/properties';
import { property } from '../shared/property';
import { describeNamed, isLeaving, tagsOf } from './auto-scaling-groups';
import { loadBalancing, type Shift } from './calls';
import { deleteFleet } from './fleet';
import { type Group } from './group';
import { isOwn, OWNER } from './marks';

function itemsOf(properties: unknown, key: string): unknown[] {
  const value = property(properties, key);
  return Array.isArray(value) ? value : [];
}

async function healthyTargets(TargetGroupArn: string, shift: Shift): Promise<string[]> {
  const command = new DescribeTargetHealthCommand({ TargetGroupArn });
  try {
    const answer = await loadBalancing(shift, (client, options) => client.send(command, options));
    const targets = answer.TargetHealthDescriptions ?? [];
    return targets.flatMap(({ Target, TargetHealth }) => (TargetHealth?.State === 'healthy' ? (Target?.Id ?? '') : []));
  } catch (error) {
    if (isNamed(error, 'TargetGroupNotFoundException')) return [];
    throw error;
  }
}

/** Classic load balancers are not asked: an instance behind one may serve. */
async function mayServe({ Instances }: AutoScalingGroup, properties: unknown, shift: Shift): Promise<boolean> {
  const arns = itemsOf(properties, 'targetGroups').map((group) => property(group, 'arn'));
  if (arns.length === 0 || itemsOf(properties, 'classicLoadBalancers').length > 0) return true;
  const ids = (Instances ?? []).map(({ InstanceId }) => InstanceId);
  for (const arn of arns.filter(isText)) {
    const healthy = await healthyTargets(arn, shift);
    if (healthy.some((id) => ids.includes(id))) return true;
  }
  return false;
}

function isUntouched(group: Group, name: string): boolean {
  const { lastAttemptedDeployment, lastSuccessfulDeployment } = group.info;
  const isOnly = group.autoScalingGroups.every((other) => other === name);
  return isOnly && lastAttemptedDeployment === undefined && lastSuccessfulDeployment === undefined;
}

function isOwners(fleet: AutoScalingGroup, group: Group | undefined, request: DeleteRequest): boolean {
  const tags = tagsOf(fleet);
  return isOwn(tags, request) && (!(OWNER in tags) || tags[OWNER] === group?.id);
}

/**
 * Deletes the fleet that no deployment was ever started for and that serves nobody: what the rollback of a stack's
 * first deployment leaves. Every other fleet may serve traffic and stays. Tells the names of those that stay.
 */
export async function removeFleet(group: Group | undefined, request: DeleteRequest, shift: Shift): Promise<string[]> {
  const { properties } = request;
  const name = property(property(properties, 'fleet'), 'autoScalingGroupName');
  if (!isText(name)) return [];
  const fleet = (await describeNamed([name], shift)).find((found) => !isLeaving(found));
  const isOurs = fleet !== undefined && isOwners(fleet, group, request);
  const isUnused = group === undefined || isUntouched(group, name);
  if (isOurs && isUnused && !(await mayServe(fleet, properties, shift))) {
    await deleteFleet(name, shift);
    return [];
  }
  if (group === undefined) return isOurs ? [name] : [];
  const left = (await describeNamed(group.autoScalingGroups, shift)).filter((found) => !isLeaving(found));
  return left.flatMap(({ AutoScalingGroupName }) => AutoScalingGroupName ?? []);
}
