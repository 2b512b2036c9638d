import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Problems } from './problems';
import { weak } from './references';

const ACCESS_KEY = /(?:^|[^A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?:[^A-Z0-9]|$)/;
export const SECRET_REFERENCE = /\{\{resolve:(?:secretsmanager|ssm-secure):/;

/**
 * A value that everybody may read, as the stack of `scope` may say it. Reports what holds a secret; `choice` is the class whose
 * other functions are for those.
 */
export function checkPlainValue(
  scope: IConstruct,
  problems: Problems,
  value: unknown,
  choice: string,
): string | undefined {
  if (typeof value !== 'string') {
    problems.add('', 'must be a string', { got: value });
    return undefined;
  }
  const rendered = Token.isUnresolved(value) ? JSON.stringify(Stack.of(scope).resolve(value)) : value;
  if (SECRET_REFERENCE.test(rendered)) {
    problems.add('', 'holds a secret, which everybody could read', { cure: `use ${choice}.secret or .parameter` });
    return undefined;
  }
  if (ACCESS_KEY.test(rendered)) {
    problems.add('', 'looks like an AWS access key', {
      cure: `put it in Secrets Manager and use ${choice}.secret`,
    });
    return undefined;
  }
  return weak(scope, value);
}
