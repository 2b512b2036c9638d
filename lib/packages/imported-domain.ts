import type { Construct } from 'constructs';
import { checkGiven, checkName, orEmpty } from '../core/checks';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { PackageAccess } from './package-access';
import { domainArn, partsOfArn } from './package-arns';
import { PackageDomainBase } from './package-domain-base';
import type { IPackageDomain, PackageDomainAttributes } from './package-domain-interface';

/** A domain that exists already: its policy is not changed here. */
export class ImportedDomain extends PackageDomainBase {
  public readonly domainName: string;
  public readonly domainOwner: string;
  public readonly domainArn: string;

  /** @internal */
  protected readonly _access: PackageAccess;

  constructor(scope: Construct, id: string, attributes: PackageDomainAttributes) {
    const given = orEmpty(attributes);
    super(scope, id, { account: textOf(given.domainOwner), region: textOf(given.region) });
    const problems = Problems.of(this, 'PackageDomain');
    checkGiven(problems, 'domainName', given.domainName, 'given');
    this.domainName = checkName(problems, 'domainName', given.domainName, LIMITS.packageDomainName) ?? 'missing';
    checkName(problems, 'domainOwner', given.domainOwner, LIMITS.account);
    this.domainOwner = this.env.account;
    this.domainArn = domainArn(this, this._place);
    this._access = new PackageAccess(this, problems, this.domainOwner, {});
  }
}

/** A domain by its ARN, of which everything is read. */
export function domainFromArn(scope: Construct, id: string, arn: string): IPackageDomain {
  const parts = partsOfArn(arn, 'domain');
  if (parts !== undefined) {
    const { account, region, names } = parts;
    return new ImportedDomain(scope, id, { domainName: names[0], domainOwner: account, region });
  }
  const domain = new ImportedDomain(scope, id, { domainName: 'missing' });
  const rule = 'must be the ARN of a domain of CodeArtifact, known at synthesis';
  Problems.of(domain, 'PackageDomain').add('domainArn', rule, { got: arn });
  return domain;
}

/** What is no text is reported as a problem; aws-cdk-lib would end with an error of its own before. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
