import { CfnCapabilities, CfnResource, Stack } from 'aws-cdk-lib';
import type { Problems } from '../../core/problems';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html */
const NEED_CAPABILITY = [
  'AccessKey',
  'Group',
  'InstanceProfile',
  'ManagedPolicy',
  'Policy',
  'Role',
  'User',
  'UserToGroupAddition',
].map((type) => `AWS::IAM::${type}`);

const NAMES = ['groupName', 'instanceProfileName', 'managedPolicyName', 'roleName', 'userName'];

/** Reports stacks that make what CloudFormation wants said. What macros make is not known. */
export function checkCapabilities(problems: Problems, stacks: Stack[], given: CfnCapabilities[] = []): void {
  if (given.includes(CfnCapabilities.NAMED_IAM)) return;
  for (const stack of stacks) {
    const found = stack.node
      .findAll()
      .filter(isOfIam)
      .filter((resource) => topOf(Stack.of(resource)) === stack);
    const named = found.find(hasName);
    if (named !== undefined) report(problems, stack, named, CfnCapabilities.NAMED_IAM);
    else if (found.length > 0 && !given.includes(CfnCapabilities.ANONYMOUS_IAM)) {
      report(problems, stack, found[0], CfnCapabilities.ANONYMOUS_IAM);
    }
  }
}

function report(problems: Problems, stack: Stack, resource: CfnResource, capability: CfnCapabilities): void {
  const what = `${resource.cfnResourceType}${capability === CfnCapabilities.NAMED_IAM ? ' with a name' : ''}`;
  problems.add('capabilities', `must have ${capability}: ${stack.stackName} makes ${what}`);
}

function isOfIam(construct: unknown): construct is CfnResource {
  return CfnResource.isCfnResource(construct) && NEED_CAPABILITY.includes(construct.cfnResourceType);
}

/** The name of a user that something is added to is the name of another resource. */
function hasName(resource: CfnResource): boolean {
  if (/AccessKey|UserToGroupAddition/.test(resource.cfnResourceType)) return false;
  const properties = resource as unknown as Record<string, unknown>;
  // A name that aws-cdk-lib leaves to CloudFormation is a token that comes to nothing.
  return NAMES.some((name) => resource.stack.resolve(properties[name]) !== undefined);
}

function topOf(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : topOf(stack.nestedStackParent);
}
