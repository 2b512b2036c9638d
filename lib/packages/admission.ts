import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Problems } from '../core/problems';
import type { IPackageRepository } from './package-repository-interface';
import { ResourcePolicy } from './resource-policy';

/**
 * Checks, when the app is synthesized, that a repository of another account lets the account of the stack in, as far as its policies are
 * known here.
 */
export function checkAdmitted(
  scope: IConstruct,
  problems: Problems,
  repository: IPackageRepository,
  publishes: boolean,
): void {
  const { account } = Stack.of(scope);
  const comparison = Token.compareStrings(account, repository.domainOwner);
  if (comparison === TokenComparison.ONE_UNRESOLVED && Token.isUnresolved(repository.domainOwner)) {
    if (Stack.of(repository) !== Stack.of(scope)) {
      problems.add('repository', 'must say its account: the stack that uses it does', {
        cure: 'give both stacks an env',
      });
    }
    return;
  }
  if (comparison !== TokenComparison.DIFFERENT) return;
  problems.atSynthesis(scope, (found) => {
    const policy = ResourcePolicy.of(repository);
    if (policy === undefined) return;
    const verb = publishes ? 'grantPublish' : 'grantRead';
    const action = publishes ? 'codeartifact:PublishPackageVersion' : 'codeartifact:ReadFromRepository';
    const missing = [
      ...(policy.admits(account, action) ? [] : ['its policy']),
      ...(policy.domain?.admits(account, 'codeartifact:GetAuthorizationToken') === false ? ['that of its domain'] : []),
    ];
    if (missing.length === 0) return;
    found.add('repository', `must let in the account ${account}, which ${missing.join(' and ')} does not`, {
      cure: `call ${verb} of the repository with an AccountPrincipal`,
    });
  });
}
