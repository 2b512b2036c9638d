import { Duration, Stack } from 'aws-cdk-lib';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { bindNetwork } from '../build/build-network';
import { checkLiteralName, checkStruct, orEmpty } from '../core/checks';
import { handlerProps } from '../core/handler-function';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import { SECRET_REFERENCE } from '../core/plain-value';
import { Problems } from '../core/problems';
import type { RolePolicy } from '../core/role-policy';
import type { SmokeTestProps } from './smoke-test-props';
import { smokeSettings } from './smoke-test-settings';

/** What the function has beyond the time of the test, to learn what is released and to tell the result. */
const RESERVE = Duration.minutes(1);

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, with room for variables of the user. */
const MOST_CONFIGURATION = 3500;

/**
 * A ready hook of CodeDeploy: a function that tries out what is released, and tells CodeDeploy whether the release may go on. It tells so in
 * any case, also when what it tries never answers. Give its `function` to deployments, several of them if you like.
 *
 * The configuration of the function is open to whoever may read functions. `function.addEnvironment` and `function.addToRolePolicy` add
 * what your case needs beyond that.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export class SmokeTest extends Construct {
  /** The function. */
  public readonly function: Function;

  /** The role of the function. */
  public readonly role: IRole;

  private readonly invokes: boolean;

  constructor(scope: Construct, id: string, props: SmokeTestProps = {}) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'SmokeTest');
    const { kind, timeout, configuration } = smokeSettings(this, problems, given);
    this.invokes = kind === 'invoke';
    const { rolePolicy, props: handler } = handlerProps(this, 'smoke-test', {
      description: 'Tries out what CodeDeploy releases, and tells it whether to go on',
      timeout: timeout.plus(RESERVE),
    });
    this.role = rolePolicy.role;
    this.function = new Function(this, 'Function', {
      ...handler,
      functionName: checkLiteralName(problems, 'functionName', given.functionName, LIMITS.functionName),
      // Not frozen, so that users may add to it; aws-cdk-lib adds nothing to a role that it is given.
      role: rolePolicy.role,
      environment: { SMOKE_TEST: this.write(problems, configuration) },
    });
    this.node.defaultChild = this.function.node.defaultChild;
    this.enterNetwork(problems, given, rolePolicy);
  }

  /**
   * What the test needs beside telling its result, for a deployment to a function.
   *
   * @internal
   */
  public _permissionsOn(deploymentGroupArn: string, functionArn: string): PolicyStatement[] {
    if (!this.invokes) return [];
    return [
      allow(PERMISSIONS.smokeTestDeployment, [deploymentGroupArn]),
      allow(PERMISSIONS.smokeTestInvocation, [`${functionArn}:*`]),
    ];
  }

  private write(problems: Problems, configuration: object): string {
    const stack = Stack.of(this);
    const resolved = JSON.stringify(stack.resolve(configuration));
    if (SECRET_REFERENCE.test(resolved)) {
      problems.add('check', 'must not hold a secret, which whoever may read functions could read', {
        cure: 'try out something that needs none',
      });
    }
    if (resolved.length > MOST_CONFIGURATION) {
      const rule = `must be at most ${MOST_CONFIGURATION} characters as JSON, with what is expected`;
      problems.add('check', rule, { got: resolved.length });
    }
    return stack.toJsonString(configuration);
  }

  private enterNetwork(problems: Problems, { network }: SmokeTestProps, rolePolicy: RolePolicy): void {
    const given = checkStruct(problems, 'network', network ?? undefined);
    if (given === undefined) return;
    const bound = bindNetwork(this, problems.within('network'), given);
    const resource = this.function.node.defaultChild;
    if (bound === undefined || !(resource instanceof CfnFunction)) return;
    rolePolicy.add(allow(PERMISSIONS.smokeTestNetwork, ['*']));
    const { subnets, securityGroupIds } = bound.vpcConfig;
    resource.vpcConfig = { subnetIds: subnets, securityGroupIds };
    // Lambda makes no function whose role cannot make its network interfaces.
    rolePolicy.applyBefore(resource);
  }
}
