import { App, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PackageDomain, PackageRepository } from '../../lib';
import type { PackageDomainProps, PackageRepositoryProps } from '../../lib';
import { newStack } from '../support/fixtures';
import type { TemplateStatement } from '../support/fixtures';

export const OWNER = '111122223333';
export const OTHER = '444455556666';
export const REGION = 'eu-west-1';
export const HOME = { env: { account: OWNER, region: REGION } };

/** A domain called `acme`. */
export function newDomain(scope: Stack, props: Partial<PackageDomainProps> = {}): PackageDomain {
  return new PackageDomain(scope, 'Domain', { domainName: 'acme', ...props });
}

/** A repository of that domain. */
export function newRepository(
  scope: Stack,
  repositoryName = 'team',
  props: Partial<PackageRepositoryProps> = {},
): PackageRepository {
  const domain = props.domain ?? (scope.node.tryFindChild('Domain') as PackageDomain | undefined) ?? newDomain(scope);
  return new PackageRepository(scope, repositoryName, { domain, repositoryName, ...props });
}

/** Stacks of one app. */
export function stacksIn(...props: StackProps[]): Stack[] {
  const app = new App();
  return props.map((each, index) => new Stack(app, `Stack${String.fromCharCode(65 + index)}`, each));
}

/** The template of a stack in which something was made. */
export function templateOf(make: (stack: Stack) => unknown): Template {
  const stack = newStack(HOME);
  make(stack);
  return Template.fromStack(stack);
}

/** The properties of the only domain, or of the repository with a name. */
export function propertiesOf(template: Template, repositoryName?: string): Record<string, unknown> {
  const type = repositoryName === undefined ? 'AWS::CodeArtifact::Domain' : 'AWS::CodeArtifact::Repository';
  const found = Object.values(template.findResources(type)).map(
    ({ Properties }) => Properties as Record<string, unknown>,
  );
  const match = found.find(({ RepositoryName }) => repositoryName === undefined || RepositoryName === repositoryName);
  if (match === undefined) throw new Error(`no ${type} ${repositoryName ?? ''}`);
  return match;
}

/** The statements of the policy of the only domain, or of the repository with a name; none where it has no policy. */
export function resourceStatements(template: Template, repositoryName?: string): TemplateStatement[] {
  const { PermissionsPolicyDocument } = propertiesOf(template, repositoryName);
  return (PermissionsPolicyDocument as { Statement: TemplateStatement[] } | undefined)?.Statement ?? [];
}
