import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { checkLiteralOneOf, checkStruct, orEmpty } from '../core/checks';
import { checkRegion } from '../core/environments';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import type { PackageFeed } from './package-feed';
import { NAMESPACES } from './package-format';
import { checkRepository } from './package-names';
import type { IPackageRepository } from './package-repository-interface';
import { bareScope, checkSelection, overlap } from './package-selection';
import type { CheckedSelection } from './package-selection';
import { PackageVersionState } from './package-version-filter';
import type { PackageVersionFilter } from './package-version-filter';

/**
 * A new version of a package in a repository, or another change of its state. It counts once a change: files that are added to a version
 * later, and changes of its description, do not.
 *
 * A version that the repository takes over from an upstream counts as well.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/service-event-format-example.html
 */
export class PackageVersionEvent {
  /**
   * Versions in a repository, by default all that are published.
   */
  public static of(repository: IPackageRepository, filter: PackageVersionFilter = {}): PackageVersionEvent {
    return new PackageVersionEvent(repository, filter);
  }

  private constructor(
    private readonly repository: IPackageRepository,
    private readonly filter: PackageVersionFilter,
  ) {}

  /**
   * What tells this event from others, known at synthesis.
   *
   * @internal
   */
  public get _identity(): string {
    const { format, packageNamespace, packageName, state } = orEmpty(this.filter);
    return JSON.stringify([
      Construct.isConstruct(this.repository) ? this.repository.node.path : '',
      format,
      packageNamespace,
      packageName,
      state,
    ]);
  }

  /** @internal */
  public _bind(scope: IConstruct, problems: Problems): EventPattern | undefined {
    const repository = checkRepository(problems, 'repository', this.repository);
    const filter = checkStruct(problems, '', this.filter);
    const selection = filter && checkSelection(problems, '', filter);
    const state = filter?.state ?? PackageVersionState.PUBLISHED;
    checkLiteralOneOf(problems, 'state', state, PackageVersionState, 'PackageVersionState');
    if (repository === undefined || selection === undefined) return undefined;
    checkRegion(problems, 'repository', scope, repository);
    warnOfAnotherAccount(scope, repository);
    return patternOf(scope, repository, selection, state);
  }

  /**
   * Whether a build that has a feed publishes what causes the event, and so would start itself again and again.
   *
   * @internal
   */
  public _isCausedBy(feed: PackageFeed): boolean {
    const { format, packageNamespace, packageName: name } = orEmpty(this.filter);
    const wanted = { format, namespace: bareScope(packageNamespace), name };
    return feed._publishedTo(this.repository).some((published) => overlap(published, wanted));
  }
}

function patternOf(
  scope: IConstruct,
  repository: IPackageRepository,
  selection: CheckedSelection,
  state: PackageVersionState,
): EventPattern {
  const { format, name } = selection;
  const namespace = namespaceIn(selection);
  return {
    source: ['aws.codeartifact'],
    detailType: ['CodeArtifact Package Version State Change'],
    detail: {
      domainName: [weak(scope, repository.domainName)],
      domainOwner: [weak(scope, repository.domainOwner)],
      repositoryName: [weak(scope, repository.repositoryName)],
      ...(format === undefined ? {} : { packageFormat: [format] }),
      ...(namespace === undefined ? {} : { packageNamespace: [namespace] }),
      ...(name === undefined ? {} : { packageName: [name] }),
      packageVersionState: [state],
      changes: { statusChanged: [true] },
    },
  };
}

/** The event says null of a package that has no namespace, where others of its format have one. */
function namespaceIn({ format, namespace, name }: CheckedSelection): string | null | undefined {
  if (namespace !== undefined || format === undefined || name === undefined) return namespace;
  return NAMESPACES[format] === 'none' ? undefined : null;
}

/** Events go to the account that owns the domain, and to the one that made the repository. */
function warnOfAnotherAccount(scope: IConstruct, repository: IPackageRepository): void {
  const { account } = Stack.of(scope);
  const reached = [repository.domainOwner, repository.env.account];
  if ([account, ...reached].some((each) => Token.isUnresolved(each)) || reached.includes(account)) return;
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:packageEvents',
    `Events of ${repository.repositoryName} go to the accounts of its domain and of itself, and not to ${account}: forwardPackageVersions of the repository over there, and PackageEventAccess here, bring them`,
  );
}
