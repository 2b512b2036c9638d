import { Stack, Token } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import { CommandsAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkLiteralName, checkRange } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { commandRoleOf } from '../../core/command-role';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import type { DeployTargetContext } from '../deploy-target-interface';
import type { SiteTargetOptions } from './site-target-options';

/** The id of the distribution, as the stack of the pipeline may say it. CloudFront is in no region, so that only the kind is checked. */
export function checkDistribution(
  scope: Construct,
  problems: Problems,
  given: IDistribution | undefined,
  { access }: Pick<DeployTargetContext, 'access'>,
): string | undefined {
  if (given === undefined) return undefined;
  if (!Construct.isConstruct(given) || typeof (given as Partial<IDistribution>).distributionId !== 'string') {
    problems.add('distribution', 'must be a distribution of CloudFront', { got: given });
    return undefined;
  }
  if (access !== undefined) {
    problems.add(
      'distribution',
      'must not be given beside access: the commands that empty caches run where the pipeline is',
      {
        cure: 'say by cacheControl how long files are cached',
      },
    );
    return undefined;
  }
  deployAfter(scope, given);
  return weak(scope, given.distributionId);
}

/** The paths to empty. What CloudFront does not take, or the command would take for something else, is reported. */
export function checkPaths(problems: Problems, options: SiteTargetOptions): string[] {
  const { distribution, invalidationPaths } = options;
  if (invalidationPaths === undefined) return ['/*'];
  if ((distribution ?? undefined) === undefined) {
    problems.add('invalidationPaths', 'must not be given without distribution', {
      cure: 'say whose caches are emptied',
    });
  }
  const paths: string[] = [];
  forEachMember(problems, 'invalidationPaths', invalidationPaths, 1, (path, prop) => {
    const checked = checkLiteralName(problems, prop, path, LIMITS.invalidationPath);
    if (checked === undefined) return;
    if (/\*./.test(checked)) problems.add(prop, 'must have * at its end only', { got: path });
    paths.push(checked);
  });
  return paths;
}

/** Where the action stands. */
export interface InvalidationPlace {
  readonly actionName: string;
  readonly runOrder: number;
  readonly distributionId: string;
  readonly paths: string[];
}

/** The action that empties the caches, with a role that may do that and nothing else. */
export function invalidationAction(
  scope: Construct,
  problems: Problems,
  context: DeployTargetContext,
  { actionName, runOrder, distributionId, paths }: InvalidationPlace,
): IAction {
  const command = `aws cloudfront create-invalidation --distribution-id ${distributionId} --paths ${paths
    .map((path) => `'${path}'`)
    .join(' ')}`;
  if (!Token.isUnresolved(command) || paths.join('').length > LIMITS.commandLength.max) {
    checkRange(problems, 'invalidationPaths', command.length, LIMITS.commandLength);
  }
  return new CommandsAction({
    actionName,
    runOrder,
    input: context.artifacts.input(context.artifact),
    commands: [command],
    role: invalidationRole(scope, context, distributionId),
  });
}

function invalidationRole(scope: Construct, context: DeployTargetContext, distributionId: string): IRole {
  const distribution = Stack.of(scope).formatArn({
    service: 'cloudfront',
    region: '',
    resource: 'distribution',
    resourceName: distributionId,
  });
  const statement = allow(PERMISSIONS.siteInvalidation, [distribution]);
  return commandRoleOf(scope, context, 'InvalidationRole', [statement]).frozen;
}
