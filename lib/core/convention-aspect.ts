import { Aws, CfnResource, Fn, Intrinsic, Lazy, Tokenization } from 'aws-cdk-lib';
import type { IAspect, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { conventionOf } from './conventions';
import { LIMITS } from './limits';
import { identifiedName } from './names';

/** How a resource is named that has no name of its own. */
interface Naming {
  readonly property: string;
  readonly max: number;

  /** What makes CloudFormation replace the resource: it does so only where the name is another one. */
  readonly replacedBy: string[];

  /** Names of IAM are known in all regions. */
  readonly isGlobal?: boolean;

  /** Whose names must have an ending. */
  readonly unless?: string;
}

const IAM = { replacedBy: ['path'], isGlobal: true };

const NAMINGS: ReadonlyMap<string, Naming> = new Map([
  ['AWS::IAM::Role', { ...IAM, property: 'roleName', max: LIMITS.roleName.max }],
  [
    'AWS::IAM::ManagedPolicy',
    {
      ...IAM,
      property: 'managedPolicyName',
      max: LIMITS.managedPolicyName.max,
      replacedBy: ['path', 'description'],
    },
  ],
  ['AWS::IAM::InstanceProfile', { ...IAM, property: 'instanceProfileName', max: LIMITS.instanceProfileNameLength.max }],
  ['AWS::Lambda::Function', { property: 'functionName', max: LIMITS.functionName.max, replacedBy: ['packageType'] }],
  ['AWS::Logs::LogGroup', { property: 'logGroupName', max: LIMITS.logGroupNameLength.max, replacedBy: [] }],
  ['AWS::SNS::Topic', { property: 'topicName', max: LIMITS.topicNameLength.max, replacedBy: [], unless: 'fifoTopic' }],
]);

const WITH_PATH = ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::InstanceProfile'];

/** With a hyphen before it, such as `-us-isof-south-1`. Without an env the region is known at deployment only. */
const LONGEST_REGION = 16;

/** Such as `-51af3dc0-da77-11e4-872e-1234567db123`. */
const STACK_ID = 37;

/** Gives paths and names to what has none, whoever made it. */
export class ConventionAspect implements IAspect {
  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node)) return;
    const path = WITH_PATH.includes(node.cfnResourceType) ? conventionOf(node, 'rolePath') : undefined;
    if (path !== undefined) fill(node, 'path', path);
    const naming = NAMINGS.get(node.cfnResourceType);
    if (naming === undefined || conventionOf(node, 'namePrefix') === undefined) return;
    if (naming.unless === undefined || !isGiven(node, valueOf(node, naming.unless)))
      fill(node, naming.property, nameOf(node, naming));
  }
}

function nameOf(resource: CfnResource, { max, replacedBy, isGlobal }: Naming): string {
  const replacing = JSON.stringify(resource.stack.resolve(replacedBy.map((property) => valueOf(resource, property))));
  if (isGlobal === true) {
    return `${identifiedName(resource, max - LONGEST_REGION, replacing)}-${resource.stack.region}`;
  }
  // What outlives its stack keeps its name: a stack that is made again must find another.
  if (resource.cfnOptions.deletionPolicy?.startsWith('Retain') !== true)
    return identifiedName(resource, max, replacing);
  return `${identifiedName(resource, max - STACK_ID, replacing)}-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`;
}

function fill(resource: CfnResource, property: string, fallback: string): void {
  const given = valueOf(resource, property);
  if (isGiven(resource, given)) return;
  const value = isUnsaid(given)
    ? fallback
    : Lazy.uncachedString({ produce: (context) => or(context, given, fallback) });
  // L1s have their properties as members; what is made by its type alone has not.
  if (property in resource) Reflect.set(resource, property, value);
  else resource.addPropertyOverride(capitalized(property), value);
}

function isGiven(resource: CfnResource, value: unknown): boolean {
  return value !== undefined && value !== null && resource.stack.resolve(value) !== undefined;
}

/** A name that aws-cdk-lib leaves to CloudFormation is a token that comes to nothing. One that it makes when another environment needs it may come to something yet. */
function isUnsaid(value: unknown): boolean {
  const token: unknown = typeof value === 'string' ? Tokenization.reverseString(value).firstToken : value;
  return (token ?? undefined) === undefined || token instanceof Intrinsic;
}

function or(context: IResolveContext, value: unknown, fallback: string): string {
  return (context.resolve(value) as string | undefined) ?? fallback;
}

function valueOf(resource: CfnResource, property: string): unknown {
  const properties = Reflect.get(resource, 'cfnProperties') as Record<string, unknown>;
  return properties[property] ?? properties[capitalized(property)];
}

function capitalized(property: string): string {
  return `${property.charAt(0).toUpperCase()}${property.slice(1)}`;
}
