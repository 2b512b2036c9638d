import { Token } from 'aws-cdk-lib';

/** Whether two texts may be the same: what is not said, and what is known at deployment only, may be anything. */
export function agree(one: string | undefined, other: string | undefined): boolean {
  return one === other || [one, other].some((text) => text === undefined || Token.isUnresolved(text));
}
