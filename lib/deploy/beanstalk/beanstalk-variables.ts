import { Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkName, checkRange } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import type { BeanstalkVariable } from './beanstalk-variable';
import type { OptionSettings } from './option-settings';

const PLAIN = 'aws:elasticbeanstalk:application:environment';

/** Sets the variables, and gives what the instances must be allowed to read them. */
export function bindVariables(
  scope: Construct,
  problems: Problems,
  settings: OptionSettings,
  given: Record<string, BeanstalkVariable> | undefined,
): PolicyStatement[] {
  const permissions: PolicyStatement[] = [];
  if (given !== undefined && (typeof given !== 'object' || Array.isArray(given))) {
    problems.add('', 'must be an object with variables by name');
    return permissions;
  }
  let size = 0;
  for (const [name, variable] of Object.entries(given ?? {})) {
    checkName(problems, name, name, LIMITS.beanstalkVariableName);
    if (typeof (variable as BeanstalkVariable | undefined)?._bind !== 'function') {
      // What stands there instead may be a secret: it is not repeated.
      problems.add(name, 'must be a BeanstalkVariable', { cure: 'use BeanstalkVariable.plain, .parameter or .secret' });
      continue;
    }
    const bound = variable._bind(scope, problems.within(name));
    if (bound === undefined) continue;
    settings.set(`variables.${name}`, bound.isReference ? `${PLAIN}secrets` : PLAIN, { [name]: bound.value });
    permissions.push(...bound.permissions);
    if (!bound.isReference) size += sizeOf(name, bound.value);
  }
  if (size > LIMITS.beanstalkVariables.max) {
    checkRange(problems, '', size, { ...LIMITS.beanstalkVariables, unit: 'bytes of plain names and values' });
  }
  return permissions;
}

/** As AWS counts it, `NAME=VALUE`; a value that is known at deployment only does not count. */
function sizeOf(name: string, value: string): number {
  return Buffer.byteLength(`${name}=${Token.isUnresolved(value) ? '' : value}`);
}
