import { Token } from 'aws-cdk-lib';
import type { Problems } from '../core/problems';
import type { BuildSpecObject } from './build-spec-rules';

/** What is merged with a buildspec. */
export interface SpecAdditions {
  readonly first: string[];
  readonly before: string[];
  readonly after: string[];
  readonly outputFiles: string[];
  readonly cachePaths: string[];
  readonly reports: BuildSpecObject;
}

/** A buildspec with what the library adds: commands round those of the user, reports, and paths of the cache. */
export function addTo(problems: Problems, spec: BuildSpecObject, additions: SpecAdditions): BuildSpecObject {
  const { first, before, after, outputFiles, cachePaths, reports } = additions;
  const phases = spec.phases as BuildSpecObject;
  const installs = installsIn(phases);
  if (hasTokens(phases) && [...first, ...before, ...after].length > 0) {
    problems.add('buildSpec.phases', 'must be known at synthesis where the library adds commands');
  }
  if (Token.isUnresolved(phases)) return spec;
  return {
    ...spec,
    phases: {
      ...(installs ? surround('install', phases, first, []) : kept('install', phases)),
      ...surround('pre_build', phases, installs ? before : [...first, ...before], []),
      ...surround('build', phases, [], after),
      ...kept('post_build', phases),
    },
    ...section('reports', { ...(spec.reports as object | undefined), ...distinct(problems, spec, reports) }),
    ...section('artifacts', withFiles(spec.artifacts as BuildSpecObject | undefined, outputFiles)),
    ...section('cache', withPaths(spec.cache as BuildSpecObject | undefined, cachePaths)),
  };
}

/** Whether the user installs something: the phase may be there for its runtimes alone. */
function installsIn(phases: BuildSpecObject): boolean {
  const { commands } = (phases.install ?? {}) as { commands?: unknown };
  return Array.isArray(commands) && commands.length > 0;
}

function kept(name: string, phases: BuildSpecObject): BuildSpecObject {
  return phases[name] === undefined ? {} : { [name]: phases[name] };
}

function surround(name: string, phases: BuildSpecObject, before: string[], after: string[]): BuildSpecObject {
  const phase = phases[name] as { commands?: string[] } | undefined;
  if (phase !== undefined && hasTokens(phases)) return { [name]: phase };
  const commands = [...before, ...(phase?.commands ?? []), ...after];
  return phase === undefined && commands.length === 0 ? {} : { [name]: { ...phase, commands } };
}

function distinct(problems: Problems, spec: BuildSpecObject, reports: BuildSpecObject): BuildSpecObject {
  const said = (spec.reports ?? {}) as BuildSpecObject;
  for (const name of Object.keys(reports)) {
    if (Object.hasOwn(said, name)) problems.add(`reports.${name}`, 'must not be given beside that of the buildspec');
  }
  return reports;
}

/** Every file is put out already where a pattern says so. */
function withFiles(artifacts: BuildSpecObject | undefined, files: string[]): BuildSpecObject {
  const said = artifacts?.files;
  if (files.length === 0 || (Array.isArray(said) && said.includes('**/*'))) return { ...artifacts };
  return { ...artifacts, files: [...(Array.isArray(said) ? (said as unknown[]) : []), ...files] };
}

function withPaths(cache: BuildSpecObject | undefined, paths: string[]): BuildSpecObject {
  if (paths.length === 0) return { ...cache };
  const said = (cache?.paths ?? []) as string[];
  return { ...cache, paths: [...new Set([...said, ...paths])] };
}

function section(name: string, value: object): BuildSpecObject {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}

/** Whether a phase, or the list of its commands, is known at deployment only. */
function hasTokens(phases: BuildSpecObject): boolean {
  const members = Object.values(phases) as ({ commands?: unknown } | undefined)[];
  return [phases, ...members, ...members.map((phase) => phase?.commands)].some((each) => Token.isUnresolved(each));
}
