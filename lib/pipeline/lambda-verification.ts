import { Annotations } from 'aws-cdk-lib';
import { LambdaInvokeAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Function } from 'aws-cdk-lib/aws-lambda';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { variablesNamespace } from '../core/artifact';
import { checkResource } from '../core/environments';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { letAnswer } from './job-answer';
import { jsonOf } from './json-text';
import { NamedVerification } from './named-verification';
import type { VerificationConfig, VerificationContext } from './verification-interface';
import type { VerificationOptions } from './verification-options';

/**
 * What a function that verifies is told.
 */
export interface FunctionVerificationOptions extends VerificationOptions {
  /**
   * What the function finds as JSON text in `UserParameters`, at most 1000 characters. Values may be variables of earlier actions, such as those of `TargetVariables`, that
   * have no quotation marks and backslashes.
   *
   * @default - nothing
   */
  readonly parameters?: Record<string, string>;
}

/** Invokes a function, which reports whether the release is good. */
export class LambdaVerification extends NamedVerification<FunctionVerificationOptions> {
  constructor(
    private readonly given: IFunction | undefined,
    options: FunctionVerificationOptions,
  ) {
    super(options);
  }

  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, 'Verification.lambdaFunction');
    const called = checkResource(problems, 'function', scope, this.given, 'a function', 'functionArn');
    if (called !== undefined) {
      deployAfter(scope, called);
      letReport(scope, called);
    }
    const name = called === undefined ? 'missing' : weak(scope, called.functionName);
    const action = new LambdaInvokeAction({
      actionName: this.verificationName,
      runOrder: context.runOrder,
      // By its name: the grants of aws-cdk-lib would reach the role of the user's function.
      lambda: Object.assign(Function.fromFunctionName(scope, 'FunctionByName', name), { functionName: name }),
      inputs: this.options.artifact === undefined ? [] : [context.artifacts.input(context.artifact)],
      userParametersString: jsonOf(scope, problems, 'parameters', this.options.parameters ?? undefined),
      variablesNamespace: variablesNamespace(context.stageName, this.verificationName),
    });
    const ofFunction = called && allow(PERMISSIONS.lambdaInvokeAction, [weak(scope, called.functionArn)]);
    return {
      actions: [action],
      permissions: [...(ofFunction === undefined ? [] : [ofFunction]), allow(PERMISSIONS.lambdaListFunctions, ['*'])],
      takesFullClone: this.options.artifact === undefined,
    };
  }
}

/** Without a report of the function the action waits for 24 hours: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html */
function letReport(scope: Construct, called: IFunction): void {
  if (called.role === undefined) {
    Annotations.of(scope).addWarningV2(
      'cdk-delivery:unknownFunctionRole',
      'The role of an imported function is not known: let it report, by codepipeline:PutJobSuccessResult and codepipeline:PutJobFailureResult on *',
    );
    return;
  }
  letAnswer(scope, called);
}
