import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { checkGiven, checkList, checkName, checkRange } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { BuildReportFormat } from './build-report';
import type { BuildOutput, BuildReport } from './build-report';

/**
 * What a build does: a buildspec, or commands from which one is written.
 */
export interface BuildInstructions {
  /**
   * The buildspec: `BuildSpec.fromSourceFilename`, or an object. It says everything by itself, so `commands`, `runtimes`,
   * `reports` and `output` must not be given beside it.
   *
   * @default - written from `commands`; without these, the file `buildspec.yml` of the source
   */
  readonly buildSpec?: BuildSpec;

  /**
   * The commands of the build, in order; the first that fails ends the build.
   *
   * @default - the buildspec says them
   */
  readonly commands?: string[];

  /**
   * Runtimes of the image and their versions, e.g. `{ nodejs: '22' }`. Only with `commands`.
   *
   * @default - those that the image has by itself
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html
   */
  readonly runtimes?: Record<string, string>;

  /**
   * Test and coverage reports by name, at most 5. Only with `commands`; a buildspec names its own.
   *
   * @default - no report
   */
  readonly reports?: Record<string, BuildReport>;

  /**
   * The files that the build puts out. Only with `commands`.
   *
   * @default - every file of the source folder
   */
  readonly output?: BuildOutput;
}

/** The buildspec of a project, with every default decided. */
export function buildSpecOf(problems: Problems, projectName: string, props: BuildInstructions): BuildSpec {
  const extras = ['runtimes', 'reports', 'output'] as const;
  if (props.commands === undefined) {
    for (const extra of extras) {
      if (props[extra] !== undefined) problems.add(extra, 'needs commands', { cure: 'say it in the buildspec' });
    }
    return checkBuildSpec(problems, props.buildSpec) ?? BuildSpec.fromSourceFilename('buildspec.yml');
  }
  if (props.buildSpec !== undefined) {
    problems.add('commands', 'must not be given beside buildSpec', { cure: 'put the commands into the buildspec' });
  }
  const commands = checkList(problems, 'commands', props.commands, 1);
  commands.forEach((command: unknown, index) => {
    if (typeof command !== 'string') problems.add(`commands[${index}]`, 'must be a string', { got: command });
  });
  return BuildSpec.fromObject({
    version: '0.2',
    phases: {
      ...(props.runtimes === undefined || !checkStruct(problems, 'runtimes', props.runtimes)
        ? {}
        : { install: { 'runtime-versions': props.runtimes } }),
      build: { commands },
    },
    ...reportsOf(problems, projectName, props.reports),
    artifacts: checkStruct(problems, 'output', props.output) ? outputOf(props.output) : outputOf(undefined),
  });
}

function checkBuildSpec(problems: Problems, given: BuildSpec | undefined): BuildSpec | undefined {
  if (given === undefined || typeof (given as Partial<BuildSpec>).toBuildSpec === 'function') return given;
  problems.add('buildSpec', 'must be a BuildSpec', { got: given, cure: 'use BuildSpec.fromSourceFilename' });
  return undefined;
}

/** A struct, where users of plain JavaScript might write anything. */
function checkStruct(problems: Problems, prop: string, given: object | undefined): boolean {
  const value: unknown = given;
  if (value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))) return true;
  problems.add(prop, 'must be an object', { got: value });
  return false;
}

function reportsOf(
  problems: Problems,
  projectName: string,
  reports: Record<string, BuildReport> | undefined,
): Record<string, unknown> {
  if (reports === undefined || !checkStruct(problems, 'reports', reports)) return {};
  checkRange(problems, 'reports', Object.keys(reports).length, LIMITS.reportsPerProject);
  const rendered = Object.entries(reports).map(([name, report]: [string, BuildReport | undefined]) => {
    const prop = `reports.${name}`;
    checkName(problems, prop, `${projectName}-${name}`, LIMITS.reportGroupName);
    checkGiven(problems, prop, report, 'a report');
    return [
      name,
      {
        files: checkList(problems, `${prop}.files`, report?.files, 1),
        'base-directory': report?.baseDirectory,
        'file-format': report?.format ?? BuildReportFormat.JUNIT_XML,
      },
    ] as const;
  });
  return { reports: Object.fromEntries(rendered) };
}

function outputOf(output: BuildOutput | undefined): Record<string, unknown> {
  return { files: output?.files ?? ['**/*'], 'base-directory': output?.baseDirectory };
}
