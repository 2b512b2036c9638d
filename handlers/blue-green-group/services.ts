import { type AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { type CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { type ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type AnswerServices } from '../shared/custom-resource';
import { type ShiftServices } from '../shared/shift';

/** Everything outside of this function. */
export interface Services extends AnswerServices, ShiftServices {
  readonly codeDeploy: CodeDeployClient;
  readonly autoScaling: AutoScalingClient;
  readonly loadBalancing: ElasticLoadBalancingV2Client;
}
