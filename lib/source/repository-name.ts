import { Stack, Token } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { IConstruct } from 'constructs';
import { weak } from '../core/references';

/** The name of a repository as its template or its import says it, where that is a literal. */
export function literalRepositoryName(repository: IRepository): string | undefined {
  const { defaultChild } = repository.node;
  const name = defaultChild instanceof CfnRepository ? defaultChild.repositoryName : repository.repositoryName;
  return Token.isUnresolved(name) ? undefined : name;
}

/**
 * The name as this stack may say it. Across stacks the literal one comes first: a reference would still read the same after a
 * rename, and the rename go unnoticed.
 */
export function repositoryNameIn(scope: IConstruct, repository: IRepository): string {
  const isHere = Stack.of(scope) === Stack.of(repository);
  return (isHere ? undefined : literalRepositoryName(repository)) ?? weak(scope, repository.repositoryName);
}
