import { ArnFormat, Stack } from 'aws-cdk-lib';
import { StateMachineInput, StepFunctionInvokeAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { variablesNamespace } from '../core/artifact';
import { checkChoice, checkLiteralName } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { deployAfter, weak, weakWithin } from '../core/references';
import { ExecutionInput } from './execution-input';
import { NamedVerification } from './named-verification';
import type { VerificationConfig, VerificationContext } from './verification-interface';
import type { VerificationOptions } from './verification-options';

/**
 * What a state machine that verifies is told.
 */
export interface StateMachineVerificationOptions extends VerificationOptions {
  /**
   * What the execution begins with.
   *
   * @default - an empty object
   */
  readonly input?: ExecutionInput;

  /**
   * What the name of each execution begins with, 1 to 43 letters, digits, `-` and `_`.
   *
   * @default - the name is the id that CodePipeline gives to its action
   */
  readonly executionNamePrefix?: string;
}

/** Stands in for a machine that is missing, which is reported. */
const MISSING = 'arn:aws:states:::stateMachine:missing';

/** Runs a state machine and waits for its end. */
export class StateMachineVerification extends NamedVerification<StateMachineVerificationOptions> {
  constructor(
    private readonly given: IStateMachine | undefined,
    options: StateMachineVerificationOptions,
  ) {
    super(options);
  }

  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, 'Verification.stateMachine');
    const machine = checkResource(problems, 'stateMachine', scope, this.given, 'a state machine', 'stateMachineArn');
    if (machine !== undefined) {
      checkType(problems, machine);
      deployAfter(scope, machine);
    }
    const machineArn = machine === undefined ? MISSING : weakWithin(scope, machine.stateMachineArn);
    const { executionNamePrefix, input } = this.options;
    const checked = checkChoice(problems, 'input', input ?? undefined, ExecutionInput as unknown as InputClass);
    const action = new StepFunctionInvokeAction({
      actionName: this.verificationName,
      runOrder: context.runOrder,
      stateMachine: machineByArn(scope, machineArn),
      stateMachineInput: inputOf(scope, problems, context, checked),
      executionNamePrefix: checkLiteralName(
        problems,
        'executionNamePrefix',
        executionNamePrefix ?? undefined,
        LIMITS.executionPrefix,
      ),
      variablesNamespace: variablesNamespace(context.stageName, this.verificationName),
    });
    return {
      actions: [action],
      permissions: machine === undefined ? [] : machinePermissions(scope, machine, machineArn),
      takesFullClone: checked?._isFile !== true,
    };
  }
}

interface InputClass {
  readonly prototype: ExecutionInput;
  readonly name: string;
}

/** CodePipeline does not wait for executions of express machines, nor learn their result. */
function checkType(problems: Problems, machine: IStateMachine): void {
  if ((machine as Partial<StateMachine>).stateMachineType !== StateMachineType.EXPRESS) return;
  problems.add('stateMachine', 'must be a standard one: the action succeeds when an express one has started', {
    got: machine.node.id,
    cure: 'let a standard one start it, and wait for it',
  });
}

/** As an import: aws-cdk-lib would refer to one of another stack by an export. */
function machineByArn(scope: Construct, stateMachineArn: string): IStateMachine {
  const machine = StateMachine.fromStateMachineName(scope, 'StateMachineByArn', 'any');
  return Object.assign(machine, { stateMachineArn });
}

function inputOf(
  scope: Construct,
  problems: Problems,
  { artifacts, artifact }: VerificationContext,
  given: ExecutionInput | undefined,
): StateMachineInput | undefined {
  const bound = given?._bind(scope, problems);
  if (bound === undefined) return undefined;
  // aws-cdk-lib writes the artifact before the path, and literals by JSON.stringify, which spoils references. AWS takes the path alone, and text:
  // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html#action-reference-StepFunctions-config
  const input =
    given?._isFile === true
      ? StateMachineInput.filePath(artifacts.input(artifact).atPath(bound))
      : StateMachineInput.literal({});
  return Object.assign(input, { input: bound });
}

function machinePermissions(scope: Construct, machine: IStateMachine, machineArn: string): PolicyStatement[] {
  const executions = Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${nameOf(scope, machine, machineArn)}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return [allow(PERMISSIONS.stateMachine, [machineArn]), allow(PERMISSIONS.stateMachineExecution, [executions])];
}

/** A machine that was imported is known by its ARN alone, which ends with its name. */
function nameOf(scope: Construct, machine: IStateMachine, machineArn: string): string {
  const { stateMachineName } = machine as Partial<StateMachine>;
  if (stateMachineName !== undefined) return weak(scope, stateMachineName);
  return Stack.of(scope).splitArn(machineArn, ArnFormat.COLON_RESOURCE_NAME).resourceName ?? 'missing';
}
