import type { Context } from './decision';
import type { Request } from './expectations';

/** The account of examples and of simulations. */
export const ACCOUNT = '111122223333';

/** The ARN of a resource of that account in the region of examples. */
export function here(service: string, rest: string): string {
  return `arn:aws:${service}:eu-west-1:${ACCOUNT}:${rest}`;
}

/** Every action on one resource. */
export function all(actions: readonly string[], arn: string, context?: Context): Request[] {
  return actions.map((action) => [action, arn, context]);
}
