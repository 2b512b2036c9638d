import { Token } from 'aws-cdk-lib';
import type { Problems } from '../core/problems';
import type { BuildSpecObject } from './build-spec-rules';

/** What is merged with a buildspec. */
export interface SpecAdditions {
  readonly before: string[];
  readonly after: string[];
  readonly outputFiles: string[];
  readonly cachePaths: string[];
  readonly reports: BuildSpecObject;
}

/** A buildspec with what the library adds: commands round those of the user, reports, and paths of the cache. */
export function addTo(problems: Problems, spec: BuildSpecObject, additions: SpecAdditions): BuildSpecObject {
  const { before, after, outputFiles, cachePaths, reports } = additions;
  const phases = spec.phases as BuildSpecObject;
  if (hasTokens(phases) && [...before, ...after].length > 0) {
    problems.add('buildSpec.phases', 'must be known at synthesis where the library adds commands');
  }
  if (Token.isUnresolved(phases)) return spec;
  return {
    ...spec,
    phases: {
      ...(phases.install === undefined ? {} : { install: phases.install }),
      ...surround('pre_build', phases, before, []),
      ...surround('build', phases, [], after),
      ...(phases.post_build === undefined ? {} : { post_build: phases.post_build }),
    },
    ...section('reports', { ...(spec.reports as object | undefined), ...distinct(problems, spec, reports) }),
    ...section('artifacts', withFiles(spec.artifacts as BuildSpecObject | undefined, outputFiles)),
    ...section('cache', withPaths(spec.cache as BuildSpecObject | undefined, cachePaths)),
  };
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
