import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { checkGiven, checkName, checkOneOf, checkRange, checkStruct } from '../core/checks';
import { checkList } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import type { MergedAdditions } from './build-additions';
import { BuildReportFormat } from './build-report';
import type { BuildOutput, BuildReport } from './build-report';
import { addTo } from './build-spec-additions';
import { checkBuildSpecObject, checkCommands } from './build-spec-rules';
import type { BuildSpecObject } from './build-spec-rules';

/**
 * Commands by the phases of a build. The build ends with the first command that fails.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details.html#view-build-details-phases
 */
export interface BuildPhases {
  /**
   * Installs what the image lacks.
   *
   * @default - no commands
   */
  readonly install?: string[];

  /**
   * Runs before the build, e.g. to log in.
   *
   * @default - no commands
   */
  readonly preBuild?: string[];

  /**
   * Builds and tests.
   *
   * @default - no commands
   */
  readonly main?: string[];

  /**
   * Runs after the build, also after one that failed: `CODEBUILD_BUILD_SUCCEEDING` is then 0.
   *
   * @default - no commands
   */
  readonly postBuild?: string[];
}

/**
 * What a build does: a buildspec, or commands from which one is written.
 */
export interface BuildInstructions {
  /**
   * The buildspec: `BuildSpec.fromSourceFilename`, or an object, which is checked. `commands`, `phases`, `runtimes` and `output` must not
   * be given beside it, and `reports` only beside an object.
   *
   * @default - written from `commands` or `phases`; without these, the file `buildspec.yml` of the source
   */
  readonly buildSpec?: BuildSpec;

  /**
   * The commands of the build, in order; the first that fails ends the build. The same as the phase `main`.
   *
   * @default - the buildspec or `phases` say them
   */
  readonly commands?: string[];

  /**
   * The commands by phase.
   *
   * @default - the buildspec or `commands` say them
   */
  readonly phases?: BuildPhases;

  /**
   * Runtimes of the image and their versions, e.g. `{ nodejs: '22' }`. Only with `commands` or `phases`.
   *
   * @default - those that the image has by itself
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html
   */
  readonly runtimes?: Record<string, string>;

  /**
   * Test and coverage reports by name, at most 5. Not with a buildspec in the source, which names its own.
   *
   * @default - no report
   */
  readonly reports?: Record<string, BuildReport>;

  /**
   * The files that the build puts out. Only with `commands` or `phases`.
   *
   * @default - every file of the source folder
   */
  readonly output?: BuildOutput;
}

/** The buildspec of a project, with every default decided, and what the library adds. */
export function buildSpecOf(
  problems: Problems,
  projectName: string,
  props: BuildInstructions,
  additions: MergedAdditions,
): BuildSpec {
  const reports = reportsOf(problems, projectName, props.reports);
  const hasCommands = props.commands !== undefined || props.phases !== undefined || additions.after.length > 0;
  if (hasCommands && props.buildSpec === undefined) {
    return BuildSpec.fromObject(
      addTo(problems, written(problems, props, additions.after.length > 0), { ...additions, reports }),
    );
  }
  refuseExtras(problems, props);
  const given = checkBuildSpec(problems, props.buildSpec) ?? BuildSpec.fromSourceFilename('buildspec.yml');
  const spec = objectOf(given);
  if (spec === undefined) {
    refuseAdditions(problems, props, additions);
    return given;
  }
  if (checkStruct(problems, 'buildSpec', spec) === undefined) return BuildSpec.fromSourceFilename('buildspec.yml');
  checkBuildSpecObject(problems.within('buildSpec'), spec);
  if (String(spec.version) === '0.1') {
    for (const prop of additions.props) {
      problems.add(prop, "needs a buildspec of version '0.2': '0.1' runs each command in a shell of its own");
    }
  }
  if (!problems.none) return given;
  const count = Object.keys(reports).length + Object.keys(spec.reports ?? {}).length;
  checkRange(problems, 'reports', count, LIMITS.reportsPerProject);
  return BuildSpec.fromObject(addTo(problems, spec, { ...additions, reports }));
}

/** The object of an inline buildspec; nothing for a file of the source. */
export function objectOf(buildSpec: BuildSpec): BuildSpecObject | undefined {
  const { spec } = buildSpec as { spec?: BuildSpecObject };
  return spec;
}

function written(problems: Problems, props: BuildInstructions, more: boolean): BuildSpecObject {
  if (props.commands !== undefined && props.phases !== undefined) {
    problems.add('commands', 'must not be given beside phases', { cure: 'put them into phases.main' });
  }
  const runtimes = checkStruct(problems, 'runtimes', props.runtimes);
  const phases: BuildPhases = checkStruct(problems, 'phases', props.phases) ?? {};
  const main = props.commands === undefined ? phases.main : checkCommands(problems, 'commands', props.commands);
  if (main === undefined && Object.values(phases).every((commands) => commands === undefined) && !more) {
    problems.add('phases', 'must have at least one phase');
  }
  return {
    version: '0.2',
    phases: {
      ...phase(problems, 'install', phases.install, runtimes && { 'runtime-versions': runtimes }),
      ...phase(problems, 'preBuild', phases.preBuild),
      ...(props.commands === undefined ? phase(problems, 'main', main) : { build: { commands: main } }),
      ...phase(problems, 'postBuild', phases.postBuild),
    },
    artifacts: outputOf(checkStruct(problems, 'output', props.output)),
  };
}

const PHASE_NAMES = { install: 'install', preBuild: 'pre_build', main: 'build', postBuild: 'post_build' };

function phase(
  problems: Problems,
  name: keyof BuildPhases,
  commands: string[] | undefined,
  more?: BuildSpecObject,
): BuildSpecObject {
  if (commands === undefined) return more === undefined ? {} : { [PHASE_NAMES[name]]: more };
  return { [PHASE_NAMES[name]]: { ...more, commands: checkCommands(problems, `phases.${name}`, commands) } };
}

function refuseExtras(problems: Problems, props: BuildInstructions): void {
  if (props.buildSpec !== undefined) {
    for (const extra of ['commands', 'phases'] as const) {
      if (props[extra] === undefined) continue;
      problems.add(extra, 'must not be given beside buildSpec', { cure: 'put the commands into the buildspec' });
    }
  }
  for (const extra of ['runtimes', 'output'] as const) {
    if (props[extra] !== undefined) problems.add(extra, 'needs commands', { cure: 'say it in the buildspec' });
  }
}

/** A file of the source is not known at synthesis, so that nothing can be merged with it. */
function refuseAdditions(problems: Problems, props: BuildInstructions, additions: MergedAdditions): void {
  if (props.reports !== undefined) problems.add('reports', 'needs commands', { cure: 'say it in the buildspec' });
  for (const prop of additions.props) {
    problems.add(prop, 'needs commands, phases, or a buildspec that is an object', {
      cure: 'the library cannot add its commands to a buildspec of the source',
    });
  }
}

function checkBuildSpec(problems: Problems, given: BuildSpec | undefined): BuildSpec | undefined {
  if (given === undefined || typeof (given as Partial<BuildSpec> | null)?.toBuildSpec === 'function') return given;
  problems.add('buildSpec', 'must be a BuildSpec', { got: given, cure: 'use BuildSpec.fromSourceFilename' });
  return undefined;
}

function reportsOf(
  problems: Problems,
  projectName: string,
  given: Record<string, BuildReport> | undefined,
): BuildSpecObject {
  const reports = checkStruct(problems, 'reports', given);
  if (reports === undefined) return {};
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
        'file-format': formatOf(problems, prop, report?.format),
      },
    ] as const;
  });
  return Object.fromEntries(rendered);
}

function formatOf(problems: Problems, prop: string, given: BuildReportFormat | undefined): BuildReportFormat {
  const format = checkOneOf(problems, `${prop}.format`, given, BuildReportFormat, 'BuildReportFormat');
  return format ?? BuildReportFormat.JUNIT_XML;
}

function outputOf(output: BuildOutput | undefined): BuildSpecObject {
  return { files: output?.files ?? ['**/*'], 'base-directory': output?.baseDirectory };
}
