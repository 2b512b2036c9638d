import { type Plain, textsOf } from './plain';
import { type NamedPolicy, policyDocumentsIn } from './policy-document';
import type { ResolvedResource, ResolvedTemplates } from './resolved-templates';

/** The policies of every identity of the templates; a policy that only bounds roles grants nothing and is left out. */
export function identityPoliciesIn(templates: ResolvedTemplates): NamedPolicy[] {
  return templates.resources
    .filter(({ type }) => type.startsWith('AWS::IAM::'))
    .filter((resource) => !isOnlyBoundary(resource, templates))
    .flatMap(({ stackName, logicalId, properties }) => {
      const identity = { ...properties, AssumeRolePolicyDocument: null };
      return policyDocumentsIn(identity, `${stackName}/${logicalId}`);
    });
}

/** Every policy of the templates: those of identities and of resources, and trust policies. */
export function allPoliciesIn(templates: ResolvedTemplates): NamedPolicy[] {
  return templates.resources.flatMap(({ stackName, logicalId, properties }) =>
    policyDocumentsIn(properties, `${stackName}/${logicalId}`),
  );
}

function isOnlyBoundary(resource: ResolvedResource, templates: ResolvedTemplates): boolean {
  if (resource.type !== 'AWS::IAM::ManagedPolicy') return false;
  const arn = templates.refTo(resource);
  const identities = templates.resourcesOfType('AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group');
  const uses = (property: string): boolean => identities.some((it) => textsOf(it.properties[property]).includes(arn));
  return uses('PermissionsBoundary') && !uses('ManagedPolicyArns') && !isAttached(resource);
}

function isAttached({ properties }: ResolvedResource): boolean {
  const attached: (Plain | undefined)[] = [properties.Roles, properties.Users, properties.Groups];
  return attached.some((names) => textsOf(names).length > 0);
}
