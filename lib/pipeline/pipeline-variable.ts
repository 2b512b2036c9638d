import { Variable } from 'aws-cdk-lib/aws-codepipeline';
import { checkName, checkText, orEmpty } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';

/**
 * Options of a variable of a pipeline.
 */
export interface PipelineVariableOptions {
  /**
   * What the variable is where nobody says otherwise, 1 to 1000 characters.
   *
   * @default - none: whoever starts the pipeline must say what it is, and a run that an event starts fails
   */
  readonly defaultValue?: string;

  /**
   * What the variable is for, at most 200 characters.
   *
   * @default - nothing
   */
  readonly description?: string;
}

/**
 * A variable of a pipeline, which whoever starts a run can set. It may stand in variables of builds, parameters of stacks, inputs of tests, rules of gates.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-variables.html
 */
export class PipelineVariable {
  /**
   * A variable with this name.
   *
   * @param variableName unique in the pipeline, 1 to 128 characters of letters, digits, `@`, `-` and `_`.
   */
  public static named(variableName: string, options: PipelineVariableOptions = {}): PipelineVariable {
    return new PipelineVariable(variableName, orEmpty(options));
  }

  private constructor(
    /** The name of the variable. */
    public readonly variableName: string,
    private readonly options: PipelineVariableOptions,
  ) {}

  /**
   * What stands for the value, `#{variables.NAME}`: CodePipeline puts it in when an action starts.
   */
  public get reference(): string {
    return `#{variables.${this.variableName}}`;
  }

  /** @internal */
  public get _hasDefault(): boolean {
    return this.options.defaultValue !== undefined;
  }

  /** @internal */
  public _bind(problems: Problems, name: string): Variable | undefined {
    const { count } = problems;
    const defaultValue = checkText(problems, 'defaultValue', this.options.defaultValue, LIMITS.pipelineVariableValue);
    const description = checkText(
      problems,
      'description',
      this.options.description,
      LIMITS.pipelineVariableDescription,
    );
    checkName(problems, 'variableName', name, LIMITS.pipelineVariableName);
    return problems.count === count ? new Variable({ variableName: name, defaultValue, description }) : undefined;
  }
}
