import { Duration, Token } from 'aws-cdk-lib';
import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { PipelineInvokeAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Construct } from 'constructs';
import { BuildVariable } from '../build/build-variable';
import { checkBoolean, checkLiteralDuration, checkName, checkRange, checkStruct, checkText } from '../core/checks';
import { checkOptionalResource, checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import { pipelineArn } from '../core/pipeline-arn';
import { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { bindCommands } from './commands-verification';
import { NamedVerification } from './named-verification';
import type { PipelineVerificationOptions } from './pipeline-verification-options';
import type { VerificationConfig, VerificationContext } from './verification-interface';

const STATUS =
  'aws codepipeline get-pipeline-execution --pipeline-name "$PIPELINE_NAME" --pipeline-execution-id "$run" ' +
  '--query pipelineExecution.status --output text';

/** Runs another pipeline. */
export class PipelineVerification extends NamedVerification<PipelineVerificationOptions> {
  constructor(
    private readonly given: IPipeline | undefined,
    options: PipelineVerificationOptions,
  ) {
    super(options);
  }

  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, 'Verification.pipeline');
    const other = this.otherIn(scope, problems, context);
    const variables = this.variables(scope, problems);
    const waits = checkBoolean(problems, 'wait', this.options.wait ?? undefined) ?? true;
    const given = this.options.role ?? undefined;
    const role = checkOptionalResource(problems, 'role', scope, given, 'a role', 'roleArn');
    if (!waits && given !== undefined) {
      problems.add('role', 'must not be given beside wait: false: the role of the pipeline starts the other one then');
    }
    const name = other === undefined ? 'missing' : weak(scope, other.pipelineName);
    const arn = pipelineArn(scope, name);
    const config = waits
      ? bindCommands(scope, problems, context, {
          verificationName: this.verificationName,
          commands: waitingCommands(variables.length > 0),
          variables: this.commandVariables(problems, name, variables),
          role,
          statements: [allow(PERMISSIONS.watchPipeline, [arn])],
        })
      : {
          actions: [
            new PipelineInvokeAction({
              actionName: this.verificationName,
              runOrder: context.runOrder,
              targetPipeline: Pipeline.fromPipelineArn(scope, 'PipelineByName', arn),
              variables: variables.length === 0 ? undefined : variables,
            }),
          ],
          permissions: [allow(PERMISSIONS.startPipeline, [arn])],
        };
    return { ...config, takesFullClone: !waits };
  }

  private otherIn(scope: Construct, problems: Problems, context: VerificationContext): IPipeline | undefined {
    const other = checkResource(problems, 'pipeline', scope, this.given, 'a pipeline', 'pipelineArn');
    if (other === undefined) return undefined;
    if (other === context.pipeline || other.pipelineName === context.pipelineName) {
      problems.add('pipeline', 'must be another one: a run that starts the next never ends', {
        got: context.pipelineName,
      });
      return undefined;
    }
    deployAfter(scope, other);
    return other;
  }

  private variables(scope: Construct, problems: Problems): { name: string; value: string }[] {
    const given = checkStruct(problems, 'variables', this.options.variables ?? undefined) ?? {};
    const variables = Object.entries(given).flatMap(([name, value]: [string, unknown]) => {
      const prop = `variables['${name}']`;
      checkName(problems, prop, name, LIMITS.pipelineVariableName);
      const said = checkText(problems, prop, value, LIMITS.pipelineVariableValue);
      if (said === undefined && value === undefined) problems.add(prop, 'must be given', { got: value });
      return said === undefined ? [] : [{ name, value: weak(scope, said) }];
    });
    checkRange(problems, 'variables', variables.length, LIMITS.pipelineVariables);
    const { length } = JSON.stringify(variables);
    const { max } = LIMITS.actionConfigurationValue;
    if (length > max && !variables.some(({ value }) => Token.isUnresolved(value))) {
      problems.add('variables', `must have at most ${max} characters of JSON together`, { got: length });
    }
    return variables;
  }

  private commandVariables(
    problems: Problems,
    name: string,
    variables: { name: string; value: string }[],
  ): Record<string, BuildVariable> {
    const { interval } = this.options;
    const between =
      checkLiteralDuration(problems, 'interval', interval ?? undefined, LIMITS.commandDuration) ?? Duration.seconds(15);
    return {
      PIPELINE_NAME: BuildVariable.plain(name),
      PIPELINE_INTERVAL: BuildVariable.plain(String(between.toSeconds())),
      ...(variables.length === 0 ? {} : { PIPELINE_VARIABLES: BuildVariable.plain(JSON.stringify(variables)) }),
    };
  }
}

/** In one shell, one after the other: the first starts the run, the second waits for it. */
function waitingCommands(hasVariables: boolean): string[] {
  const start =
    'aws codepipeline start-pipeline-execution --name "$PIPELINE_NAME" ' +
    `${hasVariables ? '--variables "$PIPELINE_VARIABLES" ' : ''}--query pipelineExecutionId --output text`;
  return [
    `run="$(${start})" && echo "$PIPELINE_NAME: $run" && while state="$(${STATUS})"; do ` +
      'case "$state" in InProgress|Stopping) sleep "$PIPELINE_INTERVAL";; *) break;; esac; done; ' +
      'echo "$PIPELINE_NAME: $state"; [ "$state" = Succeeded ]',
  ];
}
