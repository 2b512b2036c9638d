import { checkKeys, isMissing, mapAt, requiredTextAt, textAt, warn } from './spec-context';
import type { SpecContext } from './spec-context';

/** `name` is what agents read; `user` is what the page of AWS says. */
const KEYS = ['name', 'user', 'type', 'range'];

const RANGE = /^s\d+(?:-s\d+)?(?::c\d+(?:\.c\d+)?(?:,c\d+(?:\.c\d+)?)*)?$/;
const HIGHEST_CATEGORY = 1023;
const HIGHEST_SENSITIVITY = 255;

/**
 * Reports what is wrong with an SELinux label.
 *
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-permissions.html
 * https://github.com/aws/aws-codedeploy-agent/blob/master/src/application_specification/selinux.rs
 */
export function checkContext(context: SpecContext, path: string, given: unknown): void {
  const label = mapAt(context, path, given);
  if (label === undefined) return;
  checkKeys(context, path, label, KEYS);
  for (const key of ['name', 'user']) textAt(context, `${path}.${context.say(`context.${key}`)}`, label[key]);
  if (!isMissing(label.user) && isMissing(label.name)) {
    warn(context, 'appSpecContextUser', `${path}.user`, 'is not read by agents, which take the user from the key name');
  }
  requiredTextAt(context, `${path}.${context.say('context.type')}`, label.type);
  const range = textAt(context, `${path}.${context.say('context.range')}`, label.range);
  if (isMissing(label.range)) {
    warn(context, 'appSpecContextRange', path, 'has no range, without which agents of version 1 fail; write e.g. s0');
  }
  if (range !== undefined && !isRange(range)) {
    context.problems.add(
      `${path}.${context.say('context.range')}`,
      'must be like s0, s0-s15 or s0:c0.c5,c10, lower numbers first',
      {
        got: range,
        cure: `categories are c0 to c${HIGHEST_CATEGORY}, each once`,
      },
    );
  }
}

function isRange(range: string): boolean {
  if (!RANGE.test(range)) return false;
  const [sensitivities, categories = ''] = range.split(':');
  const [low, high = low] = sensitivities.split('-').map((level) => Number(level.slice(1)));
  if (low > high || high > HIGHEST_SENSITIVITY) return false;
  return categories === '' || areCategories(categories.split(','));
}

function areCategories(parts: readonly string[]): boolean {
  const seen = new Set<number>();
  return parts.every((part) => {
    const [first, last = first] = part.split('.').map((category) => Number(category.slice(1)));
    if (first > last || last > HIGHEST_CATEGORY) return false;
    for (let category = first; category <= last; category++) {
      if (seen.has(category)) return false;
      seen.add(category);
    }
    return true;
  });
}
