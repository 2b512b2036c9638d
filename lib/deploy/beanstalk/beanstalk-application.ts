import { RemovalPolicy, Resource } from 'aws-cdk-lib';
import { CfnApplication } from 'aws-cdk-lib/aws-elasticbeanstalk';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { removalPolicyOf } from '../../core/cdk-choices';
import { checkChoice, checkGiven, checkLiteralName, checkText, orEmpty } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { fixedName } from '../../core/names';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import { RolePolicy } from '../../core/role-policy';
import { checkServiceRole } from '../../core/service-role';
import type { IBeanstalkApplication } from './beanstalk-application-interface';
import { BeanstalkArns } from './beanstalk-arns';
import { BeanstalkVersions } from './beanstalk-versions';

/**
 * Properties of a `BeanstalkApplication`.
 */
export interface BeanstalkApplicationProps {
  /**
   * The name, unique in the account and region: 1 to 100 characters, none of them `/`, `*`, `?` or `$`. Another name is another application.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly applicationName?: string;

  /**
   * What the application is, at most 200 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Which versions are kept. Each release makes one.
   *
   * @default BeanstalkVersions.newest(200)
   */
  readonly versions?: BeanstalkVersions;

  /**
   * The role that Elastic Beanstalk deletes old versions with. Its policy is widened by what that needs, unless the role is immutable.
   *
   * @default - a role of its own, which may delete versions of this application
   */
  readonly serviceRole?: IRole;

  /**
   * What becomes of the application, with all of its versions, when it leaves the stack. By default it is kept, except when the very
   * deployment that made it fails.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * An application of Elastic Beanstalk: the versions of one program, and the environments that run them. CloudFormation puts no
 * tags on it.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/applications.html
 */
export class BeanstalkApplication extends Resource implements IBeanstalkApplication {
  /**
   * Uses an application that exists already, in the account and region of the stack.
   */
  public static fromBeanstalkApplicationName(
    scope: Construct,
    id: string,
    applicationName: string,
  ): IBeanstalkApplication {
    return new ImportedBeanstalkApplication(scope, id, applicationName);
  }

  public readonly applicationName: string;
  public readonly applicationArn: string;

  /**
   * The role that Elastic Beanstalk deletes old versions with; none where all are kept.
   */
  public readonly serviceRole?: IRole;

  constructor(scope: Construct, id: string, props: BeanstalkApplicationProps = {}) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'BeanstalkApplication');
    const limit = LIMITS.beanstalkApplicationName;
    this.applicationName =
      checkLiteralName(problems, 'applicationName', given.applicationName, limit) ?? fixedName(this, limit.max);
    this.applicationArn = new BeanstalkArns(this).application(this.applicationName);
    const description = checkText(problems, 'description', given.description, LIMITS.beanstalkDescription);
    const versions =
      checkChoice(problems, 'versions', given.versions, BeanstalkVersions) ?? BeanstalkVersions.newest(200);
    const rules = versions._bind(problems.within('versions'));
    const role = checkServiceRole(problems, 'serviceRole', this, given.serviceRole, 'elasticbeanstalk.amazonaws.com');

    const resource = new CfnApplication(this, 'Resource', { applicationName: this.applicationName, description });
    resource.applyRemovalPolicy(removalPolicyOf(problems, given.removalPolicy));
    if (rules === undefined) return;
    const rolePolicy = new RolePolicy(this, 'ServiceRole', 'elasticbeanstalk.amazonaws.com', role);
    rolePolicy.add(...expiryPermissions(this, this.applicationName));
    rolePolicy.applyBefore(resource);
    this.serviceRole = rolePolicy.role;
    resource.resourceLifecycleConfig = {
      serviceRole: weak(this, rolePolicy.role.roleArn),
      versionLifecycleConfig: rules,
    };
  }
}

function expiryPermissions(scope: Construct, applicationName: string): PolicyStatement[] {
  const arns = new BeanstalkArns(scope);
  return [
    allow(PERMISSIONS.beanstalkVersionExpiry, [arns.versions(applicationName)]),
    allow(PERMISSIONS.beanstalkVersionUse, [arns.application(applicationName), arns.environment(applicationName, '*')]),
  ];
}

class ImportedBeanstalkApplication extends Resource implements IBeanstalkApplication {
  public readonly applicationName: string;
  public readonly applicationArn: string;

  constructor(scope: Construct, id: string, applicationName: string) {
    super(scope, id);
    const problems = Problems.of(this, 'BeanstalkApplication.fromBeanstalkApplicationName');
    checkGiven(problems, 'applicationName', applicationName, 'given');
    this.applicationName =
      checkLiteralName(problems, 'applicationName', applicationName, LIMITS.beanstalkApplicationName) ?? 'missing';
    this.applicationArn = new BeanstalkArns(this).application(this.applicationName);
  }
}
