import { Stack } from 'aws-cdk-lib';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Problems } from '../core/problems';
import { knownName, weak } from '../core/references';
import type { DeployTargetContext } from './deploy-target-interface';
import { ResourceTarget } from './resource-target';

/** A target that can be in another account or region: an access there lets the actions of the pipeline release to it. */
export abstract class AccessTarget extends ResourceTarget {
  public readonly worksByAccess = true;

  /** What an action that releases to it must be allowed, as a stack of its account and region says it. What cannot be released is reported. */
  public abstract allowed(scope: Construct, problems: Problems, pipelineName: string): PolicyStatement[];

  /** Lets those read what is released who fetch it themselves, by policies below `scope`. */
  public letRead(_scope: Construct, _statements: () => PolicyStatement[]): void {
    // Most releases are brought by the action.
  }

  /** The roles that read what is released by themselves, as far as they are known. */
  public get readers(): IRole[] {
    return [];
  }

  /** Whether the other one is the same, also where only one of the two is made in this app: they have the same names. */
  public isSame(scope: Construct, other: AccessTarget): boolean {
    if (other === this) return true;
    const [own, others] = [this, other].map((target) => target.names().map((name) => knownName(scope, name)));
    const isNamed = own.length > 0 && own.every((name) => name !== undefined);
    return isNamed && this.constructor === other.constructor && own.join('/') === others.join('/');
  }

  /** What names the resource in its account and region; nothing where it is no such resource. */
  protected abstract names(): string[];

  /** A name as the pipeline says it: one of another account or region must be known at synthesis. */
  protected nameIn(
    problems: Problems,
    prop: string,
    scope: Construct,
    { access }: Pick<DeployTargetContext, 'access'>,
    name: string,
  ): string {
    const { account, region } = Stack.of(scope);
    if (access === undefined || (access.account === account && access.region === region)) return weak(scope, name);
    const known = knownName(scope, name);
    if (known !== undefined) return known;
    problems.add(prop, 'must have a name that is known at synthesis, since it is in another account or region', {
      cure: 'give it a literal name',
    });
    return 'missing';
  }
}

/** The names that something has as these members, where it has them all. */
export function namesOf<T>(given: T | undefined, ...members: (keyof T & string)[]): string[] {
  const names = members.map((member): unknown => (given as Partial<T> | null | undefined)?.[member]);
  return names.every((name) => typeof name === 'string') ? names : [];
}
