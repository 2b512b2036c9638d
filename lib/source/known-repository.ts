import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkAccessPlace } from '../core/access';
import type { StageAccess } from '../core/access';
import { checkResource, checkResourceKind } from '../core/environments';
import type { Problems } from '../core/problems';
import { deployAfter } from '../core/references';
import { repositoryKey } from './repository-key';
import { literalRepositoryName, repositoryNameIn } from './repository-name';

const WHAT = 'a CodeCommit repository';

/** A repository as the stack of the pipeline may say it. */
export interface KnownRepository {
  readonly name: string;
  readonly arn: string;

  /** What its own key needs. */
  readonly key: PolicyStatement[];
}

/** A repository of the account and region of the pipeline. */
export function repositoryHere(scope: Construct, problems: Problems, repository: IRepository): KnownRepository {
  const kind = checkResourceKind(problems, 'repository', repository, WHAT, 'repositoryCloneUrlHttp');
  if (kind === undefined || !checkAccount(scope, problems, kind)) return known(scope, 'missing');
  const given = checkResource(problems, 'repository', scope, kind, WHAT, 'repositoryCloneUrlHttp');
  if (given === undefined) return known(scope, 'missing');
  deployAfter(scope, given);
  return known(scope, repositoryNameIn(scope, given), { key: repositoryKey(scope, given) });
}

function checkAccount(scope: Construct, problems: Problems, { env }: IRepository): boolean {
  const { account } = Stack.of(scope);
  if (Token.compareStrings(account, env.account) !== TokenComparison.DIFFERENT) return true;
  problems.add('repository', `must be in the account of the pipeline, ${account}, where there is no access`, {
    got: env.account,
    cure: 'give access a DeliveryAccess of that account',
  });
  return false;
}

/** Nothing but its name is known of a repository of another account. */
export function repositoryThere(
  scope: Construct,
  problems: Problems,
  repository: IRepository,
  access: StageAccess,
): KnownRepository {
  const given = checkResourceKind(problems, 'repository', repository, WHAT, 'repositoryCloneUrlHttp');
  if (given === undefined || !checkAccessPlace(problems, 'repository', access, given.env))
    return known(scope, 'missing');
  deployAfter(scope, given);
  const name = literalRepositoryName(given);
  if (name === undefined) {
    problems.add('repository', 'must have a name that is known at synthesis, since it is in another account', {
      cure: 'give it a literal repositoryName',
    });
  } else if (access.repositoryNames?.includes(name) === false) {
    problems.add('repository', 'must be among the repositories of the access', {
      got: name,
      cure: 'add it to the DeliveryAccess',
    });
  }
  return known(scope, name ?? 'missing', access);
}

/** What stands for one that cannot be known. */
export function known(
  scope: Construct,
  name: string,
  { account, key = [] }: { readonly account?: string; readonly key?: PolicyStatement[] } = {},
): KnownRepository {
  return { name, arn: Stack.of(scope).formatArn({ service: 'codecommit', account, resource: name }), key };
}
