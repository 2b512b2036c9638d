import { Stack } from 'aws-cdk-lib';
import { NetworkMode } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationProtocol,
  ApplicationTargetGroup,
  CfnTargetGroup,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { checkGiven } from '../../core/checks';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import type { CheckedService } from './checked-service';
import type { EcsDeploymentProps } from './ecs-deployment-props';

/** The two target groups between which traffic moves. */
export interface TargetGroups {
  readonly blue: IApplicationTargetGroup;
  readonly green: IApplicationTargetGroup;
}

/** The target groups of the user, or two that are made. What does not fit is reported, and nothing is given. */
export function targetGroupsOf(
  scope: Construct,
  problems: Problems,
  props: EcsDeploymentProps,
  { service, taskDefinition }: CheckedService,
  port: number,
): TargetGroups | undefined {
  const { blueTargetGroup, greenTargetGroup } = props;
  const targetType = taskDefinition.networkMode === NetworkMode.AWS_VPC ? TargetType.IP : TargetType.INSTANCE;
  if (blueTargetGroup === undefined && greenTargetGroup === undefined) {
    const make = (id: string): ApplicationTargetGroup => {
      const group = new ApplicationTargetGroup(scope, id, {
        vpc: service.cluster.vpc,
        port,
        protocol: ApplicationProtocol.HTTP,
        targetType,
        healthCheck: props.healthCheck,
      });
      const { defaultChild } = group.node;
      if (defaultChild instanceof CfnTargetGroup) defaultChild.vpcId = weak(scope, service.cluster.vpc.vpcId);
      return group;
    };
    return { blue: make('Blue'), green: make('Green') };
  }
  if (props.healthCheck !== undefined) {
    problems.add('healthCheck', 'must not be given beside target groups of your own', {
      cure: 'set it at the target groups',
    });
  }
  const blue = checkTargetGroup(scope, problems, 'blueTargetGroup', blueTargetGroup, targetType);
  const green = checkTargetGroup(scope, problems, 'greenTargetGroup', greenTargetGroup, targetType);
  if (blue === undefined || green === undefined) return undefined;
  if (blue !== green) return { blue, green };
  problems.add('greenTargetGroup', 'must be another one than blueTargetGroup', { got: green.node.id });
  return undefined;
}

function checkTargetGroup(
  scope: Construct,
  problems: Problems,
  prop: string,
  given: IApplicationTargetGroup | undefined,
  wanted: TargetType,
): IApplicationTargetGroup | undefined {
  const what = 'a target group of an Application Load Balancer';
  const group = checkGiven(problems, prop, given, what);
  if (group === undefined) return undefined;
  if (!Construct.isConstruct(group) || !('registerListener' in group)) {
    problems.add(prop, `must be ${what}`, { got: group });
    return undefined;
  }
  if (Stack.of(group) !== Stack.of(scope)) {
    problems.add(prop, 'must be in the stack of the deployment, or imported there', { got: group.node.path });
    return undefined;
  }
  const { defaultChild } = group.node;
  const type: unknown =
    defaultChild instanceof CfnTargetGroup ? Stack.of(group).resolve(defaultChild.targetType) : undefined;
  // aws-cdk-lib leaves the type of a group open until something is attached to it.
  if (typeof type !== 'string' || type === (wanted as string)) return group;
  const mode = wanted === TargetType.IP ? 'awsvpc' : 'bridge or host';
  problems.add(prop, `must be a target group of the type ${wanted}, since the network mode of the tasks is ${mode}`, {
    got: type,
    cure: `set targetType to TargetType.${wanted.toUpperCase()}`,
  });
  return undefined;
}
