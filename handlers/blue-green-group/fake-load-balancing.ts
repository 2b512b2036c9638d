import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError, play } from '../shared/fake-service';

export const loadBalancing = mockClient(ElasticLoadBalancingV2Client);
/** The states of the targets of the target groups, by ARN and id. */
export const health = new Map<string, Map<string, string>>();

export const TARGET_GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/1234567890abcdef';

/** An account with the target group web. */
export function resetLoadBalancing(): void {
  health.clear();
  health.set(TARGET_GROUP, new Map());
  play(loadBalancing, {
    DescribeHealth: [
      DescribeTargetHealthCommand,
      ({ TargetGroupArn }) => {
        const targets = health.get(String(TargetGroupArn));
        if (targets === undefined) throw awsError('TargetGroupNotFoundException');
        const TargetHealthDescriptions = [...targets].map(([Id, State]) => ({
          Target: { Id },
          TargetHealth: { State },
        }));
        return { TargetHealthDescriptions };
      },
    ],
  });
}
