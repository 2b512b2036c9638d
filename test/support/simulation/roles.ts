import type { Environment } from './environment';
import { isPlainObject, listOf, textOf, textsOf } from './plain';
import { type NamedPolicy, type PolicyDocument, policyDocument } from './policy-document';
import type { ResolvedResource, ResolvedTemplates } from './resolved-templates';

export interface PermissionsBoundary {
  readonly arn: string;
  /** Undefined when neither the templates nor the options hold the policy. */
  readonly document?: PolicyDocument;
}

/** A role of the templates with everything that says what it may do. */
export interface Role {
  readonly stackName: string;
  readonly environment: Environment;
  readonly logicalId: string;
  readonly roleName: string;
  readonly arn: string;
  readonly trustPolicy: PolicyDocument;
  /** Inline policies, policies and managed policies alike. */
  readonly policies: readonly NamedPolicy[];
  readonly boundary?: PermissionsBoundary;
  /** Managed policies whose documents are not known, those of AWS among them. */
  readonly outsidePolicyArns: readonly string[];
  readonly templates: ResolvedTemplates;
}

/** Every role of the templates. */
export function rolesOf(templates: ResolvedTemplates): Role[] {
  return templates.resourcesOfType('AWS::IAM::Role').map((resource) => roleOfResource(resource, templates));
}

/** The logical ids of all roles without the hashes at their ends, in the order of the alphabet. */
export function roleIdsOf(templates: ResolvedTemplates): string[] {
  return rolesOf(templates)
    .map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, ''))
    .sort();
}

/** @throws unless exactly one role's logical id starts with the prefix, in any stack or the one that is named */
export function roleOf(templates: ResolvedTemplates, logicalIdPrefix: string, stackName?: string): Role {
  const inStack = rolesOf(templates).filter((role) => stackName === undefined || role.stackName === stackName);
  const exact = inStack.filter(({ logicalId }) => logicalId === logicalIdPrefix);
  const found = exact.length > 0 ? exact : inStack.filter(({ logicalId }) => logicalId.startsWith(logicalIdPrefix));
  const role = found.at(0);
  if (role !== undefined && found.length === 1) return role;
  const names = (found.length === 0 ? inStack : found).map((it) => `${it.stackName}/${it.logicalId}`);
  throw new Error(`${found.length} roles start with ${logicalIdPrefix}; there are: ${names.join(', ')}`);
}

function roleOfResource(resource: ResolvedResource, templates: ResolvedTemplates): Role {
  const { stackName, environment, logicalId, properties } = resource;
  const roleName = templates.refTo(resource);
  const where = `${stackName}/${logicalId}`;
  const attachedArns = new Set(textsOf(properties.ManagedPolicyArns));
  const managed = managedPolicies(templates);
  const attached = managed.filter(
    ({ arn, resource: policy }) => attachedArns.has(arn) || names(policy, 'Roles', roleName, environment),
  );
  const known = new Set(attached.map(({ arn }) => arn));
  const outside = [...attachedArns].filter((arn) => !known.has(arn));
  const boundary = boundaryOf(resource, templates);
  return {
    stackName,
    environment,
    logicalId,
    roleName,
    arn: templates.arnOf(resource),
    trustPolicy: policyDocument(properties.AssumeRolePolicyDocument, `${where} AssumeRolePolicyDocument`),
    policies: [
      ...inlinePolicies(resource),
      ...separatePolicies(roleName, environment, templates),
      ...attached.map(({ policy }) => policy),
      ...outside.flatMap((arn) => outsidePolicy(arn, templates)),
    ],
    ...(boundary === undefined ? {} : { boundary }),
    outsidePolicyArns: outside.filter((arn) => !(arn in templates.outsidePolicies)),
    templates,
  };
}

/** Whether a policy names the role; names are unique in an account. */
function names(policy: ResolvedResource, property: string, roleName: string, { account }: Environment): boolean {
  return policy.environment.account === account && textsOf(policy.properties[property]).includes(roleName);
}

function inlinePolicies({ stackName, logicalId, properties }: ResolvedResource): NamedPolicy[] {
  return listOf(properties.Policies)
    .filter((it) => isPlainObject(it))
    .map(({ PolicyName, PolicyDocument }) => {
      const name = `${stackName}/${logicalId} ${textOf(PolicyName, 'PolicyName')}`;
      return { name, document: policyDocument(PolicyDocument, name) };
    });
}

function separatePolicies(roleName: string, environment: Environment, templates: ResolvedTemplates): NamedPolicy[] {
  return templates
    .resourcesOfType('AWS::IAM::Policy', 'AWS::IAM::RolePolicy')
    .filter((it) => names(it, it.type === 'AWS::IAM::Policy' ? 'Roles' : 'RoleName', roleName, environment))
    .map(namedPolicy);
}

function namedPolicy({ stackName, logicalId, properties }: ResolvedResource): NamedPolicy {
  const name = `${stackName}/${logicalId}`;
  return { name, document: policyDocument(properties.PolicyDocument, name) };
}

interface ManagedPolicy {
  readonly arn: string;
  readonly resource: ResolvedResource;
  readonly policy: NamedPolicy;
}

function managedPolicies(templates: ResolvedTemplates): ManagedPolicy[] {
  return templates
    .resourcesOfType('AWS::IAM::ManagedPolicy')
    .map((resource) => ({ arn: templates.refTo(resource), resource, policy: namedPolicy(resource) }));
}

function outsidePolicy(arn: string, templates: ResolvedTemplates): NamedPolicy[] {
  const document = templates.outsidePolicies[arn];
  return document === undefined ? [] : [{ name: arn, document }];
}

function boundaryOf({ properties }: ResolvedResource, templates: ResolvedTemplates): PermissionsBoundary | undefined {
  if (properties.PermissionsBoundary === undefined) return undefined;
  const arn = textOf(properties.PermissionsBoundary, 'PermissionsBoundary');
  const inTemplates = managedPolicies(templates).find((policy) => policy.arn === arn)?.policy.document;
  const document = inTemplates ?? templates.outsidePolicies[arn];
  return document === undefined ? { arn } : { arn, document };
}
