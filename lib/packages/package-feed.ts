import type { Construct } from 'constructs';
import { orEmpty } from '../core/checks';
import type { Problems } from '../core/problems';
import { bindFeed } from './bound-feed';
import type { BoundFeed, FeedOptions } from './bound-feed';
import type { GradleFeedOptions, MavenFeedOptions, NpmFeedOptions, PackageFeedOptions } from './feed-options';
import { FEED_TOOLS } from './feed-tool';
import type { FeedTool } from './feed-tool';
import { isRepository, isSame } from './package-names';
import type { IPackageRepository } from './package-repository-interface';
import { bareScope } from './package-selection';
import type { CheckedSelection, PackageSelection } from './package-selection';

/**
 * A repository that a build gets its packages from, and may publish to: the build logs in before the commands of the user, and its role may
 * read the repository and publish what was said. Reading is all of a repository.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/using-npm-packages-in-codebuild.html
 */
export class PackageFeed {
  /**
   * For npm, and what reads its configuration, such as pnpm and yarn 1.
   *
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/npm-auth.html
   */
  public static npm(repository: IPackageRepository, options: NpmFeedOptions = {}): PackageFeed {
    return new PackageFeed(FEED_TOOLS.npm, repository, options);
  }

  /**
   * For pip, which fetches. One repository a build.
   *
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/python-configure-pip.html
   */
  public static pip(repository: IPackageRepository, options: PackageFeedOptions = {}): PackageFeed {
    return new PackageFeed(FEED_TOOLS.pip, repository, options);
  }

  /**
   * For twine, which publishes: `twine upload --repository codeartifact dist/*`. One repository a build.
   *
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/python-configure-twine.html
   */
  public static twine(repository: IPackageRepository, options: PackageFeedOptions = {}): PackageFeed {
    return new PackageFeed(FEED_TOOLS.twine, repository, options);
  }

  /**
   * For Maven, by `~/.m2/settings.xml`, which is written in the place of one that is there. Needs a build on Linux.
   *
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/maven-mvn.html
   */
  public static maven(repository: IPackageRepository, options: MavenFeedOptions = {}): PackageFeed {
    return new PackageFeed(FEED_TOOLS.maven, repository, options);
  }

  /**
   * For Gradle from 6.8 on, by an init script, for plugins, dependencies, and what `maven-publish` publishes. Needs a build on Linux.
   *
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/maven-gradle.html
   */
  public static gradle(repository: IPackageRepository, options: GradleFeedOptions = {}): PackageFeed {
    return new PackageFeed(FEED_TOOLS.gradle, repository, options);
  }

  /**
   * For nuget. The source is called `DOMAIN/REPOSITORY`.
   *
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/nuget-cli.html
   */
  public static nuget(repository: IPackageRepository, options: PackageFeedOptions = {}): PackageFeed {
    return new PackageFeed(FEED_TOOLS.nuget, repository, options);
  }

  /**
   * For dotnet. The source is called `DOMAIN/REPOSITORY`.
   *
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/nuget-cli.html
   */
  public static dotnet(repository: IPackageRepository, options: PackageFeedOptions = {}): PackageFeed {
    return new PackageFeed(FEED_TOOLS.dotnet, repository, options);
  }

  /**
   * For files of any kind, by the AWS CLI itself, which needs no login: `aws codeartifact get-package-version-asset` and
   * `publish-package-version`. The variables `CODEARTIFACT_DOMAIN`, `CODEARTIFACT_DOMAIN_OWNER` and `CODEARTIFACT_REPOSITORY` say where.
   * One repository a build; `tokenLifetime` is refused.
   *
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/using-generic.html
   */
  public static generic(repository: IPackageRepository, options: PackageFeedOptions = {}): PackageFeed {
    return new PackageFeed(FEED_TOOLS.generic, repository, options);
  }

  private constructor(
    private readonly tool: FeedTool,
    private readonly repository: IPackageRepository,
    private readonly options: FeedOptions,
  ) {}

  /**
   * What a build with this feed publishes to a repository, as it was given.
   *
   * @internal
   */
  public _publishedTo(repository: IPackageRepository): CheckedSelection[] {
    const { publishes } = orEmpty(this.options);
    if (!Array.isArray(publishes) || !isRepository(this.repository) || !isSame(this.repository, repository)) return [];
    return publishes.flatMap((selection: PackageSelection | undefined | null) => {
      if (selection === undefined || selection === null) return [];
      const { packageNamespace, packageName: name } = selection;
      return [{ format: this.tool.format, namespace: bareScope(packageNamespace), name }];
    });
  }

  /** @internal */
  public _bind(scope: Construct, problems: Problems): BoundFeed | undefined {
    return bindFeed(scope, problems, this.tool, this.repository, this.options);
  }
}
