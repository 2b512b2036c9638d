import type { ILambdaApplication } from 'aws-cdk-lib/aws-codedeploy';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction, IVersion } from 'aws-cdk-lib/aws-lambda';
import type { DeploymentNotification } from '../deployment-notification';
import type { Rollback } from '../rollback';
import type { Rollout } from '../rollout';
import type { ReleaseWay } from './release-way';

/**
 * Properties of a `LambdaDeployment`.
 */
export interface LambdaDeploymentProps {
  /**
   * The function. Where the pipeline releases, its code in the template is a placeholder: after the first release the pipeline alone moves code.
   */
  readonly function: IFunction;

  /**
   * Who moves the alias to a new version. Change it for a new alias only: the versions of one way mean nothing to the other.
   *
   * @default ReleaseWay.PIPELINE
   */
  readonly releasedBy?: ReleaseWay;

  /**
   * The alias that callers use, made here: 1 to 128 letters, digits, `-` and `_`, not digits alone.
   *
   * @default 'live'
   */
  readonly aliasName?: string;

  /**
   * A published version that the alias starts at, for a function that has versions already: Lambda publishes no second
   * version of what has not changed.
   *
   * @default - a version is published, of the code in the template
   */
  readonly firstVersion?: IVersion;

  /**
   * How traffic moves to a new version.
   *
   * @default Rollout.allAtOnce()
   */
  readonly rollout?: Rollout;

  /**
   * When CodeDeploy takes a release back.
   *
   * @default Rollback.onFailure()
   */
  readonly rollback?: Rollback;

  /**
   * A function that looks at the new version before it gets traffic, e.g. that of a `SmokeTest`. It tells CodeDeploy within an hour whether the
   * release goes on; else the release fails. Several deployments may share one. It is let tell so, if its role is known. Where the
   * stack releases, a hook that depends on the alias, e.g. by the address of an API, needs a name of its own.
   *
   * @default - traffic moves at once
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html#appspec-hooks-lambda
   */
  readonly beforeTraffic?: IFunction;

  /**
   * The same, when the new version has all traffic.
   *
   * @default - the release is over then
   */
  readonly afterTraffic?: IFunction;

  /**
   * Whether alarms stay attached and do nothing, e.g. in development.
   *
   * @default false
   */
  readonly ignoreAlarms?: boolean;

  /**
   * Whether a deployment goes on when CodeDeploy cannot read the state of an alarm.
   *
   * @default false
   */
  readonly ignorePollAlarmFailure?: boolean;

  /**
   * Topics that are told of deployments, at most 10.
   *
   * @default - nobody is told
   */
  readonly notifications?: DeploymentNotification[];

  /**
   * The CodeDeploy application that the deployment group belongs to.
   *
   * @default - an application of its own
   */
  readonly application?: ILambdaApplication;

  /**
   * The name of the application that is made, 1 to 100 characters. Not beside `application`.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly applicationName?: string;

  /**
   * The name of the deployment group, unique in its application, 1 to 100 characters.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly deploymentGroupName?: string;

  /**
   * The role that CodeDeploy moves traffic with. Its policy is widened by what that needs, unless the role is immutable.
   *
   * @default - a role of its own, which may move this alias and read the alarms
   */
  readonly role?: IRole;
}
