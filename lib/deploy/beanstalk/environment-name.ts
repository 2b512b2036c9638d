import type { IConstruct } from 'constructs';
import { LIMITS } from '../../core/limits';
import { fixedName, shortHash } from '../../core/names';

/** The name of an environment, known at synthesis. Elastic Beanstalk takes no underscores, and no less than four characters. */
export function fixedEnvironmentName(scope: IConstruct): string {
  const { min, max } = LIMITS.beanstalkEnvironmentName;
  const name = fixedName(scope, max);
  if (!name.includes('_') && name.length >= min) return name;
  const hash = shortHash(name);
  const clean = name.replaceAll('_', '-').slice(0, max - hash.length - 1);
  return `${clean.replace(/-+$/, '')}-${hash}`;
}
