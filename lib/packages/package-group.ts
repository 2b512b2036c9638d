import { RemovalPolicy, Resource } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnPackageGroup } from 'aws-cdk-lib/aws-codeartifact';
import type { Construct } from 'constructs';
import { removalPolicyOf } from '../core/cdk-choices';
import { checkChoice, checkGiven, checkText, orEmpty } from '../core/checks';
import { claimName } from '../core/claims';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { checkPattern } from './group-pattern';
import { OriginRestriction } from './origin-restriction';
import type { IPackageDomain } from './package-domain-interface';
import { checkDomain, claimWithin, domainNameIn } from './package-names';

/**
 * Packages of a domain that are treated alike.
 */
export interface IPackageGroup extends IResource {
  /**
   * The pattern of the group.
   */
  readonly pattern: string;

  /**
   * The ARN of the group.
   */
  readonly packageGroupArn: string;
}

/**
 * Properties of a `PackageGroup`.
 */
export interface PackageGroupProps {
  /**
   * The domain, in the region of the stack.
   */
  readonly domain: IPackageDomain;

  /**
   * The packages: `/format/namespace/name`, cut off anywhere, with `*` for all that follows, `~` for what begins like this, or `$` for one
   * package: `/npm/*`, `/npm/acme/*`, `/maven/com.acme~`, `/npm/acme/ui~`, `/npm/acme/ui$`, and `/pypi//acme-tools$` where there is no namespace. Of
   * several groups that fit, the narrowest counts. Names are as CodeArtifact stores them: no `@` before a scope; Python, NuGet and Swift in lower-case
   * letters, Python with `-` in the place of `.` and `_`. 2 to 520 characters. Another pattern is another group.
   */
  readonly pattern: string;

  /**
   * What the group is for, at most 1000 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Whom to ask, at most 1000 characters.
   *
   * @default - nobody is named
   */
  readonly contactInfo?: string;

  /**
   * Where versions may be published.
   *
   * @default OriginRestriction.inherit()
   */
  readonly publish?: OriginRestriction;

  /**
   * Where versions may come in from public repositories.
   *
   * @default OriginRestriction.inherit()
   */
  readonly externalUpstream?: OriginRestriction;

  /**
   * Where versions may come in from upstreams of the domain.
   *
   * @default OriginRestriction.inherit()
   */
  readonly internalUpstream?: OriginRestriction;

  /**
   * What becomes of the group when it leaves the stack. Its packages stay in any case, under the next wider group.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Says for packages of a domain how new versions may come in: so nobody puts a package of the same name into a public repository and has it
 * fetched in the place of one's own.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/package-groups.html
 */
export class PackageGroup extends Resource implements IPackageGroup {
  public readonly pattern: string;
  public readonly packageGroupArn: string;

  constructor(scope: Construct, id: string, props: PackageGroupProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'PackageGroup');
    const domain = checkDomain(problems, this, given.domain);
    checkGiven(problems, 'pattern', given.pattern, 'given');
    const pattern = checkPattern(problems, given.pattern);
    this.pattern = pattern ?? '/missing/*';
    if (domain !== undefined && pattern !== undefined) {
      claimName(this, problems, 'pattern', claimWithin(domain, 'package group', pattern));
    }
    const restriction = (
      prop: 'publish' | 'externalUpstream' | 'internalUpstream',
    ): CfnPackageGroup.RestrictionTypeProperty => {
      const choice = checkChoice(problems, prop, given[prop], OriginRestriction) ?? OriginRestriction.inherit();
      return choice._bind(this, problems.within(prop), domain?.domainName ?? 'missing');
    };
    const resource = new CfnPackageGroup(this, 'Resource', {
      domainName: domain === undefined ? 'missing' : domainNameIn(this, domain),
      domainOwner: domain === undefined || domain.domainOwner === this.env.account ? undefined : domain.domainOwner,
      pattern: this.pattern,
      description: checkText(problems, 'description', given.description, LIMITS.packageDescription),
      contactInfo: checkText(problems, 'contactInfo', given.contactInfo, LIMITS.packageContact),
      originConfiguration: {
        restrictions: {
          publish: restriction('publish'),
          externalUpstream: restriction('externalUpstream'),
          internalUpstream: restriction('internalUpstream'),
        },
      },
    });
    resource.applyRemovalPolicy(removalPolicyOf(problems, given.removalPolicy));
    this.packageGroupArn = resource.attrArn;
  }
}
