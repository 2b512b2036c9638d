import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { forEachMember } from '../core/list-checks';
import { checkEnvironment } from '../core/environments';
import { shortHash } from '../core/names';
import type { Problems } from '../core/problems';
import { AccessTarget } from '../deploy/access-target';
import type { IDeployTarget } from '../deploy/deploy-target-interface';

/** What the roles of an access may release to, beside stacks. */
export class AccessTargets {
  /** What the role of actions needs for it. */
  public readonly statements: PolicyStatement[] = [];

  private readonly targets: AccessTarget[] = [];

  /** `read` is what it takes to read artifacts of the pipeline, for those who fetch what is released themselves. */
  constructor(
    scope: Construct,
    problems: Problems,
    given: IDeployTarget[] | undefined,
    pipelineName: string,
    read: () => PolicyStatement[],
  ) {
    forEachMember(problems, 'targets', given ?? [], 0, (target, prop) => {
      if (!(target instanceof AccessTarget)) {
        problems.add(prop, 'must be a target that can be released by an access', {
          got: typeof target === 'object' ? target.targetName : target,
          cure: 'name stacks by stackNames, and deploy the stack of what is released where the pipeline is only',
        });
        return;
      }
      const { targetEnv } = target;
      if (targetEnv !== undefined && !checkEnvironment(problems, prop, scope, targetEnv)) return;
      this.targets.push(target);
      this.statements.push(...target.allowed(scope, problems.within(prop), pipelineName));
      // Named by what is released, not by its position.
      const id = `Readers${shortHash(target.resourcePath)}`;
      if (scope.node.tryFindChild(id) === undefined) target.letRead(new Construct(scope, id), read);
    });
  }

  /** Whether a target of a pipeline is among them. */
  public has(scope: Construct, target: AccessTarget): boolean {
    return this.targets.some((known) => known.isSame(scope, target));
  }
}
