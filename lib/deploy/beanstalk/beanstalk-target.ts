import { ElasticBeanstalkDeployAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import type { DeployTargetOptions } from '../deploy-target-options';
import { checkNameOnce } from '../released-once';
import { AccessTarget, namesOf } from '../access-target';
import { BeanstalkEnvironment } from './beanstalk-environment';
import type { IBeanstalkEnvironment } from './beanstalk-environment-interface';
import { releasePermissions } from './beanstalk-permissions';

/** What is taken for granted of an environment that is known by its names only. */
const UNKNOWN = { hasAddress: true, hasBalancer: true, hasQueue: true, splitsTraffic: true };

const ENVIRONMENT = { prop: 'environment', what: 'a BeanstalkEnvironment', member: 'environmentName' } as const;

/** Releases to an environment of Elastic Beanstalk by CodePipeline's own action. */
export class BeanstalkTarget extends AccessTarget {
  constructor(
    private readonly given: IBeanstalkEnvironment | undefined,
    options: DeployTargetOptions,
  ) {
    super(given, options, 'Environment');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.beanstalk');
    const environment = this.environmentIn(scope, problems, context);
    const said = (name: string): string => this.nameIn(problems, 'environment', scope, context, name);
    // aws-cdk-lib attaches AdministratorAccess-AWSElasticBeanstalk, which the frozen role of the pipeline does not take.
    const action = new ElasticBeanstalkDeployAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      applicationName: said(environment.applicationName),
      environmentName: said(environment.environmentName),
      input: context.artifacts.input(context.artifact),
    });
    return { actions: [action], permissions: context.access === undefined ? permissionsOf(scope, environment) : [] };
  }

  public allowed(scope: Construct, problems: Problems): PolicyStatement[] {
    const given = this.checkKind(problems, scope, this.given, ENVIRONMENT);
    if (given === undefined) return [];
    deployAfter(scope, given);
    return permissionsOf(scope, given);
  }

  protected names(): string[] {
    return namesOf(this.given, 'applicationName', 'environmentName');
  }

  private environmentIn(scope: Construct, problems: Problems, context: DeployTargetContext): IBeanstalkEnvironment {
    const given = this.checkKind(problems, scope, this.given, ENVIRONMENT, context);
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

function permissionsOf(scope: Construct, environment: IBeanstalkEnvironment): PolicyStatement[] {
  const { applicationName, environmentName, instanceRoleArn, serviceRoleArn } = environment;
  return releasePermissions(scope, {
    ...(environment instanceof BeanstalkEnvironment ? environment._release : UNKNOWN),
    applicationName: weak(scope, applicationName),
    environmentName: weak(scope, environmentName),
    instanceRoleArn: instanceRoleArn === undefined ? undefined : weak(scope, instanceRoleArn),
    serviceRoleArn: serviceRoleArn === undefined ? undefined : weak(scope, serviceRoleArn),
  });
}
