import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import * as fc from 'fast-check';
import { Verification } from '../../lib';
import type { IVerification, SyntheticCheckOptions } from '../../lib';
import { compareWithMaximums } from '../../lib/pipeline/maximums';
import type { newStack } from '../support/fixtures';
import { templateWith, verificationIn } from '../support/verifications';

interface Outcome {
  readonly status: number | null;
  readonly said: string;
  readonly file?: string;
}

/** Runs commands in one shell, in a folder with these files and these programs. */
function run(
  commands: string[],
  variables: Record<string, string>,
  files: Record<string, string>,
  result = 'none',
  programs: Record<string, string> = {},
): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'verification-'));
  try {
    for (const [name, text] of Object.entries({ ...files, ...programs })) writeFileSync(join(folder, name), text);
    for (const name of Object.keys(programs)) chmodSync(join(folder, name), 0o755);
    const env = { PATH: `${folder}:${process.env.PATH ?? ''}`, ...variables };
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-e', '-c', commands.join('\n')], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    const path = join(folder, result);
    return { status, said: stdout + stderr, file: existsSync(path) ? readFileSync(path, 'utf8') : undefined };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The commands and the variables of a verification that is an action of commands. */
function commandsOf(make: (stack: ReturnType<typeof newStack>) => IVerification): {
  commands: string[];
  variables: Record<string, string>;
} {
  const { Commands = [], EnvironmentVariables = [] } = verificationIn(templateWith(make), 'It');
  return {
    commands: Commands,
    variables: Object.fromEntries(EnvironmentVariables.map(({ Name, Value }) => [Name, String(Value)])),
  };
}

describe('the comparison of a load test with its maximums', () => {
  const compare = (maximums: Record<string, number>, results: string | undefined): Outcome =>
    run(
      [compareWithMaximums(maximums, 'results.json')],
      {},
      results === undefined ? {} : { 'results.json': results },
      'load-test-maximums.xml',
    );

  test('passes what is at most the maximum, and writes a case of JUnit for each figure', () => {
    const outcome = compare({ p95: 400, errors: 0.01 }, '{\n  "p95": 400,\n  "errors": 1e-3, "p99": 900\n}\n');
    expect(outcome.status).toBe(0);
    expect(outcome.said).toBe('p95: 400 is at most 400\nerrors: 1e-3 is at most 0.01\n');
    expect(outcome.file).toBe(
      '<testsuite name="maximums" tests="2" failures="0"><testcase classname="maximums" name="p95"></testcase>' +
        '<testcase classname="maximums" name="errors"></testcase></testsuite>\n',
    );
  });

  test.each([
    ['above', '{"p95":412.5,"errors":0}', 'p95: 412.5 is above 400'],
    ['missing', '{"errors":0}', 'p95: is not in the results'],
    ['there twice', '{"errors":0,"a":{"p95":1},"p95":2}', 'p95: is in the results more than once'],
    ['a text', '{"errors":0,"p95":"12"}', 'p95: is no number'],
    ['nothing', '{"errors":0,"p95":null}', 'p95: is no number'],
    ['in no results', undefined, 'p95: is not in the results'],
    ['in an empty file', '', 'p95: is not in the results'],
  ])('fails when a figure is %s, and says so in the report', (_what, results, says) => {
    const outcome = compare({ p95: 400, errors: 1 }, results);
    expect(outcome.status).toBe(1);
    expect(outcome.said).toContain(says);
    expect(outcome.file).toContain(`name="p95"><failure message="${says.slice('p95: '.length)}"/>`);
  });

  test('agrees with the numbers themselves', () => {
    const figure = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => Number(value.toPrecision(8)));
    fc.assert(
      fc.property(figure, figure, (value, maximum) => {
        expect(compare({ p95: maximum }, JSON.stringify({ p95: value })).status).toBe(value > maximum ? 1 : 0);
      }),
      { numRuns: 25 },
    );
  });

  test('reads the file that the user names, after the commands', () => {
    const template = templateWith(() =>
      Verification.loadTest({
        verificationName: 'It',
        image: LinuxBuildImage.STANDARD_7_0,
        commands: ['./load > results/figures.json'],
        targetUrl: 'https://orders.test',
        maximums: { p95: 1 },
        resultsFile: 'results/figures.json',
        reports: { tool: { files: ['junit.xml'] } },
      }),
    );
    const { Source } = onlyResourceWith(template, '--It');
    const spec = JSON.parse(Source.BuildSpec) as { phases: { post_build: { commands: string[] } }; reports: object };
    expect(spec.phases.post_build.commands).toEqual([compareWithMaximums({ p95: 1 }, 'results/figures.json')]);
    expect(Object.keys(spec.reports)).toEqual(['tool', 'maximums']);
  });
});

/** The project whose name ends so. */
function onlyResourceWith(
  template: ReturnType<typeof templateWith>,
  ending: string,
): { Source: { BuildSpec: string } } {
  const projects = Object.values(template.findResources('AWS::CodeBuild::Project')) as {
    Properties: { Name: string; Source: { BuildSpec: string } };
  }[];
  const found = projects.filter(({ Properties }) => Properties.Name.endsWith(ending));
  expect(found).toHaveLength(1);
  return found[0].Properties;
}

describe('a synthetic check', () => {
  /** Answers with the statuses one after the other, and notes what it was asked. */
  const curl = (...statuses: (number | 'none' | 'empty')[]): Record<string, string> => ({
    sleep: '#!/bin/sh\necho "slept $1"\n',
    curl:
      '#!/bin/sh\necho "$@" >> asked\nn=$(wc -l < asked)\nout=\nwhile [ $# -gt 0 ]; do [ "$1" = --output ] && out="$2"; shift; done\n' +
      `set -- ${statuses.join(' ')}\nshift $((n - 1))\n[ "$1" = none ] && { printf 000; exit 7; }\n[ "$1" = empty ] && { printf 200; exit 0; }\necho "state: ready" > "$out"\nprintf %s "$1"\n`,
  });
  const check = (options: Partial<SyntheticCheckOptions>, ...statuses: (number | 'none' | 'empty')[]): Outcome => {
    const { commands, variables } = commandsOf(() =>
      Verification.syntheticCheck({ verificationName: 'It', url: 'https://orders.test/health', ...options }),
    );
    return run(commands, variables, {}, 'asked', curl(...statuses));
  };

  test('passes at the first right answer, and asks as it was told', () => {
    const outcome = check({}, 200);
    expect(outcome.status).toBe(0);
    expect(outcome.file).toBe(
      '--silent --show-error --globoff --max-time 10 --output .synthetic-check --write-out %{http_code} --url https://orders.test/health\n',
    );
  });

  test('asks again after a while, until the answer is right', () => {
    const outcome = check({ attempts: 4 }, 'none', 503, 200);
    expect(outcome.status).toBe(0);
    expect(outcome.said.match(/slept 15/g)).toHaveLength(2);
    expect(outcome.said).toContain('attempt 2 of 4: status 503');
  });

  test.each<[string, Partial<SyntheticCheckOptions>, (number | 'none' | 'empty')[]]>([
    ['nobody answers', { attempts: 2 }, ['none', 'none']],
    ['the status is another', { attempts: 2, status: 204 }, [200, 200]],
    ['the text is missing', { attempts: 1, bodyContains: 'state: broken' }, [200]],
    ['the text is a pattern that would fit', { attempts: 1, bodyContains: 'state.*' }, [200]],
  ])('fails when %s', (_what, options, statuses) => {
    expect(check(options, ...statuses).status).toBe(1);
  });

  test('finds the text in the answer, whatever it looks like to a shell', () => {
    expect(check({ bodyContains: 'ready' }, 200).status).toBe(0);
    expect(check({ attempts: 1, bodyContains: '"; exit 0; "$(exit 0)' }, 200).status).toBe(1);
  });

  test('takes no answer of before for one of now', () => {
    expect(check({ attempts: 2, bodyContains: 'ready' }, 503, 'empty').status).toBe(1);
  });
});

describe('the wait for another pipeline', () => {
  const aws = (...states: string[]): Record<string, string> => ({
    sleep: '#!/bin/sh\necho "slept $1"\n',
    aws:
      '#!/bin/sh\nfor each in "$@"; do echo "$each" >> asked; done\n' +
      '[ "$2" = start-pipeline-execution ] && { echo run-1; exit 0; }\n' +
      `echo x >> looks\nset -- ${states.join(' ')}\nshift $(($(wc -l < looks) - 1))\n[ "$1" = denied ] && exit 254\necho "$1"\n`,
  });
  const wait = (variables: Record<string, string> | undefined, ...states: string[]): Outcome => {
    const made = commandsOf((stack) =>
      Verification.pipeline(Pipeline.fromPipelineArn(stack, 'Other', 'arn:aws:codepipeline:eu-west-1:1:nightly'), {
        verificationName: 'It',
        variables,
      }),
    );
    return run(made.commands, made.variables, {}, 'asked', aws(...states));
  };

  test('ends well when the other run does', () => {
    const outcome = wait(undefined, 'InProgress', 'InProgress', 'Succeeded');
    expect(outcome.status).toBe(0);
    expect(outcome.said).toBe('nightly: run-1\nslept 15\nslept 15\nnightly: Succeeded\n');
    expect(outcome.file).not.toContain('--variables');
  });

  test('hands the variables on', () => {
    const asked = wait({ URL: 'https://orders.test' }, 'Succeeded').file?.split('\n') ?? [];
    expect(JSON.parse(asked[asked.indexOf('--variables') + 1])).toEqual([
      { name: 'URL', value: 'https://orders.test' },
    ]);
    expect(asked).toContain('run-1');
  });

  test.each([['Failed'], ['Stopped'], ['Superseded'], ['Cancelled'], ['denied']])(
    'fails when the other run is %s',
    (state) => {
      expect(wait(undefined, 'InProgress', state).status).not.toBe(0);
    },
  );
});
