import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CodeReview, ReviewedRepository, ReviewerAssociation, Verification } from '../../lib';
import { newStack, onlyResource, resourcesOf } from '../support/fixtures';
import { templateWith, verificationIn, verify } from '../support/verifications';

const ARN = 'arn:aws:codeguru-reviewer:eu-west-1:111111111111:association:0f1e';
const FIXED = { env: { account: '111111111111', region: 'eu-west-1' } };
const TYPE = 'AWS::CodeGuruReviewer::RepositoryAssociation';
const connection = {
  connectionArn: 'arn:aws:codeconnections:eu-west-1:111111111111:connection/0f1e',
  owner: 'acme',
  repositoryName: 'orders',
};

describe('an association with CodeGuru Reviewer', () => {
  const REPOSITORIES: [string, (stack: Stack) => ReviewedRepository, object][] = [
    [
      'CodeCommit',
      (stack) => ReviewedRepository.codeCommit(Repository.fromRepositoryName(stack, 'Orders', 'orders')),
      { Type: 'CodeCommit', Name: 'orders' },
    ],
    [
      'Bitbucket',
      () => ReviewedRepository.bitbucket(connection),
      { Type: 'Bitbucket', Name: 'orders', Owner: 'acme', ConnectionArn: connection.connectionArn },
    ],
    [
      'GitHub Enterprise',
      () => ReviewedRepository.gitHubEnterprise(connection),
      { Type: 'GitHubEnterpriseServer', Name: 'orders', Owner: 'acme', ConnectionArn: connection.connectionArn },
    ],
    [
      'S3',
      (stack) => ReviewedRepository.bucket(Bucket.fromBucketName(stack, 'B', 'codeguru-reviewer-orders'), 'orders'),
      { Type: 'S3Bucket', Name: 'orders', BucketName: 'codeguru-reviewer-orders' },
    ],
  ];

  test.each(REPOSITORIES)(
    'for %s is not made unless somebody asks for it, and warns of what to do instead',
    (_, of) => {
      const stack = newStack(FIXED);
      const association = new ReviewerAssociation(stack, 'Review', { repository: of(stack) });
      expect(association.associationArn).toBeUndefined();
      expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
      const cure = Match.stringLikeRegexp('7 November 2025, and this one is not made: .*CodeReview.staticAnalysis');
      expect(Annotations.fromStack(stack).findWarning('/Test/Review', cure)).toHaveLength(1);
    },
  );

  test.each(REPOSITORIES)(
    'for %s is made when asked for, with a warning that it is expected to fail',
    (_, of, properties) => {
      const stack = newStack(FIXED);
      const association = new ReviewerAssociation(stack, 'Review', { repository: of(stack), create: true });
      expect(onlyResource(Template.fromStack(stack), TYPE).Properties).toEqual(properties);
      expect(stack.resolve(association.associationArn)).toEqual({
        'Fn::GetAtt': [expect.stringMatching(/^Review/), 'AssociationArn'],
      });
      const cure = Match.stringLikeRegexp('expected to fail: .*fromAssociationArn');
      expect(Annotations.fromStack(stack).findWarning('/Test/Review', cure)).toHaveLength(1);
    },
  );

  test('that exists is used by its ARN, and warns of nothing', () => {
    const stack = newStack(FIXED);
    expect(ReviewerAssociation.fromAssociationArn(stack, 'Review', ARN).associationArn).toBe(ARN);
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

/** The commands and the reports of the build with the review. */
function buildOf(template: Template): { commands: string[]; reports: unknown; variables: Record<string, unknown> } {
  const project = Object.values(resourcesOf(template, 'AWS::CodeBuild::Project')).find(({ Properties }) =>
    JSON.stringify(Properties.Name).includes('Staging--Review'),
  );
  const { BuildSpec } = project?.Properties.Source as { BuildSpec: string };
  const { EnvironmentVariables = [] } = project?.Properties.Environment as {
    EnvironmentVariables?: { Name: string; Value: unknown }[];
  };
  const spec = JSON.parse(BuildSpec) as { phases: { build: { commands: string[] } }; reports: unknown };
  return {
    commands: spec.phases.build.commands,
    reports: spec.reports,
    variables: Object.fromEntries(EnvironmentVariables.map(({ Name, Value }) => [Name, Value])),
  };
}

describe('a review by Amazon Inspector', () => {
  test('is a scan of the code with the maximums as its thresholds', () => {
    const review = CodeReview.inspector({ reviewName: 'Review', maximumFindings: { critical: 0, high: 2, low: 9 } });
    const { ActionTypeId, Configuration } = verificationIn(
      templateWith(() => Verification.codeReview(review)),
      'Review',
    );
    expect(ActionTypeId).toMatchObject({ Category: 'Invoke', Provider: 'InspectorScan' });
    expect(Configuration).toMatchObject({
      InspectorRunMode: 'SourceCodeScan',
      CriticalThreshold: 0,
      HighThreshold: 2,
      LowThreshold: 9,
    });
    expect(Configuration).not.toHaveProperty('MediumThreshold');
  });

  test('takes no critical and no high findings where nothing is said', () => {
    const review = CodeReview.inspector({ reviewName: 'Review' });
    const { Configuration } = verificationIn(
      templateWith(() => Verification.codeReview(review)),
      'Review',
    );
    expect(Configuration).toMatchObject({ CriticalThreshold: 0, HighThreshold: 0 });
  });
});

// Continuous integration may have no jq.
const hasJq = spawnSync('jq', ['--version']).status === 0;

(hasJq ? describe : describe.skip)('static analysis', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-delivery-'));

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const build = buildOf(
    templateWith(() =>
      Verification.codeReview(
        CodeReview.staticAnalysis({
          reviewName: 'Review',
          commands: ['semgrep scan --sarif --output results.sarif'],
          maximumFindings: { critical: 0, high: 1, medium: 1, info: 1 },
          maximumByCategory: { 'external/cwe/cwe-079': 0, injection: 2, A_B: 1 },
        }),
      ),
    ),
  );

  /** Runs what the library adds to the commands of the user. */
  function judge(sarif: string | undefined): { status: number | null; report: string } {
    const report = join(folder, 'code-review-report.xml');
    for (const file of ['results.sarif', 'code-review-report.xml']) rmSync(join(folder, file), { force: true });
    if (sarif !== undefined) writeFileSync(join(folder, 'results.sarif'), sarif);
    const { status } = spawnSync('sh', ['-c', build.commands[1]], { cwd: folder, encoding: 'utf8' });
    return { status, report: existsSync(report) ? readFileSync(report, 'utf8') : '' };
  }

  const rules = [
    { id: 'xss', properties: { 'security-severity': '9.3', tags: ['external/cwe/cwe-079', 'injection'] } },
    { id: 'sql', properties: { 'security-severity': '7.0', tags: ['injection', 'a b'] } },
    { id: 'style', defaultConfiguration: { level: 'note' } },
    {
      id: 'loud',
      defaultConfiguration: { level: 'note' },
      properties: { tags: ['External/CWE/cwe-079', 'Injection', 'injection'] },
    },
  ];
  const leak = { id: 'leak', properties: { 'security-severity': '9.8' } };
  const extensions = [
    { name: 'first', guid: 'a', rules: [{ id: 'note', defaultConfiguration: { level: 'note' } }] },
    { name: 'second', guid: 'b', rules: [{ id: 'note', defaultConfiguration: { level: 'note' } }, leak] },
  ];
  const run = (results: object[] | null | undefined, more: object = {}): object => ({
    tool: { driver: { name: 'x', rules } },
    results,
    ...more,
  });
  const sarif = (...results: object[]): string => JSON.stringify({ version: '2.1.0', runs: [run(results)] });
  const extended = (...results: object[]): string =>
    JSON.stringify({ runs: [run(results, { tool: { driver: { name: 'x', rules }, extensions } })] });
  const XSS = ['severity_critical', 'category_external/cwe/cwe-079'];
  const LEAK = ['severity_critical'];

  test('runs the tool of the user, and then looks at what it found', () => {
    expect(build.commands).toEqual(['semgrep scan --sarif --output results.sarif', expect.stringMatching(/^jq /)]);
    expect(build.reports).toMatchObject({ review: { files: ['code-review-report.xml'], 'file-format': 'JUNITXML' } });
  });

  test.each<[string, string | undefined, number, string[]]>([
    ['nothing', sarif(), 0, []],
    ['nothing, by a tool without rules', '{"runs":[{"tool":{"driver":{"name":"x"}},"results":[]}]}', 0, []],
    ['what is allowed', sarif({ ruleId: 'sql' }, { ruleId: 'style' }, { ruleId: 'other' }), 0, []],
    [
      'one critical finding of a category that may have none',
      sarif({ ruleId: 'xss' }),
      1,
      ['severity_critical', 'category_external/cwe/cwe-079'],
    ],
    ['two errors without a score', sarif({ level: 'error' }, { ruleId: 'new', level: 'error' }), 1, ['severity_high']],
    ['two warnings, which is what no level means', sarif({ ruleId: 'a' }, { ruleId: 'b' }), 1, ['severity_medium']],
    ['twice a tag with a blank', sarif({ ruleId: 'sql' }, { ruleId: 'sql' }), 1, ['severity_high', 'category_A_B']],
    ['what is suppressed', sarif({ ruleId: 'xss', suppressions: [{ kind: 'inSource' }] }), 0, []],
    [
      'what is suppressed, and accepted to be',
      sarif({ ruleId: 'xss', suppressions: [{ kind: 'external', status: 'accepted' }, { kind: 'inSource' }] }),
      0,
      [],
    ],
    ...['rejected', 'underReview'].map((state): [string, string, number, string[]] => [
      `what would be suppressed, and is ${state}`,
      sarif({ ruleId: 'xss', suppressions: [{ kind: 'inSource' }, { kind: 'external', status: state }] }),
      1,
      XSS,
    ]),
    ['what has an empty list of suppressions', sarif({ ruleId: 'xss', suppressions: [] }), 1, XSS],
    ['what is gone since the baseline', sarif({ ruleId: 'xss', baselineState: 'absent' }), 0, []],
    ['what is there since the baseline', sarif({ ruleId: 'xss', baselineState: 'unchanged' }), 1, XSS],
    ['a rule by its place', sarif({ ruleIndex: 0 }), 1, XSS],
    ['a rule by a reference to its place', sarif({ rule: { index: 0 } }), 1, XSS],
    ['a rule by a reference to its id', sarif({ rule: { id: 'xss' } }), 1, XSS],
    ['a rule whose place is not known', sarif({ ruleId: 'xss', ruleIndex: -1 }), 1, XSS],
    ['a rule that is out of place', sarif({ ruleId: 'xss', ruleIndex: 9 }), 1, XSS],
    ['a part of a rule', sarif({ ruleId: 'xss/dom/1' }), 1, XSS],
    ['a part of no rule', sarif({ ruleId: 'other/1' }), 0, []],
    ['a rule of an extension by its id', extended({ ruleId: 'leak' }), 1, LEAK],
    ['a rule of an extension by its place', extended({ rule: { index: 1, toolComponent: { index: 1 } } }), 1, LEAK],
    [
      'a rule of an extension by the id of that',
      extended({ ruleIndex: 1, rule: { toolComponent: { guid: 'b' } } }),
      1,
      LEAK,
    ],
    [
      'a rule of an extension by the name of that',
      extended({ rule: { id: 'leak', toolComponent: { name: 'second' } } }),
      1,
      LEAK,
    ],
    ['a rule of the tool beside extensions', extended({ ruleIndex: 1 }), 0, []],
    [
      'a rule of an extension that is not there',
      extended({ ruleId: 'leak', ruleIndex: 0, rule: { toolComponent: { index: 7 } } }),
      1,
      LEAK,
    ],
    ['a tag in capitals, which count once', sarif({ ruleId: 'loud' }), 1, ['category_external/cwe/cwe-079']],
    ['what a second run found', JSON.stringify({ runs: [run([]), run([{ ruleId: 'xss' }])] }), 1, XSS],
    ['what passed', sarif({ ruleId: 'xss', kind: 'pass' }), 0, []],
  ])('that finds %s', (_, text, status, failed) => {
    const judged = judge(text);
    expect(judged.status).toBe(status);
    const failures = [...judged.report.matchAll(/name="([^"]*)"><failure/g)].map(([, name]) => name);
    expect(failures).toEqual(failed);
    expect(judged.report.match(/<testcase /g)).toHaveLength(7);
  });

  test.each([
    ['leaves no file', undefined],
    ['leaves what is no JSON', 'oops'],
    ['leaves an empty file', ''],
    ['leaves a blank file', ' \n\n'],
    ['leaves other JSON', '[]'],
    ['leaves nothing, in JSON', 'null'],
    ['has no runs', '{"version":"2.1.0"}'],
    ['did not run', '{"version":"2.1.0","runs":[]}'],
    ['leaves no results', JSON.stringify({ runs: [run(undefined)] })],
    ['leaves null for results', JSON.stringify({ runs: [run(null)] })],
    ['leaves no results of its second run', JSON.stringify({ runs: [run([]), run(null)] })],
    ['says that it', JSON.stringify({ runs: [run([], { invocations: [{ executionSuccessful: false }] })] })],
  ])('whose tool %s fails, without a report', (_, text) => {
    const judged = judge(text);
    expect(judged.status).toBeGreaterThan(0);
    expect(judged.report).toBe('');
  });

  test('whose tool says that it did not fail is judged', () => {
    expect(judge(JSON.stringify({ runs: [run([], { invocations: [{ executionSuccessful: true }] })] })).status).toBe(0);
  });
});

describe('a review by CodeGuru Reviewer', () => {
  const make = (stack: Stack): ReturnType<typeof Verification.codeReview> =>
    Verification.codeReview(
      CodeReview.reviewer(ReviewerAssociation.fromAssociationArn(stack, 'Association', ARN), {
        reviewName: 'Review',
        branch: 'main',
        maximumByCategory: { SecurityIssues: 0 },
      }),
    );

  const stack = newStack(FIXED);
  verify(stack, make);
  const build = buildOf(Template.fromStack(stack));

  test('is of the branch of the association, in a build that leaves a report', () => {
    expect(build.variables).toEqual({
      ASSOCIATION_ARN: ARN,
      REVIEW_NAME: 'Review',
      REVIEW_TYPE: '{"RepositoryAnalysis":{"RepositoryHead":{"BranchName":"main"}}}',
    });
    expect(build.reports).toHaveProperty('review');
  });

  test.each<[string, string, number]>([
    ['nothing', '', 0],
    ['what is allowed', 'Medium\\tResourceLeaks\\n', 0],
    ['a high one', 'High\\tResourceLeaks\\n', 1],
    ['one of a category that may have none', 'Low\\tSecurityIssues\\n', 1],
  ])('waits for the review and reads its findings: %s', (_, findings, status) => {
    const folder = mkdtempSync(join(tmpdir(), 'cdk-delivery-'));
    const aws = [
      '#!/bin/sh',
      'echo "$*" >> calls',
      'case "$2" in',
      '  create-code-review) echo arn:review;;',
      `  list-recommendations) printf '${findings}';;`,
      'esac',
    ];
    writeFileSync(join(folder, 'aws'), aws.join('\n'), { mode: 0o755 });
    const env = {
      PATH: `${folder}:${process.env.PATH ?? ''}`,
      CODEBUILD_BUILD_ID: 'project:0a1b',
      ...(build.variables as Record<string, string>),
    };
    const run = spawnSync('sh', ['-c', build.commands.join(' && ')], { cwd: folder, encoding: 'utf8', env });
    expect(run.status).toBe(status);
    expect(readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')).toEqual([
      `codeguru-reviewer create-code-review --name Review-0a1b --repository-association-arn ${ARN} ` +
        '--type {"RepositoryAnalysis":{"RepositoryHead":{"BranchName":"main"}}} --query CodeReview.CodeReviewArn --output text',
      'codeguru-reviewer wait code-review-completed --code-review-arn arn:review',
      'codeguru-reviewer list-recommendations --code-review-arn arn:review ' +
        '--query RecommendationSummaries[].[Severity,RecommendationCategory] --output text',
    ]);
    rmSync(folder, { recursive: true });
  });
});
