import { Duration } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkDuration, checkName, checkStruct, isDuration } from '../core/checks';
import { forEachMember } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { deployAfter } from '../core/references';
import { RepositoryParts } from './access-parts';
import { checkAdmitted } from './admission';
import { FeedCommands } from './feed-commands';
import type { MavenFeedOptions, NpmFeedOptions } from './feed-options';
import type { FeedTool } from './feed-tool';
import type { JavaFeed } from './java-feeds';
import { statementsOf } from './package-access';
import { checkRepository } from './package-names';
import type { IPackageRepository } from './package-repository-interface';
import { checkSelection } from './package-selection';
import type { CheckedSelection } from './package-selection';

/** What a build gets for one repository. */
export interface BoundFeed {
  readonly tool: FeedTool;
  readonly repository: IPackageRepository;
  readonly commands: string[];
  readonly permissions: PolicyStatement[];
  readonly variables: Record<string, string>;

  /** What no other feed of the build may have. */
  readonly slots: string[];

  /** What the files of Maven and Gradle have of it. */
  readonly java?: JavaFeed;

  /** What the build publishes to the repository. */
  readonly publishes: CheckedSelection[];
}

/** The options of all tools. */
export type FeedOptions = Partial<NpmFeedOptions & MavenFeedOptions>;

/** Binds a repository to a build; nothing where it is none. */
export function bindFeed(
  scope: Construct,
  problems: Problems,
  tool: FeedTool,
  given: IPackageRepository,
  options: FeedOptions,
): BoundFeed | undefined {
  const repository = checkRepository(problems, 'repository', given);
  const chosen = checkStruct(problems, '', options) ?? {};
  const lifetime = lifetimeOf(problems, tool, chosen.tokenLifetime);
  const publishes = publishedBy(problems, tool, chosen);
  const scopes = tool.name === 'npm' ? scopesOf(problems, chosen.namespaces) : [];
  const java = tool.login === 'file' ? javaFeed(problems, tool, chosen) : undefined;
  if (repository === undefined) return undefined;
  deployAfter(scope, repository);
  checkAdmitted(scope, problems, repository, publishes.length > 0);
  const commands = new FeedCommands(scope, repository);
  const { domainName, domainOwner: account, env } = repository;
  const place = { account, region: env.region, domainName };
  const parts = new RepositoryParts(scope, place, repository.repositoryName);
  return {
    tool,
    repository,
    java,
    publishes,
    commands: java === undefined ? logins(tool, commands, lifetime, scopes) : tokenAndAddress(commands, java, lifetime),
    variables: tool.login === 'none' ? commands.variables(scope, repository) : {},
    permissions: [parts.read(), ...publishes.map((selection) => parts.publish(selection))].flatMap(statementsOf),
    slots: slotsOf(tool, scopes, java),
  };
}

function logins(tool: FeedTool, commands: FeedCommands, lifetime: string, scopes: string[]): string[] {
  if (tool.login === 'none') return [];
  if (scopes.length === 0) return [commands.login(tool.name, lifetime)];
  return scopes.map((each) => commands.login(tool.name, lifetime, each));
}

function tokenAndAddress(commands: FeedCommands, java: JavaFeed, lifetime: string): string[] {
  return [...commands.token(java.tokenVariable, lifetime), ...commands.address(java.addressVariable, 'maven')];
}

function slotsOf(tool: FeedTool, scopes: string[], java: JavaFeed | undefined): string[] {
  if (tool.isSingle) return [tool.name];
  if (tool.name === 'npm') return scopes.length === 0 ? ['npm'] : scopes.map((each) => `npm for ${each}`);
  if (java === undefined) return [];
  const { repositoryId, mirrorOf } = java;
  return [
    `${tool.name} by the repositoryId ${repositoryId}`,
    ...(mirrorOf === undefined ? [] : [`${tool.name} for ${mirrorOf}`]),
  ];
}

/** The login command leaves out a lifetime of 0, and CodeArtifact then takes 12 hours. */
function lifetimeOf(problems: Problems, tool: FeedTool, given: Duration | undefined): string {
  if (given !== undefined && tool.login === 'none') {
    problems.add('tokenLifetime', 'must not be given: the AWS CLI needs no token');
    return '0';
  }
  if (isDuration(given) && !given.isUnresolved() && given.toMilliseconds() === 0) {
    if (tool.login === 'file') return '0';
    problems.add('tokenLifetime', 'must not be 0, which aws codeartifact login takes for 12 hours', {
      cure: 'give 900 seconds or more',
    });
    return '0';
  }
  const lifetime = checkDuration(problems, 'tokenLifetime', given, LIMITS.packageTokenLifetime) ?? Duration.hours(12);
  return String(lifetime.toSeconds());
}

function publishedBy(problems: Problems, tool: FeedTool, { publishes }: FeedOptions): CheckedSelection[] {
  const found: CheckedSelection[] = [];
  if (publishes === undefined) return found;
  forEachMember(problems, 'publishes', publishes, 0, (member, prop) => {
    const selection = checkStruct(problems, prop, member);
    if (selection === undefined) return;
    const { format } = selection;
    if (format !== undefined && format !== tool.format) {
      problems.add(`${prop}.format`, `must be ${tool.format}, the format that ${tool.name} publishes`, { got: format });
      return;
    }
    const checked = checkSelection(problems, prop, { ...selection, format: tool.format });
    if (checked !== undefined) found.push(checked);
  });
  return found;
}

function scopesOf(problems: Problems, given: string[] | undefined): string[] {
  const scopes: string[] = [];
  if (given === undefined) return scopes;
  forEachMember(problems, 'namespaces', given, 1, (member: unknown, prop) => {
    const scope = typeof member === 'string' && !member.startsWith('@') ? `@${member}` : member;
    const checked = checkName(problems, prop, scope, LIMITS.npmScope);
    if (checked !== undefined) scopes.push(checked);
  });
  return scopes;
}

function javaFeed(problems: Problems, tool: FeedTool, options: FeedOptions): JavaFeed {
  const { repositoryId = 'codeartifact', tokenVariable = 'CODEARTIFACT_AUTH_TOKEN', mirrorOf } = options;
  const id = checkName(problems, 'repositoryId', repositoryId, LIMITS.packageRepositoryName) ?? 'missing';
  checkName(problems, 'tokenVariable', tokenVariable, LIMITS.variableName);
  if (mirrorOf !== undefined) checkName(problems, 'mirrorOf', mirrorOf, LIMITS.mavenMirror);
  const address = `${tool.name}_${id}`.replace(/[^A-Za-z0-9]/g, '_').toUpperCase();
  return { repositoryId: id, tokenVariable, mirrorOf, addressVariable: `CODEARTIFACT_URL_${address}` };
}
