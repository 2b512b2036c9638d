import { type PlainObject, textsOf } from './plain';
import { coversAction, type NamedPolicy } from './policy-document';

/**
 * The simulator compares what stands before the first `/` or `:` of a resource literally, and would call denied what
 * IAM allows, such as `orders-*` followed by a stage for the actions of a pipeline.
 *
 * @throws for a policy with a wildcard in that place of a resource that the request may be about
 */
export function refuseWildcardsInFirstPart(
  policies: readonly NamedPolicy[],
  action: string,
  resourceArn: string,
): void {
  const service = resourceArn.split(':').at(2);
  if (service === undefined || service === 's3') return;
  for (const { name, document } of policies) {
    const resources = document.Statement.filter((it) => isAbout(it, action)).flatMap(({ Resource, NotResource }) => [
      ...textsOf(Resource),
      ...textsOf(NotResource),
    ]);
    const refused = resources.find((it) => it.split(':')[2] === service && /[*?$][^/:]*[/:]/.test(firstPart(it)));
    if (refused !== undefined) throw new Error(`${name} names ${refused}, which the simulator compares wrongly`);
  }
}

function isAbout({ Action, NotAction }: PlainObject, action: string): boolean {
  return NotAction !== undefined || textsOf(Action).some((it) => coversAction(it, action));
}

/** The resource part of an ARN up to its first separator. */
function firstPart(arn: string): string {
  return /^[^/:]*[/:]/.exec(arn.split(':').slice(5).join(':'))?.[0] ?? '';
}
