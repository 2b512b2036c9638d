import { Stack, Token } from 'aws-cdk-lib';
import type { ResourceEnvironment } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { packagePath } from './package-selection';
import type { CheckedSelection } from './package-selection';

/** Where packages are. The account is that of the owner of the domain, also for repositories that others made. */
export interface PackagePlace extends ResourceEnvironment {
  readonly domainName: string;
}

function arnOf(scope: IConstruct, place: PackagePlace, resource: string, rest: string[]): string {
  const { account, region, domainName } = place;
  const resourceName = [domainName, ...rest].join('/');
  return Stack.of(scope).formatArn({ service: 'codeartifact', resource, resourceName, account, region });
}

/** The ARN of a domain. */
export function domainArn(scope: IConstruct, place: PackagePlace): string {
  return arnOf(scope, place, 'domain', []);
}

/** The ARN of a repository. */
export function repositoryArn(scope: IConstruct, place: PackagePlace, repositoryName: string): string {
  return arnOf(scope, place, 'repository', [repositoryName]);
}

/** The ARN of packages of a repository. */
export function packageArn(
  scope: IConstruct,
  place: PackagePlace,
  repositoryName: string,
  selection: CheckedSelection,
): string {
  return arnOf(scope, place, 'package', [repositoryName, packagePath(selection)]);
}

/** The ARNs of all package groups of a domain. */
export function packageGroupArns(scope: IConstruct, place: PackagePlace): string {
  return arnOf(scope, place, 'package-group', ['*']);
}

/** The parts of an ARN of CodeArtifact; nothing where it is none, or not known yet. */
export function partsOfArn(
  arn: unknown,
  resource: 'domain' | 'repository',
): { readonly region: string; readonly account: string; readonly names: string[] } | undefined {
  if (typeof arn !== 'string' || Token.isUnresolved(arn)) return undefined;
  const match = /^arn:[\w-]+:codeartifact:([\w-]+):(\d{12}):(\w+)\/([^\s]+)$/.exec(arn);
  if (match?.[3] !== resource) return undefined;
  const names = match[4].split('/');
  return names.length === (resource === 'domain' ? 1 : 2) ? { region: match[1], account: match[2], names } : undefined;
}
