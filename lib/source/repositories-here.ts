import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { IConstruct } from 'constructs';
import { forEachMember } from '../core/list-checks';
import { checkResource } from '../core/environments';
import type { Problems } from '../core/problems';
import { deployAfter } from '../core/references';

/** The repositories of a list that can be referred to from here; what is wrong with the others is reported. */
export function repositoriesHere(
  scope: IConstruct,
  problems: Problems,
  prop: string,
  given: IRepository[],
  least = 1,
): IRepository[] {
  const repositories: IRepository[] = [];
  forEachMember(problems, prop, given, least, (member, memberProp) => {
    const what = 'a CodeCommit repository';
    const repository = checkResource(problems, memberProp, scope, member, what, 'repositoryCloneUrlHttp');
    if (repository === undefined) return;
    if (repositories.includes(repository)) problems.add(memberProp, 'must not stand there twice');
    else repositories.push(repository);
    deployAfter(scope, repository);
  });
  return repositories;
}
