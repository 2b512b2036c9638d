import { AnyPrincipal, PrincipalWithConditions } from 'aws-cdk-lib/aws-iam';

/**
 * Everybody in a unit of an organization, to whom packages can be granted: `repository.grantRead(new OrganizationalUnitPrincipal(path))`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
 */
export class OrganizationalUnitPrincipal extends PrincipalWithConditions {
  /**
   * @param path The path of the unit from the organization down, with a `/` at the end, e.g. `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`. With
   * `*` behind it, the units below count as well.
   */
  constructor(path: string) {
    super(new AnyPrincipal(), { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': [path] } });
  }
}
