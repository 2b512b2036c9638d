import { Template } from 'aws-cdk-lib/assertions';
import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { BuildProject, BuildReportFormat } from '../../lib';
import type { BuildProjectProps, BuildReport } from '../../lib';
import { errorsOf, newStack, onlyResource } from '../support/fixtures';

/** The buildspec of a project: the name of a file, or the text of one. */
function buildSpecOf(props: BuildProjectProps): string {
  const stack = newStack();
  new BuildProject(stack, 'Build', props);
  const { Source } = onlyResource(Template.fromStack(stack), 'AWS::CodeBuild::Project').Properties;
  return (Source as { BuildSpec: string }).BuildSpec;
}

/** The buildspec that is written from commands. */
const written = (props: BuildProjectProps): unknown => JSON.parse(buildSpecOf({ commands: ['make'], ...props }));

test('a build without instructions does what the file buildspec.yml of its source says', () => {
  expect(buildSpecOf({})).toBe('buildspec.yml');
});

test('a build can do what another file of its source says', () => {
  expect(buildSpecOf({ buildSpec: BuildSpec.fromSourceFilename('ci/build.yml') })).toBe('ci/build.yml');
});

test('a build can do what a buildspec object says, which stays as it is', () => {
  const spec = { version: '0.2', phases: { build: { commands: ['make all'] } } };
  expect(JSON.parse(buildSpecOf({ buildSpec: BuildSpec.fromObject(spec) }))).toEqual(spec);
});

test('commands alone become a buildspec that runs them in order and puts out every file', () => {
  expect(written({ commands: ['npm ci', 'npm test'] })).toEqual({
    version: '0.2',
    phases: { build: { commands: ['npm ci', 'npm test'] } },
    artifacts: { files: ['**/*'] },
  });
});

test('runtimes are installed before the commands', () => {
  expect(written({ runtimes: { nodejs: '22', python: '3.13' } })).toEqual({
    version: '0.2',
    phases: {
      install: { 'runtime-versions': { nodejs: '22', python: '3.13' } },
      build: { commands: ['make'] },
    },
    artifacts: { files: ['**/*'] },
  });
});

test('reports are read from their files, as JUnit results unless the user says otherwise', () => {
  expect(
    written({
      reports: {
        unit: { files: ['reports/*.xml'] },
        coverage: { files: ['cobertura.xml'], baseDirectory: 'out', format: BuildReportFormat.COBERTURA_XML },
      },
    }),
  ).toMatchObject({
    reports: {
      unit: { files: ['reports/*.xml'], 'file-format': 'JUNITXML' },
      coverage: { files: ['cobertura.xml'], 'base-directory': 'out', 'file-format': 'COBERTURAXML' },
    },
  });
});

test('a report whose folder is not said has none', () => {
  const { reports } = written({ reports: { unit: { files: ['a.xml'] } } }) as { reports: { unit: object } };
  expect(reports.unit).not.toHaveProperty('base-directory');
});

test('a build without reports does not mention any', () => {
  expect(written({})).not.toHaveProperty('reports');
});

test.each([
  ['a folder', { baseDirectory: 'dist' }, { files: ['**/*'], 'base-directory': 'dist' }],
  ['some files', { files: ['app.zip'] }, { files: ['app.zip'] }],
  ['some files of a folder', { files: ['*.js'], baseDirectory: 'dist' }, { files: ['*.js'], 'base-directory': 'dist' }],
])('a build can put out %s', (_, output, artifacts) => {
  expect(written({ output })).toMatchObject({ artifacts });
  expect(Object.keys((written({ output }) as { artifacts: object }).artifacts).sort()).toEqual(
    Object.keys(artifacts).sort(),
  );
});

test('the formats of reports are those that CodeBuild knows', () => {
  expect(Object.values(BuildReportFormat).sort()).toEqual([
    'CLOVERXML',
    'COBERTURAXML',
    'CUCUMBERJSON',
    'JACOCOXML',
    'JUNITXML',
    'NUNIT3XML',
    'NUNITXML',
    'SIMPLECOV',
    'TESTNGXML',
    'VISUALSTUDIOTRX',
  ]);
});

describe('a report', () => {
  const says = (reports: Record<string, BuildReport | undefined>, projectName?: string): string[] => {
    const stack = newStack();
    new BuildProject(stack, 'Build', {
      commands: ['make'],
      projectName,
      reports: reports as Record<string, BuildReport>,
    });
    return errorsOf(stack);
  };
  const files = ['a.xml'];

  test('must be called so that CodeBuild can make a group of the names of the project and the report', () => {
    expect(says({ 'unit tests': { files } })).toEqual([
      "Build (BuildProject) reports.unit tests: must be 2 to 128 characters of letters, digits, - and _, a letter or digit first, got 'Test-Build-unit tests'",
    ]);
    expect(says({ ['u'.repeat(117)]: { files } })).toEqual([]);
    expect(says({ ['u'.repeat(118)]: { files } })).toHaveLength(1);
    expect(says({ unit: { files } }, 'p'.repeat(123))).toEqual([]);
    expect(says({ unit: { files } }, 'p'.repeat(124))).toHaveLength(1);
  });

  test('must be given where it is named', () => {
    expect(says({ unit: undefined })).toContain('Build (BuildProject) reports.unit: must be a report, got nothing');
  });
});
