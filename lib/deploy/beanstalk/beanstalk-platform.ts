import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { orEmpty } from '../../core/checks';
import type { Problems } from '../../core/problems';

/**
 * Options of a platform that is named by its branch.
 */
export interface BeanstalkBranchOptions {
  /**
   * The version of the branch, e.g. `6.7.3`. Another version is an update in place. Managed updates move on from it, and the next
   * update of the stack may take that back: you are warned of both together.
   *
   * @default - the newest of the branch, when the environment is made; managed updates move it on
   */
  readonly version?: string;
}

/** A platform as CloudFormation takes it. */
export interface BoundPlatform {
  readonly platformArn?: string;
  readonly solutionStackName?: string;
}

type Bind = (scope: IConstruct, problems: Problems, hasManagedUpdates: boolean) => BoundPlatform;

/**
 * What an environment runs on. CloudFormation changes a platform ARN in place, and replaces an environment whose solution stack
 * changes.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/platforms/platforms-supported.html
 */
export class BeanstalkPlatform {
  /**
   * A branch by its name, e.g. `Node.js 22 running on 64bit Amazon Linux 2023`. Within a branch, and to another branch, the environment is
   * updated in place. The branch of ECS is refused: its instances need what this library does not give them.
   */
  public static branch(branchName: string, options: BeanstalkBranchOptions = {}): BeanstalkPlatform {
    return new BeanstalkPlatform((scope, problems, hasManagedUpdates) =>
      bindBranch(scope, problems, branchName, orEmpty(options).version, hasManagedUpdates),
    );
  }

  /**
   * A platform by its ARN, e.g. one of your own.
   */
  public static arn(platformArn: string): BeanstalkPlatform {
    return new BeanstalkPlatform((_, problems) => bindArn(problems, platformArn));
  }

  /**
   * A solution stack by its name, e.g. `64bit Amazon Linux 2023 v6.7.3 running Node.js 22`. You are warned: another one, a newer version as well, makes
   * CloudFormation replace the environment, which fails as long as both have one name.
   */
  public static solutionStack(solutionStackName: string): BeanstalkPlatform {
    return new BeanstalkPlatform((scope, problems) => bindStack(scope, problems, solutionStackName));
  }

  private constructor(private readonly binding: Bind) {}

  /** @internal */
  public _bind(scope: IConstruct, problems: Problems, hasManagedUpdates: boolean): BoundPlatform {
    return this.binding(scope, problems, hasManagedUpdates);
  }
}

const STACK_NAME = /^\d+bit .+ v\d+\.\d+\.\d+ running .+$/;
const NEITHER = 'use the branch that https://docs.aws.amazon.com/elasticbeanstalk/latest/platforms/ has it in';

function bindBranch(
  scope: IConstruct,
  problems: Problems,
  branchName: unknown,
  version: unknown,
  hasManagedUpdates: boolean,
): BoundPlatform {
  if (!checkBranch(problems, branchName)) return {};
  if (version !== undefined && !(typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version))) {
    problems.add('version', 'must be three numbers with dots between', { got: version });
    return {};
  }
  if (version !== undefined && hasManagedUpdates) {
    Annotations.of(scope).addWarningV2(
      'cdk-delivery:beanstalkVersionBesideUpdates',
      `Managed updates move the platform on from version ${version}, and the next update of the stack may take that back. ` +
        'Leave the version out, or use BeanstalkUpdates.never()',
    );
  }
  const resourceName = version === undefined ? branchName : `${branchName}/${version}`;
  return {
    platformArn: Stack.of(scope).formatArn({
      service: 'elasticbeanstalk',
      account: '',
      resource: 'platform',
      resourceName,
    }),
  };
}

function checkBranch(problems: Problems, branchName: unknown): branchName is string {
  if (typeof branchName !== 'string' || Token.isUnresolved(branchName)) {
    problems.add('branchName', 'must be the literal name of a branch', { got: branchName });
    return false;
  }
  if (STACK_NAME.test(branchName)) {
    problems.add('branchName', 'must be the name of a branch, not of a solution stack', {
      got: branchName,
      cure: 'write it as RUNTIME running on SYSTEM, without the version',
    });
    return false;
  }
  if (!/^[^/]+ running on [^/]+$/.test(branchName)) {
    problems.add('branchName', 'must be of the form RUNTIME running on SYSTEM', { got: branchName, cure: NEITHER });
    return false;
  }
  if (/^(ECS|Multi-container Docker) /.test(branchName)) {
    problems.add('branchName', 'must not be the branch of ECS, which is not supported yet', { got: branchName });
    return false;
  }
  if (branchName.endsWith('Amazon Linux')) {
    problems.add('branchName', 'must not be on Amazon Linux 1, which AWS retired', { got: branchName, cure: NEITHER });
    return false;
  }
  return true;
}

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.policies.arn.html */
function bindArn(problems: Problems, platformArn: unknown): BoundPlatform {
  if (typeof platformArn !== 'string') {
    problems.add('platformArn', 'must be the ARN of a platform', { got: platformArn });
    return {};
  }
  const isArn = /^arn:[a-z-]+:elasticbeanstalk:[a-z0-9-]*:\d*:platform\/.+$/.test(platformArn);
  if (Token.isUnresolved(platformArn) || isArn) return { platformArn };
  problems.add('platformArn', 'must be the ARN of a platform', { got: platformArn });
  return {};
}

function bindStack(scope: IConstruct, problems: Problems, solutionStackName: unknown): BoundPlatform {
  const isName = typeof solutionStackName === 'string';
  if (!isName || !(Token.isUnresolved(solutionStackName) || STACK_NAME.test(solutionStackName))) {
    problems.add('solutionStackName', 'must be of the form SYSTEM vVERSION running RUNTIME', {
      got: solutionStackName,
      cure: 'use BeanstalkPlatform.branch',
    });
    return {};
  }
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:beanstalkSolutionStack',
    'A change of the solution stack, to a newer version as well, makes CloudFormation replace the environment, and a second ' +
      'environment of the same name is refused. Use BeanstalkPlatform.branch',
  );
  return { solutionStackName };
}
