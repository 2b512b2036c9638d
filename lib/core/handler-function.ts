import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { FunctionProps } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ACKNOWLEDGE_CONTEXT, isSwitchedOff } from './acknowledgements';
import { logRetentionOf } from './conventions';
import { allow, PERMISSIONS } from './permissions';
import { RolePolicy } from './role-policy';

/** The runtime of every handler of this library. */
export const HANDLER_RUNTIME = Runtime.NODEJS_24_X;

/** What is particular to one handler. */
export interface HandlerOptions {
  /** What it does, shown in the Lambda console. */
  readonly description: string;
  readonly timeout: Duration;
}

/**
 * A Lambda function with code of this library: one a stack for each handler, whatever the number of its users, with a
 * role of its own that each user widens by just what it needs.
 */
export class HandlerFunction extends Construct {
  /** The handler of this name in the stack of `scope`. */
  public static of(scope: Construct, name: string, options: HandlerOptions): HandlerFunction {
    const stack = Stack.of(scope);
    const id = `CdkDelivery-${name}`;
    return (
      (stack.node.tryFindChild(id) as HandlerFunction | undefined) ??
      new HandlerFunction(stack, id, name, options, isSwitchedOff(scope))
    );
  }

  /** The function. */
  public readonly function: Function;

  private readonly rolePolicy: RolePolicy;

  private constructor(scope: Construct, id: string, name: string, options: HandlerOptions, showFindings: boolean) {
    super(scope, id);
    if (showFindings) this.node.setContext(ACKNOWLEDGE_CONTEXT, false);
    const { rolePolicy, props } = handlerProps(this, name, options);
    this.rolePolicy = rolePolicy;
    this.function = new Function(this, 'Function', { ...props, role: rolePolicy.frozen });
  }

  /** The role of the function. */
  public get role(): IRole {
    return this.rolePolicy.role;
  }

  /** Lets the handler do more. */
  public allow(...statements: PolicyStatement[]): void {
    this.rolePolicy.add(...statements);
  }

  /** Makes a resource after everything that the handler may do by now, and deletes it before. */
  public allowBefore(resource: CfnResource): void {
    this.rolePolicy.applyBefore(resource);
  }
}

/** What a function with the code of a handler is made with, but for its role, of which comes the policy. */
export function handlerProps(
  scope: Construct,
  name: string,
  options: HandlerOptions,
): { readonly rolePolicy: RolePolicy; readonly props: FunctionProps } {
  const logGroup = new LogGroup(scope, 'Logs', {
    retention: logRetentionOf(scope),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const rolePolicy = new RolePolicy(scope, 'Role', 'lambda.amazonaws.com');
  rolePolicy.add(allow(PERMISSIONS.handlerLogs, [logGroup.logGroupArn]));
  const props = {
    description: options.description,
    code: Code.fromAsset(join(__dirname, '..', 'handlers', name)),
    handler: 'index.handler',
    runtime: HANDLER_RUNTIME,
    memorySize: 256,
    timeout: options.timeout,
    // An event that comes again much later would repeat what is over.
    maxEventAge: Duration.minutes(15),
    retryAttempts: 2,
    logGroup,
  };
  return { rolePolicy, props };
}
