import { Stack } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { checkLiteralName } from '../core/checks';
import { checkOptionalResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { fixedName } from '../core/names';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';

/** What a deployment says of its application. */
export interface ApplicationChoice<T> {
  readonly application?: T;
  readonly applicationName?: string;
}

/** How the application of one platform is made, and how one is named that is elsewhere. */
export interface ApplicationKind<T> {
  readonly make: (applicationName: string) => T;
  readonly fromName: (applicationName: string) => T;
}

/** An application, and its name as other stacks can say it. */
export interface NamedApplication<T> {
  readonly name: string;
  readonly application: T;
}

/** The application that a deployment group belongs to: one that is given, or one of its own. */
export function applicationOf<T extends IResource & { readonly applicationName: string }>(
  scope: Construct,
  problems: Problems,
  given: ApplicationChoice<T>,
  kind: ApplicationKind<T>,
): NamedApplication<T> {
  const what = 'an application';
  const application = checkOptionalResource(problems, 'application', scope, given.application, what, 'applicationName');
  if (application === undefined) {
    const said = checkLiteralName(problems, 'applicationName', given.applicationName, LIMITS.codeDeployName);
    const name = said ?? fixedName(scope, LIMITS.codeDeployName.max);
    checkUnique(scope, problems, name);
    return { name, application: kind.make(name) };
  }
  if (given.applicationName !== undefined) {
    problems.add('applicationName', 'must not be given beside application', { cure: 'leave one of them out' });
  }
  const { applicationName } = application;
  if (Stack.of(application) === Stack.of(scope)) return { name: applicationName, application };
  const name = weak(scope, applicationName);
  return { name, application: kind.fromName(name) };
}

const made = new WeakMap<IConstruct, Map<string, string>>();

/** An account and region has one application of a name; within an app this can be known. */
function checkUnique(scope: Construct, problems: Problems, name: string): void {
  const names = made.get(Stack.of(scope)) ?? new Map<string, string>();
  made.set(Stack.of(scope), names);
  const other = names.get(name);
  if (other === undefined) names.set(name, scope.node.path);
  else {
    problems.add('applicationName', `must be unique, and ${other} has that name, too`, {
      got: name,
      cure: 'make one application, and give it to both as application',
    });
  }
}
