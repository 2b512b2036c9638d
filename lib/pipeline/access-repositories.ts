import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkBoolean } from '../core/checks';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { forwardPushes } from '../source/push-events';
import { repositoriesHere } from '../source/repositories-here';
import { repositoryKey } from '../source/repository-key';
import { literalRepositoryName } from '../source/repository-name';
import type { DeliveryAccessProps } from './delivery-access-props';

/** The repositories that a pipeline of another account reads. */
export interface AccessRepositories {
  readonly names: string[];

  /** What the actions of the pipeline need for them, beside the artifacts. */
  readonly statements: PolicyStatement[];
}

/** The repositories of an access. Their pushes go to the account of the pipeline. */
export function accessRepositories(
  scope: Construct,
  problems: Problems,
  given: DeliveryAccessProps,
  pipelineAccount: string,
): AccessRepositories {
  const names: string[] = [];
  const statements: PolicyStatement[] = [];
  const forwards = checkBoolean(problems, 'forwardPushes', given.forwardPushes) ?? true;
  if ((given.repositories ?? []).length > 0 && pipelineAccount === Stack.of(scope).account) {
    problems.add('repositories', 'must not be given in the account of the pipeline, which reads them by itself');
    return { names, statements };
  }
  for (const repository of repositoriesHere(scope, problems, 'repositories', given.repositories ?? [], 0)) {
    const name = literalRepositoryName(repository);
    if (name === undefined) {
      problems.add('repositories', 'must have names that are known at synthesis', {
        got: repository.node.id,
        cure: 'give it a literal repositoryName',
      });
      continue;
    }
    names.push(name);
    const arn = Stack.of(scope).formatArn({ service: 'codecommit', resource: name });
    statements.push(allow(PERMISSIONS.codeCommitSource, [arn]), ...repositoryKey(scope, repository));
    if (forwards) forwardPushes(scope, name, pipelineAccount);
  }
  return { names, statements };
}
