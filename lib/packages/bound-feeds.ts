import { Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkChoice } from '../core/checks';
import { forEachMember } from '../core/list-checks';
import type { Problems } from '../core/problems';
import type { BoundFeed } from './bound-feed';
import { gradleInit, mavenSettings } from './java-feeds';
import type { JavaFeed } from './java-feeds';
import { PackageFeed } from './package-feed';

/** What a build gets for all of its repositories. */
export interface BoundFeeds {
  readonly feeds: BoundFeed[];

  /** Commands before all others. */
  readonly commands: string[];
  readonly permissions: PolicyStatement[];
  readonly variables: Record<string, string>;

  /** Flags of `docker build` that hand on what the tools need, as secrets which no layer keeps. */
  readonly dockerFlags: string[];

  /** Whether a shell of Linux is needed, and not just the AWS CLI. */
  readonly needsShell: boolean;
}

/** Binds the repositories of a build. `hasDocker` says whether it runs Docker. */
export function bindFeeds(scope: Construct, problems: Problems, given: PackageFeed[], hasDocker: boolean): BoundFeeds {
  const feeds: BoundFeed[] = [];
  const slots = new Set<string>();
  const tokens = new Map<string, string>();
  forEachMember(problems, '', given, 1, (member, prop) => {
    const inner = problems.within(prop);
    const feed = checkChoice(problems, prop, member, PackageFeed)?._bind(scope, inner);
    if (feed === undefined) return;
    checkSlots(inner, feed, slots);
    checkToken(inner, feed, tokens);
    feeds.push(feed);
  });
  const flags = hasDocker ? flagsOf(feeds) : [];
  return {
    feeds,
    commands: [...new Set([...commandsOf(feeds), ...(flags.length === 0 ? [] : dockerCommands(feeds, flags))])],
    permissions: feeds.flatMap(({ permissions }) => permissions),
    variables: Object.assign({}, ...feeds.map(({ variables }) => variables)) as Record<string, string>,
    dockerFlags: flags,
    needsShell: hasDocker || feeds.some(({ java }) => java !== undefined),
  };
}

function checkSlots(problems: Problems, feed: BoundFeed, taken: Set<string>): void {
  for (const slot of feed.slots) {
    if (taken.has(slot)) {
      problems.add('', `must not be given beside another feed of ${slot}: the last one would count alone`, {
        cure: 'use one repository that has the other as its upstream',
      });
    }
    taken.add(slot);
  }
}

/** A token is that of a domain: another domain needs another variable. */
function checkToken(problems: Problems, { java, repository }: BoundFeed, holders: Map<string, string>): void {
  if (java === undefined || Token.isUnresolved(repository.domainName)) return;
  const domain = `${repository.domainOwner}/${repository.domainName}`;
  const holder = holders.get(java.tokenVariable) ?? domain;
  if (holder !== domain) {
    problems.add('tokenVariable', 'must be another one: it holds the token of another domain', {
      got: java.tokenVariable,
    });
  }
  holders.set(java.tokenVariable, domain);
}

function commandsOf(feeds: BoundFeed[]): string[] {
  const files = (tool: string, write: (java: JavaFeed[]) => string[]): string[] => {
    const found = feeds.flatMap((feed) => (feed.tool.name === tool && feed.java !== undefined ? [feed.java] : []));
    return found.length === 0 ? [] : write(found);
  };
  return [
    ...feeds.flatMap(({ commands }) => commands),
    ...files('maven', mavenSettings),
    ...files('gradle', gradleInit),
  ];
}

/** https://docs.docker.com/build/building/secrets/ */
function flagsOf(feeds: BoundFeed[]): string[] {
  const secrets = feeds.flatMap(({ tool, java }) => [
    ...Object.entries(tool.secrets),
    ...(java === undefined ? [] : [[java.tokenVariable, `env:${java.tokenVariable}`] as const]),
  ]);
  const flags = secrets.map(([id, source]) =>
    source.startsWith('env:') ? `--secret id=${id},env=${source.slice(4)}` : `--secret id=${id},src=${source}`,
  );
  return [...new Set(flags)];
}

function dockerCommands(feeds: BoundFeed[], flags: string[]): string[] {
  return [
    ...feeds.flatMap(({ tool }) => tool.forDocker ?? []),
    `CODEARTIFACT_BUILD_SECRETS="${flags.join(' ')}"`,
    'export CODEARTIFACT_BUILD_SECRETS',
    'export DOCKER_BUILDKIT=1',
  ];
}
