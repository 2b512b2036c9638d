import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  PackageEventAccess,
  PackageFeed,
  PackageFormat,
  PackageRepository,
  PackageVersionEvent,
  PackageVersionState,
} from '../../lib';
import type { IPackageRepository, PackageSelection, PackageVersionFilter } from '../../lib';
import { errorsOf, newStack, onlyResource } from '../support/fixtures';
import { expectReport, untyped } from '../support/mistakes';
import type { Mistake } from '../support/mistakes';
import { expectAllowed, expectDenied, resolveTemplates, roleOf } from '../support/simulation';
import { HOME, newRepository, OTHER, OWNER, REGION, templateOf } from './support';

const RULE = 'AWS::Events::Rule';
const BUS = `arn:aws:events:${REGION}:${OTHER}:event-bus/default`;

function detailOf(filter?: PackageVersionFilter): Record<string, unknown> {
  const template = templateOf((stack) => newRepository(stack).onPackageVersion('Rule', filter));
  const { EventPattern } = onlyResource(template, RULE).Properties;
  const { detail, ...others } = EventPattern as { detail: Record<string, unknown> };
  expect(others).toEqual({
    source: ['aws.codeartifact'],
    'detail-type': ['CodeArtifact Package Version State Change'],
  });
  return detail;
}

const ANY = {
  domainName: ['acme'],
  domainOwner: [OWNER],
  repositoryName: ['team'],
  packageVersionState: ['Published'],
  changes: { statusChanged: [true] },
};

test.each<[string, PackageVersionFilter | undefined, Record<string, unknown>]>([
  ['everything that is published', undefined, {}],
  ['a format', { format: PackageFormat.NPM }, { packageFormat: ['npm'] }],
  [
    'a scope',
    { format: PackageFormat.NPM, packageNamespace: '@acme' },
    { packageFormat: ['npm'], packageNamespace: ['acme'] },
  ],
  [
    'a package',
    { format: PackageFormat.MAVEN, packageNamespace: 'com.acme', packageName: 'ui' },
    { packageFormat: ['maven'], packageNamespace: ['com.acme'], packageName: ['ui'] },
  ],
  [
    'a package without a scope, and not those of scopes',
    { format: PackageFormat.NPM, packageName: 'ui' },
    { packageFormat: ['npm'], packageNamespace: [null], packageName: ['ui'] },
  ],
  [
    'a package of Python',
    { format: PackageFormat.PYPI, packageName: 'ui' },
    { packageFormat: ['pypi'], packageName: ['ui'] },
  ],
  ['another state', { state: PackageVersionState.DISPOSED }, { packageVersionState: ['Disposed'] }],
])('a rule is for %s, once a change of the state', (_, filter, more) => {
  expect(detailOf(filter)).toEqual({ ...ANY, ...more });
});

test('a rule calls what it was given', () => {
  const template = templateOf((stack) =>
    newRepository(stack).onPackageVersion('Rule', { targets: [new SnsTopic(new Topic(stack, 'Topic'))] }),
  );
  expect(onlyResource(template, RULE).Properties.Targets).toMatchObject([
    { Arn: { Ref: expect.any(String) as unknown } },
  ]);
});

describe('another account', () => {
  const imported = (stack: Stack): IPackageRepository =>
    PackageRepository.fromRepositoryArn(stack, 'team', `arn:aws:codeartifact:${REGION}:${OWNER}:repository/acme/team`);

  test('gets events by a rule with a role that may send them there and nowhere else', async () => {
    const app = new App();
    const stack = new Stack(app, 'Test', HOME);
    newRepository(stack).forwardPackageVersions('ToApplications', { account: OTHER, format: PackageFormat.NPM });
    const template = Template.fromStack(stack);
    const { Targets, EventPattern } = onlyResource(template, RULE).Properties as {
      Targets: { RoleArn: unknown }[];
      EventPattern: { detail: unknown };
    };
    expect(JSON.stringify(Targets[0])).toContain(`:events:eu-west-1:${OTHER}:event-bus/default`);
    expect(Targets[0].RoleArn).toEqual({ 'Fn::GetAtt': [expect.stringContaining('ToApplicationsRole'), 'Arn'] });
    expect(EventPattern.detail).toEqual({ ...ANY, packageFormat: ['npm'] });
    const role = roleOf(resolveTemplates(app.synth()), 'teamToApplicationsRole');
    await expectAllowed(role, [['events:PutEvents', BUS]]);
    await expectDenied(role, [['events:PutEvents', BUS.replace(OTHER, OWNER)]]);
  });

  test('lets them in by its bus, from the accounts that are named and from CodeArtifact alone', () => {
    const stack = newStack({ env: { account: OTHER, region: REGION } });
    new PackageEventAccess(stack, 'Packages', { accounts: [OWNER] });
    expect(onlyResource(Template.fromStack(stack), 'AWS::Events::EventBusPolicy').Properties).toMatchObject({
      StatementId: `Test-Packages-${OWNER}`,
      Statement: {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Condition: { 'ForAllValues:StringEquals': { 'events:source': 'aws.codeartifact' } },
      },
    });
  });

  test('has the same rule over there', () => {
    const stack = newStack({ env: { account: OTHER, region: REGION } });
    imported(stack).onPackageVersion('Rule');
    const { EventPattern } = onlyResource(Template.fromStack(stack), RULE).Properties as {
      EventPattern: { detail: unknown };
    };
    expect(EventPattern.detail).toEqual(ANY);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(`go to the accounts .* and not to ${OTHER}`));
  });

  test('that made the repository in a domain of others gets events without that', () => {
    const stack = newStack(HOME);
    newRepository(stack).onPackageVersion('Rule');
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('a build causes an event', () => {
  const stack = newStack(HOME);
  const team = newRepository(stack);
  const same = PackageRepository.fromRepositoryName(stack, 'Same', 'acme', 'team');
  const other = newRepository(stack, 'other');
  const ui = { packageNamespace: '@acme', packageName: 'ui' };

  test.each<[string, PackageSelection[] | undefined, PackageSelection, boolean]>([
    [
      'by publishing the package',
      [ui],
      { format: PackageFormat.NPM, packageNamespace: 'acme', packageName: 'ui' },
      true,
    ],
    ['by publishing its scope', [{ packageNamespace: 'acme' }], { format: PackageFormat.NPM, ...ui }, true],
    ['by publishing everything', [{}], { format: PackageFormat.NPM, ...ui }, true],
    ['that is for everything', [ui], {}, true],
    [
      'not by another package',
      [ui],
      { format: PackageFormat.NPM, packageNamespace: 'acme', packageName: 'api' },
      false,
    ],
    ['not by another scope', [ui], { format: PackageFormat.NPM, packageNamespace: 'tools' }, false],
    ['not by a package without a scope', [ui], { format: PackageFormat.NPM, packageName: 'ui' }, false],
    ['not by another format', [{}], { format: PackageFormat.MAVEN }, false],
    ['not by fetching alone', undefined, {}, false],
  ])('%s', (_, publishes, filter, expected) => {
    const event = PackageVersionEvent.of(team, filter);
    expect(event._isCausedBy(PackageFeed.npm(team, { publishes }))).toBe(expected);
    expect(event._isCausedBy(PackageFeed.npm(same, { publishes }))).toBe(expected);
    expect(event._isCausedBy(PackageFeed.npm(other, { publishes }))).toBe(false);
  });
});

test.each<[string, Mistake['make'], string]>([
  [
    'a state that is none',
    (stack) => newRepository(stack).onPackageVersion('Rule', { state: untyped('Deleted') }),
    "team (PackageRepository) onPackageVersion.Rule.state: must be one of Published, Unfinished, Unlisted, Archived, Disposed, got 'Deleted'; use PackageVersionState",
  ],
  [
    'a name without a format',
    (stack) => newRepository(stack).onPackageVersion('Rule', { packageName: 'ui' }),
    'team (PackageRepository) onPackageVersion.Rule.packageName: needs a format; give the format as well',
  ],
  [
    'targets that are a text',
    (stack) => newRepository(stack).onPackageVersion('Rule', { targets: untyped('topic') }),
    "team (PackageRepository) onPackageVersion.Rule.targets: must be a list, got 'topic'",
  ],
  [
    'a target that is none',
    (stack) => newRepository(stack).onPackageVersion('Rule', { targets: [untyped({})] }),
    'team (PackageRepository) onPackageVersion.Rule.targets[0]: must be a target of aws-cdk-lib/aws-events-targets, got a value of type object',
  ],
  [
    'an account that is none',
    (stack) => newRepository(stack).forwardPackageVersions('There', { account: 'other' }),
    "team (PackageRepository) forwardPackageVersions.There.account: must be exactly 12 characters of digits, got 'other'",
  ],
  [
    'no account to send to',
    (stack) => newRepository(stack).forwardPackageVersions('There', untyped({})),
    'team (PackageRepository) forwardPackageVersions.There.account: must be given, got nothing',
  ],
  [
    'nobody who sends',
    (stack) => new PackageEventAccess(stack, 'Access', { accounts: [] }),
    'Access (PackageEventAccess) accounts: must have at least 1, got 0',
  ],
  [
    'who sends twice',
    (stack) => new PackageEventAccess(stack, 'Access', { accounts: [OWNER, OWNER] }),
    `Access (PackageEventAccess) accounts[1]: must not stand there twice, got '${OWNER}'`,
  ],
  [
    'who sends without being an account',
    (stack) => new PackageEventAccess(stack, 'Access', { accounts: ['acme'] }),
    "Access (PackageEventAccess) accounts[0]: must be exactly 12 characters of digits, got 'acme'",
  ],
])('%s is reported', (what, make, says) => {
  expectReport({ what, make, says });
});

test.each([
  ['its own account', HOME.env.account, (stack: Stack) => newRepository(stack)],
  [
    'the account that owns its domain',
    OTHER,
    (stack: Stack) =>
      PackageRepository.fromRepositoryAttributes(stack, 'team', {
        repositoryName: 'team',
        domainName: 'acme',
        domainOwner: OTHER,
      }),
  ],
])('events that a repository sends to %s are reported: they are there already', (_, account, make) => {
  const stack = newStack(HOME);
  make(stack).forwardPackageVersions('There', { account });
  expect(errorsOf(stack)).toEqual([
    `team (PackageRepository) forwardPackageVersions.There.account: must be another account than that of the repository, which has the events already, got '${account}'; use onPackageVersion there`,
  ]);
});

test('a repository of another region is reported', () => {
  const stack = newStack(HOME);
  const arn = `arn:aws:codeartifact:us-east-1:${OWNER}:repository/acme/team`;
  PackageRepository.fromRepositoryArn(stack, 'team', arn).onPackageVersion('Rule');
  expect(errorsOf(stack)).toEqual([
    "team (PackageRepository) onPackageVersion.Rule.repository: must be in the region of the stack that uses it, eu-west-1, got 'us-east-1'; use one of that region",
  ]);
});
