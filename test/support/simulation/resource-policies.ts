import { listOf, type Plain, type PlainObject, textOf, textsOf } from './plain';
import { type PolicyDocument, policyDocument } from './policy-document';
import type { ResolvedResource, ResolvedTemplates } from './resolved-templates';

interface ResourcePolicySource {
  /** The prefix of the actions that the policy has a say in. */
  readonly service: string;
  /** The ARNs of the resources that the policy is attached to. */
  readonly arns: (resource: ResolvedResource, templates: ResolvedTemplates) => string[];
  /** Undefined when the resource has no policy. */
  readonly document: (resource: ResolvedResource) => PolicyDocument | undefined;
  /** What stands between the ARN and the parts of the resource that the policy covers too. */
  readonly partsAfter?: string;
  /** The same where what the policy covers too has ARNs of another kind. */
  readonly alsoBelow?: (arn: string) => string[];
}

const ownArn: ResourcePolicySource['arns'] = (resource, templates) => [templates.arnOf(resource)];
const ref: ResourcePolicySource['arns'] = (resource, templates) => [templates.refTo(resource)];

function property(name: string): ResourcePolicySource['document'] {
  return ({ stackName, logicalId, properties }) =>
    properties[name] === undefined ? undefined : policyDocument(properties[name], `${stackName}/${logicalId} ${name}`);
}

function queueArns({ properties }: ResolvedResource, templates: ResolvedTemplates): string[] {
  const urls = textsOf(properties.Queues);
  return templates
    .resourcesOfType('AWS::SQS::Queue')
    .filter((queue) => urls.includes(templates.refTo(queue)))
    .map((queue) => templates.arnOf(queue));
}

function functionArn({ properties, environment: { partition, region, account } }: ResolvedResource): string {
  const target = textOf(properties.FunctionName, 'FunctionName');
  return target.startsWith('arn:') ? target : `arn:${partition}:lambda:${region}:${account}:function:${target}`;
}

/** The statement that Lambda writes for a permission. */
function lambdaStatement(permission: ResolvedResource): PlainObject {
  const { Action, Principal, SourceArn, SourceAccount, PrincipalOrgID } = permission.properties;
  const principal = textOf(Principal, 'Principal');
  return {
    Effect: 'Allow',
    Action: textOf(Action, 'Action'),
    Principal: principal.includes('.amazonaws.com') ? { Service: principal } : { AWS: principal },
    Resource: functionArn(permission),
    Condition: {
      ArnLike: given({ 'aws:SourceArn': SourceArn }),
      StringEquals: given({ 'aws:SourceAccount': SourceAccount, 'aws:PrincipalOrgID': PrincipalOrgID }),
    },
  };
}

function given(values: Readonly<Record<string, Plain | undefined>>): PlainObject {
  const entries = Object.entries(values).filter((entry): entry is [string, Plain] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

const SOURCES: Readonly<Partial<Record<string, ResourcePolicySource>>> = {
  'AWS::S3::BucketPolicy': {
    service: 's3',
    arns: ({ properties, environment }) => [`arn:${environment.partition}:s3:::${textOf(properties.Bucket, 'Bucket')}`],
    document: property('PolicyDocument'),
    partsAfter: '/',
  },
  'AWS::KMS::Key': { service: 'kms', arns: ownArn, document: property('KeyPolicy') },
  'AWS::SNS::TopicPolicy': {
    service: 'sns',
    arns: ({ properties }) => textsOf(properties.Topics),
    document: property('PolicyDocument'),
  },
  'AWS::SQS::QueuePolicy': { service: 'sqs', arns: queueArns, document: property('PolicyDocument') },
  'AWS::Lambda::Permission': {
    service: 'lambda',
    arns: (permission) => [functionArn(permission)],
    document: (permission) => ({ Version: '2012-10-17', Statement: [lambdaStatement(permission)] }),
  },
  'AWS::IAM::Role': { service: 'sts', arns: ownArn, document: property('AssumeRolePolicyDocument') },
  'AWS::SecretsManager::ResourcePolicy': {
    service: 'secretsmanager',
    arns: ({ properties }) => textsOf(listOf(properties.SecretId)),
    document: property('ResourcePolicy'),
  },
  'AWS::ECR::Repository': { service: 'ecr', arns: ownArn, document: property('RepositoryPolicyText') },
  'AWS::Events::EventBusPolicy': {
    service: 'events',
    arns: ({ properties }) => [textOf((properties.Statement as PlainObject).Resource, 'Resource')],
    document: ({ stackName, logicalId, properties }) =>
      policyDocument(
        { Version: '2012-10-17', Statement: listOf(properties.Statement) },
        `${stackName}/${logicalId} Statement`,
      ),
  },
  // https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html#interaction-between-repository-and-domain-policies
  'AWS::CodeArtifact::Domain': {
    service: 'codeartifact',
    arns: ref,
    document: property('PermissionsPolicyDocument'),
    alsoBelow: (arn) => ['repository', 'package'].map((kind) => `${arn.replace(':domain/', `:${kind}/`)}/`),
  },
  'AWS::CodeArtifact::Repository': {
    service: 'codeartifact',
    arns: ref,
    document: property('PermissionsPolicyDocument'),
    alsoBelow: (arn) => [`${arn.replace(':repository/', ':package/')}/`],
  },
};

/** What AWS gives a key for which no policy is written. */
function defaultKeyPolicy(partition: string, account: string): PolicyDocument {
  const Principal = { AWS: `arn:${partition}:iam::${account}:root` };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }] };
}

/** All statements that the templates attach to a resource; undefined when it has no policy. */
export function resourcePolicyOf(
  templates: ResolvedTemplates,
  action: string,
  resourceArn: string,
  account: string,
): PolicyDocument | undefined {
  const service = action.replace(/:.*/, '').toLowerCase();
  const documents = templates.resources.flatMap((resource) => {
    const source = SOURCES[resource.type];
    if (source?.service !== service) return [];
    const covers = source
      .arns(resource, templates)
      .some(
        (arn) =>
          isCovered(resourceArn, arn, source.partsAfter) ||
          source.alsoBelow?.(arn).some((prefix) => resourceArn.startsWith(prefix)) === true,
      );
    return covers ? (source.document(resource) ?? []) : [];
  });
  const Statement = documents.flatMap((document) => document.Statement);
  if (Statement.length > 0) return { Version: '2012-10-17', Statement };
  return service === 'kms' && resourceArn !== '*'
    ? defaultKeyPolicy(resourceArn.split(':').at(1) ?? '', account)
    : undefined;
}

function isCovered(resourceArn: string, arn: string, partsAfter: string | undefined): boolean {
  return resourceArn === arn || (partsAfter !== undefined && resourceArn.startsWith(arn + partsAfter));
}

/**
 * The account whose policies protect a resource. A resource of an account that no stack belongs to counts as one of
 * the caller's account: its own policies cannot be known.
 */
export function ownerOf(templates: ResolvedTemplates, resourceArn: string, callerAccount: string): string {
  const bucket = templates
    .resourcesOfType('AWS::S3::Bucket')
    .find((it) => isCovered(resourceArn, templates.arnOf(it), '/'));
  if (bucket !== undefined) return bucket.environment.account;
  const account = resourceArn.split(':').at(4);
  const isKnown = templates.stacks.some((stack) => stack.environment.account === account);
  return isKnown && account !== undefined ? account : callerAccount;
}
