import { Token } from 'aws-cdk-lib';
import { checkRange } from '../core/checks';
import { mapMembers } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';

/** A buildspec as an object. */
export type BuildSpecObject = Record<string, unknown>;

/** Keys of https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html, by the path of what holds them. */
const KEYS: Readonly<Record<string, string[]>> = {
  '': ['version', 'run-as', 'env', 'proxy', 'batch', 'phases', 'reports', 'artifacts', 'cache'],
  env: ['shell', 'variables', 'parameter-store', 'exported-variables', 'secrets-manager', 'git-credential-helper'],
  proxy: ['upload-artifacts', 'logs'],
  batch: ['fast-fail', 'build-list', 'build-matrix', 'build-graph', 'build-fanout'],
  phases: ['install', 'pre_build', 'build', 'post_build'],
  phase: ['run-as', 'on-failure', 'commands', 'finally'],
  report: ['files', 'file-format', 'base-directory', 'discard-paths'],
  artifacts: [
    'files',
    'name',
    'discard-paths',
    'base-directory',
    'exclude-paths',
    'enable-symlinks',
    's3-prefix',
    'secondary-artifacts',
  ],
  cache: ['key', 'fallback-keys', 'action', 'paths'],
};

const ON_FAILURE = /^(?:ABORT|CONTINUE|RETRY(?:-.+)?)$/;

/** Reports what CodeBuild refuses in a buildspec. */
export function checkBuildSpecObject(problems: Problems, spec: BuildSpecObject): void {
  checkKeys(problems, '', spec, KEYS['']);
  if (!isToken(spec.version) && !['0.1', '0.2'].includes(String(spec.version))) {
    problems.add('version', "must be '0.2' or '0.1'", { got: spec.version });
  }
  for (const section of ['env', 'proxy', 'batch', 'artifacts', 'cache']) {
    const value = objectAt(problems, section, spec[section]);
    if (value !== undefined) checkKeys(problems, section, value, KEYS[section]);
  }
  for (const section of ['variables', 'parameter-store', 'secrets-manager']) {
    objectAt(problems, `env.${section}`, property(spec.env, section));
  }
  const paths = property(spec.cache, 'paths');
  if (paths !== undefined && !isToken(paths) && !Array.isArray(paths))
    problems.add('cache.paths', 'must be a list', { got: paths });
  checkPhases(problems, spec.phases);
  const reports = objectAt(problems, 'reports', spec.reports) ?? {};
  checkRange(problems, 'reports', Object.keys(reports).length, LIMITS.reportsPerProject);
  for (const [name, report] of Object.entries(reports)) {
    const value = objectAt(problems, `reports.${name}`, report);
    if (value !== undefined) checkKeys(problems, `reports.${name}`, value, KEYS.report);
  }
}

function checkPhases(problems: Problems, given: unknown): void {
  if (given === undefined) {
    problems.add('phases', 'must be given');
    return;
  }
  const phases = objectAt(problems, 'phases', given) ?? {};
  checkKeys(problems, 'phases', phases, KEYS.phases);
  if (Object.keys(phases).length === 0 && phases === given) problems.add('phases', 'must have at least one phase');
  for (const name of KEYS.phases) {
    const phase = objectAt(problems, `phases.${name}`, phases[name]);
    if (phase !== undefined) checkPhase(problems, name, phase);
  }
}

function checkPhase(problems: Problems, name: string, phase: BuildSpecObject): void {
  const path = `phases.${name}`;
  const isInstall = name === 'install';
  if (!isInstall && phase['runtime-versions'] !== undefined) {
    problems.add(`${path}.runtime-versions`, 'must stand in the phase install');
  }
  checkKeys(problems, path, phase, [...KEYS.phase, 'runtime-versions']);
  if (isInstall) objectAt(problems, `${path}.runtime-versions`, phase['runtime-versions']);
  if (!isInstall || phase.commands !== undefined) checkCommands(problems, `${path}.commands`, phase.commands);
  if (phase.finally !== undefined) checkCommands(problems, `${path}.finally`, phase.finally);
  const onFailure = phase['on-failure'];
  if (
    onFailure !== undefined &&
    !isToken(onFailure) &&
    !(typeof onFailure === 'string' && ON_FAILURE.test(onFailure))
  ) {
    problems.add(`${path}.on-failure`, 'must be ABORT, CONTINUE or RETRY', { got: onFailure });
  }
}

/** Commands are a list of texts. */
export function checkCommands(problems: Problems, prop: string, given: unknown): string[] {
  if (isToken(given)) return [];
  const check = (command: string, place: string): string => {
    if (typeof command !== 'string' && !isToken(command)) problems.add(place, 'must be a string', { got: command });
    return command;
  };
  return mapMembers(problems, prop, given as string[] | undefined, check, 1);
}

function checkKeys(problems: Problems, path: string, value: BuildSpecObject, known: string[]): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    problems.add(path === '' ? key : `${path}.${key}`, `must be one of ${known.join(', ')}`, { got: key });
  }
}

function objectAt(problems: Problems, prop: string, value: unknown): BuildSpecObject | undefined {
  if (value === undefined || isToken(value)) return undefined;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as BuildSpecObject;
  problems.add(prop, 'must be an object', { got: value });
  return undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as BuildSpecObject)[key] : undefined;
}

/** Something that is known at deployment only. */
function isToken(value: unknown): boolean {
  return Token.isUnresolved(value);
}
