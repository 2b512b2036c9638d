import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Problems } from '../../core/problems';
import type { RolePolicy } from '../../core/role-policy';
import type { Rollback } from '../rollback';
import type { Rollout } from '../rollout';
import type { CheckedService } from './checked-service';
import type { EcsDeploymentProps } from './ecs-deployment-props';
import type { ReleasedContainers } from './released-containers';
import type { Traffic } from './traffic';

/** What both controllers are told alike. What is missing was wrong, which is reported. */
export interface EcsReleaseParts {
  readonly problems: Problems;
  readonly props: EcsDeploymentProps;
  readonly rollout: Rollout;
  readonly rollback: Rollback;
  readonly rolePolicy: () => RolePolicy;
  readonly service?: CheckedService;
  readonly containers?: ReleasedContainers;
  readonly traffic?: Traffic;
  readonly platformAlarms: IAlarm[];
  readonly taskRoleArns: string[];
}
