import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alias, Function } from 'aws-cdk-lib/aws-lambda';
import type { CfnAlias, IFunction, IVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkLiteralOneOf } from '../../core/checks';
import type { Problems } from '../../core/problems';
import { firstAlias } from './lambda-parts';
import type { TrafficHooks } from './traffic-hooks';

/**
 * Who moves the alias of a function to a new version.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html#cfn-attributes-updatepolicy-codedeploylambdaaliasupdate
 */
export enum ReleaseWay {
  /** A pipeline, by `DeployTarget.lambdaFunction`. The code in the template is a placeholder. */
  PIPELINE = 'pipeline',

  /**
   * Each update of the stack that changes the function, by CloudFormation: the code is that of the template. Deploy the stack by `DeployTarget.stack`, or
   * from where you are.
   */
  STACK = 'stack',
}

/** The way that the user chose. What is none is reported. */
export function checkWay(problems: Problems, given: ReleaseWay | undefined): ReleaseWay {
  return checkLiteralOneOf(problems, 'releasedBy', given, ReleaseWay, 'ReleaseWay') ?? ReleaseWay.PIPELINE;
}

/**
 * The version of the code in the template: a new one whenever the function changes. The former ones stay, since traffic goes back to them. Nothing
 * where the pipeline makes versions.
 */
export function versionOfStack(
  scope: Construct,
  problems: Problems,
  way: ReleaseWay,
  given: { readonly function: IFunction; readonly firstVersion?: IVersion },
): IVersion | undefined {
  if (way === ReleaseWay.PIPELINE) return undefined;
  if (given.firstVersion !== undefined) {
    problems.add(
      'firstVersion',
      'must not be given where the stack releases: it publishes a version with each change',
      {
        cure: 'leave it out',
      },
    );
  }
  const { function: target } = given as { readonly function: IFunction | undefined };
  if (!(target instanceof Function) || Stack.of(target) !== Stack.of(scope)) {
    problems.add('function', 'must be made in the stack of its deployment, where the stack releases', {
      cure: 'put both into one stack, or let the pipeline release',
    });
    return undefined;
  }
  const version = target.currentVersion;
  version.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return version;
}

/** The alias, at the version of the stack or at a first one that stays. */
export function aliasOf(
  scope: Construct,
  target: IFunction,
  aliasName: string,
  { version, firstVersion }: { readonly version?: IVersion; readonly firstVersion?: IVersion },
): Alias {
  if (version === undefined) return firstAlias(scope, target, aliasName, firstVersion);
  return new Alias(scope, 'Alias', { aliasName, version });
}

/**
 * Lets CloudFormation move the traffic of the alias by CodeDeploy, or nobody but CodeDeploy. The names are literal where they can be: a reference
 * would make the alias depend on all that the deployment group watches, which may depend on the alias.
 */
export function setUpdatePolicy(
  alias: CfnAlias,
  way: ReleaseWay,
  names: { readonly applicationName: string; readonly deploymentGroupName: string },
  hooks: TrafficHooks,
): void {
  // The L2 of the group has set one; a stack update that touched the alias would deploy the version of the template.
  alias.cfnOptions.updatePolicy =
    way === ReleaseWay.PIPELINE
      ? undefined
      : {
          codeDeployLambdaAliasUpdate: {
            applicationName: names.applicationName,
            deploymentGroupName: names.deploymentGroupName,
            beforeAllowTrafficHook: hooks.before?.name,
            afterAllowTrafficHook: hooks.after?.name,
          },
        };
}
