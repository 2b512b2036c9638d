import type { Construct } from 'constructs';
import { checkGiven, checkLiteralName } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { checkJson, jsonOf } from './json-text';

type Bind = (scope: Construct, problems: Problems) => string | undefined;

/**
 * What an execution of a state machine begins with.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html
 */
export class ExecutionInput {
  /**
   * A JSON object of texts, at most 1000 characters. They may be variables of earlier actions, such as those of `TargetVariables`, that have no quotation marks and
   * backslashes.
   *
   * @param values the texts by name.
   */
  public static values(values: Record<string, string>): ExecutionInput {
    return new ExecutionInput((scope, problems) => {
      const given = checkGiven(problems, 'input.values', values, 'given');
      return jsonOf(scope, problems, 'input.values', given);
    });
  }

  /**
   * Any JSON, at most 1000 characters. It may have variables of earlier actions within its texts.
   *
   * @param text JSON text, e.g. by `JSON.stringify`.
   */
  public static json(text: string): ExecutionInput {
    return new ExecutionInput((scope, problems) => checkJson(scope, problems, 'input.json', text));
  }

  /**
   * A file of JSON in the artifact, for what is longer.
   *
   * @param path the path of the file in the artifact, at most 255 characters.
   */
  public static file(path: string): ExecutionInput {
    return new ExecutionInput((_scope, problems) => {
      const given = checkGiven(problems, 'input.file', path, 'given');
      return checkLiteralName(problems, 'input.file', given, LIMITS.artifactPath);
    }, true);
  }

  private constructor(
    private readonly binding: Bind,
    /** @internal */
    public readonly _isFile = false,
  ) {}

  /** @internal The text, or the path of the file. */
  public _bind(scope: Construct, problems: Problems): string | undefined {
    return this.binding(scope, problems);
  }
}
