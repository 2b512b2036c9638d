import { Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { EventPattern, IRuleTarget } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { checkGiven, checkLiteralName, checkStruct } from '../core/checks';
import { forEachMember } from '../core/list-checks';
import { forwardEvents } from '../core/forwarded-events';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import type { IPackageRepository } from './package-repository-interface';
import { PackageVersionEvent } from './package-version-event';
import type {
  PackageVersionFilter,
  PackageVersionForwardOptions,
  PackageVersionRuleOptions,
} from './package-version-filter';

/** A rule for versions of packages. */
export function packageVersionRule(
  repository: IPackageRepository & Construct,
  problems: Problems,
  id: string,
  given: PackageVersionRuleOptions,
): Rule {
  const inner = problems.within(`onPackageVersion.${id}`);
  const options = checkStruct(inner, '', given) ?? {};
  const targets: IRuleTarget[] = [];
  forEachMember(inner, 'targets', options.targets ?? [], 0, (target, prop) => {
    if (typeof (target as Partial<IRuleTarget>).bind === 'function') targets.push(target);
    else inner.add(prop, 'must be a target of aws-cdk-lib/aws-events-targets', { got: target });
  });
  return new Rule(repository, id, {
    description: `Versions of packages in ${repository.repositoryName}`,
    eventPattern: patternOf(repository, inner, options),
    targets,
  });
}

/** A rule that sends versions of packages on. */
export function forwardRule(
  repository: IPackageRepository & Construct,
  problems: Problems,
  id: string,
  given: PackageVersionForwardOptions,
): Rule {
  const inner = problems.within(`forwardPackageVersions.${id}`);
  const options: Partial<PackageVersionForwardOptions> = checkStruct(inner, '', given) ?? {};
  checkGiven(inner, 'account', options.account, 'given');
  const account = checkLiteralName(inner, 'account', options.account, LIMITS.account) ?? '000000000000';
  checkOtherAccount(inner, repository, account);
  return forwardEvents(repository, id, {
    description: `Versions of packages in ${repository.repositoryName} for the account ${account}`,
    eventPattern: patternOf(repository, inner, options),
    account,
  });
}

/** Events go to the account that owns the domain, and to the one that made the repository, by themselves. */
function checkOtherAccount(problems: Problems, repository: IPackageRepository, account: string): void {
  if (![Stack.of(repository).account, repository.env.account, repository.domainOwner].includes(account)) return;
  problems.add('account', 'must be another account than that of the repository, which has the events already', {
    got: account,
    cure: 'use onPackageVersion there',
  });
}

function patternOf(scope: IPackageRepository, problems: Problems, filter: PackageVersionFilter): EventPattern {
  const pattern = PackageVersionEvent.of(scope, filter)._bind(scope, problems);
  return pattern ?? { source: ['aws.codeartifact'] };
}
