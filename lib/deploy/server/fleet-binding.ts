import { ArnFormat, Aws, Duration, Fn, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { LaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkBoolean, checkDuration, checkGiven, checkRange, checkStruct } from '../../core/checks';
import { checkResource } from '../../core/environments';
import { roleOf } from '../../core/grants';
import { LIMITS } from '../../core/limits';
import { fixedName, NAME_SEPARATOR } from '../../core/names';
import type { Problems } from '../../core/problems';
import { checkServiceRole } from '../../core/service-role';
import { weak } from '../../core/references';
import { selectSubnets } from '../../core/subnets';
import type { LaunchedFleetProps, ServerFleet } from './server-fleet';
import { checkScalingGroup } from './server-group';

/** Settings of a fleet that is launched, as the handler takes them. */
export interface LaunchedFleet {
  readonly autoScalingGroupName: string;
  readonly launchTemplateId: string;
  readonly launchTemplateVersion: string;
  readonly subnetIds: string[];
  readonly minSize: string;
  readonly maxSize: string;
  readonly desiredCapacity?: string;
  readonly healthCheckType: string;
  readonly healthCheckGracePeriod: string;
}

/** A fleet, with what policies must say of it. */
export interface BoundFleet {
  /** The name of its Auto Scaling group, with a `*` where it is not known before. */
  readonly namePattern: string;
  readonly launched?: LaunchedFleet;
  readonly existingName?: string;
  readonly launchTemplateArn: string;
  readonly instanceRole?: IRole;
}

const EC2 = 'ec2.amazonaws.com';

/** Binds the fleet of a blue/green deployment. What it lacks is reported. */
export function bindFleet(
  scope: Construct,
  problems: Problems,
  fleet: ServerFleet | undefined,
  keepsBlue: boolean,
): BoundFleet | undefined {
  if (fleet === undefined) {
    problems.add('fleet', 'must be given for a blue/green deployment', {
      cure: 'use ServerFleet.launch or ServerFleet.existing',
    });
    return undefined;
  }
  const { launched, existing, options } = fleet._parts;
  if (launched !== undefined) return bindLaunched(scope, problems.within('fleet'), launched);
  const group = checkScalingGroup(scope, problems, 'fleet', existing);
  if (group === undefined) return undefined;
  if (group.group instanceof AutoScalingGroup && !keepsBlue) {
    problems.add(
      'fleet',
      'must not be an Auto Scaling group of this app: CodeDeploy deletes it with the first release, and the next update of its stack fails',
      {
        got: group.group.node.id,
        cure: 'use ServerFleet.launch, or keep blue fleets with BlueFleet.keep()',
      },
    );
  }
  const within = problems.within('fleet');
  const given = checkServiceRole(within, 'instanceRole', scope, options?.instanceRole, EC2);
  return {
    namePattern: group.name,
    existingName: group.name,
    launchTemplateArn: launchTemplateArn(scope, '*'),
    instanceRole: checkRole(within, given ?? roleOf(group.group)),
  };
}

function bindLaunched(scope: Construct, problems: Problems, given: LaunchedFleetProps): BoundFleet | undefined {
  const props = checkStruct(problems, '', given) ?? ({} as LaunchedFleetProps);
  const template = checkResource(
    problems,
    'launchTemplate',
    scope,
    props.launchTemplate,
    'a launch template',
    'versionNumber',
  );
  const vpc = checkResource(problems, 'vpc', scope, props.vpc, 'a network', 'vpcId');
  const role = checkServiceRole(problems, 'instanceRole', scope, props.instanceRole, EC2);
  const instanceRole = checkRole(problems, role ?? (template instanceof LaunchTemplate ? template.role : undefined));
  const sizes = sizesOf(problems, props);
  const grace = checkDuration(
    problems,
    'healthCheckGracePeriod',
    props.healthCheckGracePeriod,
    LIMITS.healthCheckGrace,
  );
  const byLoadBalancer = checkBoolean(problems, 'loadBalancerHealthCheck', props.loadBalancerHealthCheck) ?? false;
  if (template === undefined || vpc === undefined) return undefined;
  const subnetIds = selectSubnets(problems, 'vpcSubnets', vpc, props.vpcSubnets)?.subnetIds;
  if (subnetIds?.length === 0) problems.add('vpcSubnets', 'must be at least one subnet of the VPC');
  if (template.launchTemplateId === undefined) {
    problems.add('launchTemplate', 'must be known by its id', { cure: 'import it with launchTemplateId' });
    return undefined;
  }
  const version = template instanceof LaunchTemplate ? template.latestVersionNumber : template.versionNumber;
  if (!Token.isUnresolved(version) && !/^\d+$/.test(version)) {
    problems.add('launchTemplate', 'must be known with the number of its version, so that a new one is a change', {
      got: version,
      cure: 'import it with versionNumber',
    });
  }
  const launchTemplateId = weak(scope, template.launchTemplateId);
  const name = `${fixedName(scope, LIMITS.scalingGroupName.max - 40)}${NAME_SEPARATOR}`;
  return {
    // A fleet outlives its stack: a stack that is made again must find another name.
    namePattern: `${name}*`,
    launchTemplateArn: launchTemplateArn(scope, launchTemplateId),
    instanceRole,
    launched: {
      ...sizes,
      autoScalingGroupName: `${name}${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`,
      launchTemplateId,
      launchTemplateVersion: weak(scope, version),
      subnetIds: (subnetIds ?? []).map((id) => weak(scope, id)),
      healthCheckType: byLoadBalancer ? 'ELB' : 'EC2',
      healthCheckGracePeriod: text((grace ?? Duration.minutes(5)).toSeconds()),
    },
  };
}

function launchTemplateArn(scope: Construct, resourceName: string): string {
  const arnFormat = ArnFormat.SLASH_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service: 'ec2', resource: 'launch-template', resourceName, arnFormat });
}

function checkRole(problems: Problems, role: IRole | undefined): IRole | undefined {
  return checkGiven(problems, 'instanceRole', role, 'given, so that CodeDeploy may pass it to new servers');
}

function sizesOf(
  problems: Problems,
  props: LaunchedFleetProps,
): { readonly minSize: string; readonly maxSize: string; readonly desiredCapacity?: string } {
  const least = checkRange(problems, 'minCapacity', props.minCapacity, LIMITS.fleetCapacity) ?? 1;
  const most = checkRange(problems, 'maxCapacity', props.maxCapacity, LIMITS.fleetCapacity) ?? least;
  const desired = checkRange(problems, 'desiredCapacity', props.desiredCapacity, LIMITS.fleetCapacity);
  if (isLess(most, least)) problems.add('maxCapacity', `must be at least minCapacity, ${least}`, { got: most });
  if (desired !== undefined && (isLess(desired, least) || isLess(most, desired))) {
    problems.add('desiredCapacity', `must be ${least} to ${most}, as minCapacity and maxCapacity say`, {
      got: desired,
    });
  }
  return {
    minSize: text(least),
    maxSize: text(most),
    ...(desired === undefined ? {} : { desiredCapacity: text(desired) }),
  };
}

/** Tokens are neither. */
function isLess(left: number, right: number): boolean {
  return !Token.isUnresolved(left) && !Token.isUnresolved(right) && left < right;
}

function text(count: number): string {
  return Tokenization.stringifyNumber(count);
}
