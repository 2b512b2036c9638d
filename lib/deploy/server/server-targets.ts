import type { IConstruct } from 'constructs';
import type { Problems } from '../../core/problems';
import type { ServerDeploymentProps } from './server-deployment-props';
import { checkScalingGroups } from './server-group';
import type { NamedScalingGroup } from './server-group';
import { checkTagGroups } from './tag-groups';
import type { TagGroup } from './tag-groups';

/** The servers that a deployment group selects. */
export interface ServerTargets {
  readonly scalingGroups: NamedScalingGroup[];
  readonly ec2Tags: TagGroup[];
  readonly onPremisesTags: TagGroup[];
}

const PROPS = ['autoScalingGroups', 'ec2Tags', 'onPremisesTags'] as const;

/** The servers of a rollout in place: at least some. */
export function checkTargets(scope: IConstruct, problems: Problems, props: ServerDeploymentProps): ServerTargets {
  if (props.fleet !== undefined) {
    problems.add('fleet', 'must not be given beside a rollout in place', {
      cure: 'use Rollout.blueGreen, or give autoScalingGroups',
    });
  }
  const before = problems.count;
  const targets = {
    scalingGroups: checkScalingGroups(scope, problems, props.autoScalingGroups),
    ec2Tags: checkTagGroups(problems, 'ec2Tags', props.ec2Tags),
    onPremisesTags: checkTagGroups(problems, 'onPremisesTags', props.onPremisesTags),
  };
  const isEmpty = Object.values(targets).every((list) => list.length === 0);
  if (isEmpty && problems.count === before) {
    problems.add(
      'autoScalingGroups',
      'must name servers, or ec2Tags or onPremisesTags must: there is nothing to release to',
    );
  }
  return targets;
}

/** A blue/green rollout has a fleet instead: its copies carry no tags that would be known, and have other names. */
export function refuseTargets(problems: Problems, props: ServerDeploymentProps): void {
  for (const prop of PROPS) {
    if (props[prop] === undefined) continue;
    problems.add(prop, 'must not be given for a blue/green rollout, which copies one fleet', {
      cure: 'give fleet: ServerFleet.launch or ServerFleet.existing',
    });
  }
}
