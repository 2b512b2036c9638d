import type { IConstruct } from 'constructs';
import { checkGiven, checkName, orEmpty } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { PIPELINE_FILE_NAME } from './app-spec-kind';
import type { AppSpecKind } from './app-spec-kind';
import type { LambdaAppSpecProps } from './function-props';
import { checkHookFunction, checkVersions } from './function-rules';

/** An AppSpec of a function, that is written from props. */
export class FunctionSpec implements AppSpecKind {
  public readonly platform = 'function';
  public readonly isWritten = true;
  public readonly fileName = PIPELINE_FILE_NAME;
  public readonly text: string;
  private readonly props: LambdaAppSpecProps;

  constructor(props: LambdaAppSpecProps) {
    this.props = orEmpty(props);
    this.text = textOf(this.props);
  }

  public check(_scope: IConstruct, problems: Problems): void {
    const { functionName, aliasName, currentVersion, targetVersion } = this.props;
    const given = (prop: string, value: string): string | undefined => checkGiven(problems, prop, value, 'given');
    checkName(problems, 'functionName', given('functionName', functionName), LIMITS.functionName);
    checkName(problems, 'aliasName', aliasName ?? undefined, LIMITS.aliasName);
    checkName(problems, 'currentVersion', given('currentVersion', currentVersion), LIMITS.functionVersion);
    checkName(problems, 'targetVersion', given('targetVersion', targetVersion), LIMITS.functionVersion);
    checkVersions(problems, 'targetVersion', currentVersion, targetVersion);
    for (const prop of ['beforeTraffic', 'afterTraffic'] as const) checkHookFunction(problems, prop, this.props[prop]);
  }
}

/**
 * In the upper and lower case of AWS's example, with hooks as a list, as those of servers are not:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-example.html#appspec-file-example-lambda
 */
function textOf(props: LambdaAppSpecProps): string {
  const quoted = (value: unknown): string => JSON.stringify(value ?? '');
  const hooks = [
    ['BeforeAllowTraffic', props.beforeTraffic ?? undefined],
    ['AfterAllowTraffic', props.afterTraffic ?? undefined],
  ].filter(([, hook]) => hook !== undefined);
  return [
    'version: 0.0',
    'Resources:',
    '  - Function:',
    '      Type: AWS::Lambda::Function',
    '      Properties:',
    `        Name: ${quoted(props.functionName)}`,
    `        Alias: ${quoted(props.aliasName ?? 'live')}`,
    `        CurrentVersion: ${quoted(props.currentVersion)}`,
    `        TargetVersion: ${quoted(props.targetVersion)}`,
    ...(hooks.length === 0 ? [] : ['Hooks:']),
    ...hooks.map(([event, hook]) => `  - ${event}: ${quoted(hook)}`),
    '',
  ].join('\n');
}
