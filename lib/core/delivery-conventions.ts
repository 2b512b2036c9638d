import { AspectPriority, Aspects, CrossStackReferences, ReferenceStrength, Tags } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { checkRetention } from './cdk-choices';
import { checkLiteralName, checkManagedPolicy, checkName, checkStruct, orEmpty } from './checks';
import { ConventionAspect } from './convention-aspect';
import { injectConventions } from './convention-injectors';
import { applyAspects, unreachedStages } from './convention-reach';
import { applyConventions } from './conventions';
import { LIMITS } from './limits';
import { Problems } from './problems';

/**
 * What an organization wants of everything that is made.
 */
export interface DeliveryConventionsOptions {
  /**
   * The most that any role and user below the scope can ever do. It takes the place of a boundary that such a role was made with.
   *
   * @default - no boundary
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundary?: IManagedPolicy;

  /**
   * Tags of everything below the scope that takes tags: keys of 1 to 128 characters with values of at most 256, of letters, digits, spaces and `_.:/=+-@`.
   *
   * @default - no tags
   */
  readonly tags?: Record<string, string>;

  /**
   * The path of roles, customer-managed policies and instance profiles below the scope that have none of their own, e.g. `/delivery/`: with a slash first and last, at
   * most 512 characters. Another path replaces them.
   *
   * @default - the path is `/`
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
   */
  readonly rolePath?: string;

  /**
   * What names begin with, e.g. `orders-`: 1 to 20 letters, digits and single hyphens, with a letter first.
   *
   * It begins the names that this library chooses. Beside these, roles, customer-managed policies, instance profiles, Lambda functions, log groups and topics below
   * the scope that have no name of their own get one with it, whoever made them, instead of one that CloudFormation chooses. A name that you gave stays, and so does
   * what is named after it, such as the builds of a pipeline that you named; a name that begins with the prefix by itself, as one made from the name of the stack
   * may, is not given it twice.
   *
   * Buckets, keys and everything else that CloudFormation names are not named by it: their names begin with that of the stack. Another prefix replaces what it names.
   *
   * @default - CloudFormation chooses, or the name of the stack begins the name
   */
  readonly namePrefix?: string;

  /**
   * How long log groups keep logs where nothing else is said of them: those that this library makes, and every `LogGroup` that is made below the scope afterwards. A
   * log group that AWS itself makes when it is first written to, such as `/aws/codepipeline/NAME`, is not reached.
   *
   * @default - RetentionDays.ONE_YEAR for log groups of this library
   */
  readonly logRetention?: RetentionDays;
}

/**
 * The one place where an organization says what everything must look like: boundary, tags, path, names and logs. It reaches whatever is below its scope, in stacks of
 * yours and of this library, handlers and their roles included.
 *
 * Apply it to an app, a stage or a stack before anything is made below, since names are decided by then: what comes too late is reported. Of scopes within each other,
 * the nearest wins, for each property by itself.
 *
 * Wrong options are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export class DeliveryConventions {
  /** The conventions of everything below a scope. What is no construct is an error at once, since nothing could report it. */
  public static of(scope: IConstruct): DeliveryConventions {
    if (!Construct.isConstruct(scope))
      throw new Error('DeliveryConventions.of: must be given an app, a stage or a stack');
    return new DeliveryConventions(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /** Applies conventions, beside those that the scope has already. */
  public apply(options: DeliveryConventionsOptions): void {
    const { scope } = this;
    const problems = Problems.of(scope, 'DeliveryConventions');
    const given = orEmpty(checkStruct(problems, '', options));
    const late = applyConventions(scope, {
      rolePath: checkLiteralName(problems, 'rolePath', given.rolePath ?? undefined, LIMITS.rolePath),
      namePrefix: checkLiteralName(problems, 'namePrefix', given.namePrefix ?? undefined, LIMITS.namePrefix),
      logRetention: checkRetention(problems, given.logRetention ?? undefined),
    });
    for (const prop of late) {
      problems.add(prop, 'must be applied before anything is made below that it decides', {
        got: given[prop],
        cure: 'apply it right after the app, the stage or the stack is made',
      });
    }
    injectConventions(scope);
    const boundary = checkManagedPolicy(problems, 'permissionsBoundary', given.permissionsBoundary ?? undefined);
    if (boundary instanceof ManagedPolicy) CrossStackReferences.of(boundary).produce(ReferenceStrength.WEAK);
    const tags = tagsOf(problems, given.tags);
    applyAspects(scope, (reached) => {
      Aspects.of(reached).add(ASPECT, { priority: AspectPriority.MUTATING });
      if (boundary !== undefined) PermissionsBoundary.of(reached).apply(boundary);
      for (const [key, value] of tags) Tags.of(reached).add(key, value);
    });
    problems.atSynthesis(scope, (found) => {
      for (const { node } of unreachedStages(scope)) {
        found.add('', `must be applied to the stage ${node.id} too, in which nothing asks for them`, {
          cure: 'apply them right after the stage is made',
        });
      }
    });
  }
}

const ASPECT = new ConventionAspect();

function tagsOf(problems: Problems, given: Record<string, string> | undefined): [string, string][] {
  const tags = checkStruct(problems, 'tags', given ?? undefined) ?? {};
  return Object.entries(tags).filter(([key, value]: [string, unknown]) => {
    const before = problems.count;
    checkLiteralName(problems, 'tags', key, LIMITS.commonTagKey);
    checkName(problems, `tags['${key}']`, value ?? null, LIMITS.commonTagValue);
    return problems.count === before;
  });
}
