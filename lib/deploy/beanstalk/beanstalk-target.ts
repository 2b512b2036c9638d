import { ElasticBeanstalkDeployAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Construct } from 'constructs';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import type { DeployTargetOptions } from '../deploy-target-options';
import { checkNameOnce } from '../released-once';
import { ResourceTarget } from '../resource-target';
import { BeanstalkEnvironment } from './beanstalk-environment';
import type { IBeanstalkEnvironment } from './beanstalk-environment-interface';
import { releasePermissions } from './beanstalk-permissions';

/** What is taken for granted of an environment that is known by its names only. */
const UNKNOWN = { hasAddress: true, hasBalancer: true, hasQueue: true, splitsTraffic: true };

/** Releases to an environment of Elastic Beanstalk by CodePipeline's own action. */
export class BeanstalkTarget extends ResourceTarget {
  constructor(
    private readonly given: IBeanstalkEnvironment | undefined,
    options: DeployTargetOptions,
  ) {
    super(given, options, 'Environment');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const environment = this.environmentIn(scope, context);
    const { instanceRoleArn, serviceRoleArn } = environment;
    const applicationName = weak(scope, environment.applicationName);
    const environmentName = weak(scope, environment.environmentName);
    // aws-cdk-lib attaches AdministratorAccess-AWSElasticBeanstalk, which the frozen role of the pipeline does not take.
    const action = new ElasticBeanstalkDeployAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      applicationName,
      environmentName,
      input: context.artifacts.input(context.artifact),
    });
    const known = environment instanceof BeanstalkEnvironment ? environment._release : UNKNOWN;
    const permissions = releasePermissions(scope, {
      ...known,
      applicationName,
      environmentName,
      instanceRoleArn: instanceRoleArn === undefined ? undefined : weak(scope, instanceRoleArn),
      serviceRoleArn: serviceRoleArn === undefined ? undefined : weak(scope, serviceRoleArn),
    });
    return { actions: [action], permissions };
  }

  private environmentIn(scope: Construct, context: DeployTargetContext): IBeanstalkEnvironment {
    const problems = Problems.of(scope, 'DeployTarget.beanstalk');
    const kind = { prop: 'environment', what: 'a BeanstalkEnvironment' };
    const given = this.checkKind(problems, scope, this.given, { ...kind, member: 'environmentName' });
    if (given !== undefined) {
      // Elastic Beanstalk makes one change of an environment at a time.
      checkNameOnce(problems, given.environmentName, context, 'environment', 'must be released to once in a stage');
      deployAfter(scope, given);
      return given;
    }
    const standIn = { applicationName: 'missing', environmentName: 'missing' };
    return BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes(scope, 'Missing', standIn);
  }
}
