import { CfnResource, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib';
import { CfnEnvironment } from 'aws-cdk-lib/aws-elasticbeanstalk';
import { InstanceProfile } from 'aws-cdk-lib/aws-iam';
import type { IGrantable, IInstanceProfile, IPrincipal, IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { removalPolicyOf } from '../../core/cdk-choices';
import { checkChoice, checkGiven, checkLiteralName, checkName, checkText, orEmpty } from '../../core/checks';
import { checkResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { RolePolicy } from '../../core/role-policy';
import { checkServiceRole } from '../../core/service-role';
import { BeanstalkArns } from './beanstalk-arns';
import type { IBeanstalkApplication } from './beanstalk-application-interface';
import type { BeanstalkEnvironmentAttributes, IBeanstalkEnvironment } from './beanstalk-environment-interface';
import type { BeanstalkEnvironmentProps } from './beanstalk-environment-props';
import { bindOptions } from './beanstalk-options';
import type { BoundOptions } from './beanstalk-options';
import { healthPermissions, instancePermissions } from './beanstalk-permissions';
import type { EnvironmentKind, ReleaseNeeds } from './beanstalk-permissions';
import { BeanstalkPlatform } from './beanstalk-platform';
import { fixedEnvironmentName } from './environment-name';

/**
 * An environment of Elastic Beanstalk: instances that run one version of an application, with a load balancer in front of a web server. Give it to
 * `DeployTarget.beanstalk`.
 *
 * The environment begins with the sample application of its platform; the pipeline brings the versions. An update of the stack changes the
 * configuration and leaves the version alone. Elastic Beanstalk knows no alarms: what becomes of a release that fails is said at the functions of
 * `BeanstalkRollout`.
 *
 * The instances get a role and an instance profile, not a managed policy. Grants to the environment reach that role.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.managing.html
 */
export class BeanstalkEnvironment extends Resource implements IBeanstalkEnvironment, IGrantable {
  /**
   * Uses an environment that exists already.
   */
  public static fromBeanstalkEnvironmentAttributes(
    scope: Construct,
    id: string,
    attributes: BeanstalkEnvironmentAttributes,
  ): IBeanstalkEnvironment {
    return new ImportedBeanstalkEnvironment(scope, id, orEmpty(attributes));
  }

  public readonly applicationName: string;
  public readonly environmentName: string;
  public readonly environmentArn: string;
  public readonly instanceRoleArn?: string;
  public readonly serviceRoleArn?: string;

  /** The principal of the instances. */
  public readonly grantPrincipal: IPrincipal;

  /** The role of the instances. */
  public readonly role: IRole;

  /** The instance profile, which brings the role to the instances. */
  public readonly instanceProfile: IInstanceProfile;

  /** The role that Elastic Beanstalk watches the environment with. */
  public readonly serviceRole: IRole;

  /** The address of the load balancer, or of the single instance; a worker has none. */
  public readonly endpointUrl?: string;

  /** @internal */
  public readonly _release: ReleaseNeeds;

  constructor(scope: Construct, id: string, props: BeanstalkEnvironmentProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'BeanstalkEnvironment');
    const application = applicationOf(this, problems, given.application);
    const limit = LIMITS.beanstalkEnvironmentName;
    this.applicationName = application === undefined ? 'missing' : weak(this, application.applicationName);
    this.environmentName =
      checkLiteralName(problems, 'environmentName', given.environmentName, limit) ?? fixedEnvironmentName(this);
    this.environmentArn = new BeanstalkArns(this).environment(this.applicationName, this.environmentName);

    const options = bindOptions(this, problems, given);
    const { isSingle, isWorker, splitsTraffic, queue } = options;
    const kind: EnvironmentKind = {
      applicationName: this.applicationName,
      environmentName: this.environmentName,
      isSingle,
      isWorker,
    };
    this._release = { hasAddress: isSingle, hasBalancer: !isSingle && !isWorker, hasQueue: isWorker, splitsTraffic };
    const instances = this.rolePolicy(problems, 'role', 'InstanceRole', 'ec2.amazonaws.com', given.role);
    instances.add(...instancePermissions(this, kind, queue), ...options.permissions);
    const service = this.rolePolicy(
      problems,
      'serviceRole',
      'ServiceRole',
      'elasticbeanstalk.amazonaws.com',
      given.serviceRole,
    );
    service.add(...healthPermissions(this, kind, queue));
    this.role = instances.role;
    this.grantPrincipal = this.role.grantPrincipal;
    this.serviceRole = service.role;
    this.instanceRoleArn = weak(this, this.role.roleArn);
    this.serviceRoleArn = weak(this, this.serviceRole.roleArn);
    this.instanceProfile = this.profile(instances);

    const resource = this.makeEnvironment(problems, given, options);
    for (const policy of [instances, service]) policy.applyBefore(resource);
    if (options.routes.length > 0) resource.node.addDependency(...options.routes);
    makeAfter(resource, application);
    this.endpointUrl = isWorker ? undefined : resource.attrEndpointUrl;
  }

  private rolePolicy(
    problems: Problems,
    prop: string,
    id: string,
    service: string,
    given: IRole | undefined,
  ): RolePolicy {
    const role = checkServiceRole(problems, prop, this, given, service);
    return new RolePolicy(this, id, service, role);
  }

  /** A role of another stack is known by its name: an instance profile takes nothing else. */
  private profile(instances: RolePolicy): InstanceProfile {
    const isHere = Stack.of(instances.role) === Stack.of(this);
    const role = isHere ? instances.role : instances.frozen;
    return new InstanceProfile(this, 'InstanceProfile', { role });
  }

  private makeEnvironment(
    problems: Problems,
    given: BeanstalkEnvironmentProps,
    { tier, settings, isWorker, hasManagedUpdates }: BoundOptions,
  ): CfnEnvironment {
    checkGiven(problems, 'platform', given.platform, 'a BeanstalkPlatform');
    const platform = checkChoice(problems, 'platform', given.platform, BeanstalkPlatform);
    const cnamePrefix = checkName(problems, 'cnamePrefix', given.cnamePrefix, LIMITS.beanstalkAddress);
    if (isWorker && given.cnamePrefix !== undefined) {
      problems.add('cnamePrefix', 'must not be given for a worker, which has no address');
    }
    const launch = 'aws:autoscaling:launchconfiguration';
    settings.set('role', launch, { IamInstanceProfile: this.instanceProfile.instanceProfileName });
    settings.set('serviceRole', 'aws:elasticbeanstalk:environment', { ServiceRole: this.serviceRoleArn });
    settings.addRaw(problems, given.optionSettings);
    const resource = new CfnEnvironment(this, 'Resource', {
      applicationName: this.applicationName,
      environmentName: this.environmentName,
      description: checkText(problems, 'description', given.description, LIMITS.beanstalkDescription),
      cnamePrefix,
      tier,
      ...platform?._bind(this, problems.within('platform'), hasManagedUpdates),
      optionSettings: settings.render(),
    });
    resource.applyRemovalPolicy(removalPolicyOf(problems, given.removalPolicy, RemovalPolicy.DESTROY));
    return resource;
  }
}

function applicationOf(
  scope: Construct,
  problems: Problems,
  given: IBeanstalkApplication | undefined,
): IBeanstalkApplication | undefined {
  const what = 'a BeanstalkApplication';
  return checkResource(problems, 'application', scope, given, what, 'applicationName');
}

/** The application is named literally, which by itself makes no order. */
function makeAfter(resource: CfnEnvironment, application: IBeanstalkApplication | undefined): void {
  if (application === undefined) return;
  const made = application.node.tryFindChild('Resource');
  if (Stack.of(application) !== Stack.of(resource)) deployAfter(resource, application);
  else if (made instanceof CfnResource) resource.addResourceDependency(made);
}

class ImportedBeanstalkEnvironment extends Resource implements IBeanstalkEnvironment {
  public readonly applicationName: string;
  public readonly environmentName: string;
  public readonly environmentArn: string;
  public readonly instanceRoleArn?: string;
  public readonly serviceRoleArn?: string;

  constructor(scope: Construct, id: string, attributes: BeanstalkEnvironmentAttributes) {
    super(scope, id, { account: attributes.account, region: attributes.region });
    const problems = Problems.of(this, 'BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes');
    const name = (prop: 'applicationName' | 'environmentName'): string => {
      const limit = prop === 'applicationName' ? LIMITS.beanstalkApplicationName : LIMITS.beanstalkEnvironmentName;
      checkGiven(problems, prop, attributes[prop], 'given');
      return checkLiteralName(problems, prop, attributes[prop], limit) ?? 'missing';
    };
    this.applicationName = name('applicationName');
    this.environmentName = name('environmentName');
    this.environmentArn = new BeanstalkArns(this).environment(this.applicationName, this.environmentName);
    this.instanceRoleArn = attributes.instanceRoleArn;
    this.serviceRoleArn = attributes.serviceRoleArn;
  }
}
