import { Stack } from 'aws-cdk-lib';
import { CfnDomain, CfnRepository } from 'aws-cdk-lib/aws-codeartifact';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { agree } from '../core/agreement';
import { checkGiven } from '../core/checks';
import type { NameClaim } from '../core/claims';
import { checkRegion } from '../core/environments';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import type { IPackageDomain } from './package-domain-interface';
import type { IPackageRepository } from './package-repository-interface';

/** What stands for a name that is wrong, and reported. */
export const MISSING = 'missing';

/**
 * The name of a domain, in a template that needs the domain to be there: within a stack a reference, so that CloudFormation makes the
 * domain first; else the name itself, with the other stack deployed before.
 */
export function domainNameIn(scope: IConstruct, domain: IPackageDomain): string {
  const resource = domain.node.defaultChild;
  if (resource instanceof CfnDomain && Stack.of(resource) === Stack.of(scope)) return resource.attrName;
  deployAfter(scope, domain);
  return weak(scope, domain.domainName);
}

/** The same for a repository. */
export function repositoryNameIn(scope: IConstruct, repository: IPackageRepository): string {
  const resource = repository.node.defaultChild;
  if (resource instanceof CfnRepository && Stack.of(resource) === Stack.of(scope)) return resource.attrName;
  deployAfter(scope, repository);
  return weak(scope, repository.repositoryName);
}

/** Gives a domain back when it is one, in the region of the stack; else reports it. Another account may own it. */
export function checkDomain(
  problems: Problems,
  scope: IConstruct,
  given: IPackageDomain | undefined,
): IPackageDomain | undefined {
  const domain = checkGiven(problems, 'domain', given, 'a domain of packages');
  if (domain === undefined) return undefined;
  if (!Construct.isConstruct(domain) || !('env' in domain && 'domainArn' in domain && 'grantLogin' in domain)) {
    problems.add('domain', 'must be a domain of packages', { got: domain, cure: 'use a PackageDomain' });
    return undefined;
  }
  return checkRegion(problems, 'domain', scope, domain) ? domain : undefined;
}

/** A name that is unique within a domain. */
export function claimWithin(domain: IPackageDomain, kind: string, name: string): NameClaim {
  const { domainName, domainOwner: account, env } = domain;
  return { kind, names: [domainName, name], env: { account, region: env.region } };
}

/** Whether something is a repository of packages. */
export function isRepository(given: unknown): given is IPackageRepository {
  return (
    Construct.isConstruct(given) && 'repositoryName' in given && 'domainOwner' in given && 'grantUpstream' in given
  );
}

/** Gives a repository back when it is one; else reports it. */
export function checkRepository(problems: Problems, prop: string, given: unknown): IPackageRepository | undefined {
  if (isRepository(given)) return given;
  problems.add(prop, 'must be a repository of packages', { got: given, cure: 'use a PackageRepository' });
  return undefined;
}

/** Whether two may be the same repository: an imported one may be one that is made here. */
export function isSame(left: IPackageRepository, right: IPackageRepository): boolean {
  if (left === right) return true;
  const { repositoryName } = left;
  return repositoryName !== MISSING && repositoryName === right.repositoryName && isSameDomain(left, right);
}

/** Whether two repositories may be of the same domain. */
export function isSameDomain(left: IPackageRepository, right: IPackageRepository): boolean {
  return agree(left.domainName, right.domainName) && agree(left.domainOwner, right.domainOwner);
}

/** How messages call a repository whose name may be wrong. */
export function calledName({ repositoryName, node }: IPackageRepository): string {
  return repositoryName === MISSING ? node.id : repositoryName;
}
