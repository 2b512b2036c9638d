import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import type { PackageSelection } from './package-selection';

/**
 * The states of a version of a package.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html#package-version-status
 */
export enum PackageVersionState {
  /** Everybody may see and fetch it. */
  PUBLISHED = 'Published',
  /** Not all of its files are there yet. */
  UNFINISHED = 'Unfinished',
  /** It can be fetched, and is not in lists. */
  UNLISTED = 'Unlisted',
  /** It cannot be fetched any more. */
  ARCHIVED = 'Archived',
  /** Its files are gone. */
  DISPOSED = 'Disposed',
}

/**
 * Which versions of packages count.
 */
export interface PackageVersionFilter extends PackageSelection {
  /**
   * The state that the version comes into.
   *
   * @default PackageVersionState.PUBLISHED
   */
  readonly state?: PackageVersionState;
}

/**
 * What happens when a version of a package changes.
 */
export interface PackageVersionRuleOptions extends PackageVersionFilter {
  /**
   * What is called, at most 5. More can be added to the rule.
   *
   * @default - nothing
   */
  readonly targets?: IRuleTarget[];
}

/**
 * Where another account gets the events of packages.
 */
export interface PackageVersionForwardOptions extends PackageVersionFilter {
  /**
   * The account, 12 digits, another one than that of the repository. Its default event bus, in the region of the repository, gets the events, and must let this account send them:
   * `PackageEventAccess` over there does it.
   */
  readonly account: string;
}
