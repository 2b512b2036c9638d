import { checkKeys, eachIn, mapAt, requiredTextAt, warn } from './spec-context';
import type { SpecContext, SpecMap } from './spec-context';

const KEYS = ['source', 'destination'];

/** Reports what is wrong with the files to copy. */
export function checkFileMappings(context: SpecContext, files: unknown, os: string | undefined): void {
  const seen = new Set<string>();
  eachIn(context, 'files', files, (member, path) => {
    const mapping = mapAt(context, path, member);
    if (mapping === undefined) return;
    checkMappingKeys(context, path, mapping);
    const source = requiredTextAt(context, `${path}.source`, mapping.source);
    const destination = requiredTextAt(context, `${path}.destination`, mapping.destination);
    if (source !== undefined && leavesBundle(source)) {
      warn(context, 'appSpecLeavesBundle', `${path}.source`, `${source} leaves the bundle, which some agents refuse`);
    }
    if (destination !== undefined) checkDestination(context, `${path}.destination`, destination, os);
    if (source === undefined || destination === undefined) return;
    const key = JSON.stringify([plain(source), plain(destination)]);
    if (seen.has(key)) context.problems.add(path, 'must not copy the same to the same place twice', { got: source });
    seen.add(key);
  });
}

/** Whether a path goes up further than it went down. */
export function leavesBundle(path: string): boolean {
  let depth = 0;
  return path.split(/[\\/]/).some((part) => {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    return depth < 0;
  });
}

function checkMappingKeys(context: SpecContext, path: string, mapping: SpecMap): void {
  const { file_exists_behavior: misplaced, ...rest } = mapping;
  if (misplaced !== undefined) {
    context.problems.add(`${path}.file_exists_behavior`, 'must stand at the top of the file', {
      cure: 'it counts for all files at once',
    });
  }
  checkKeys(context, path, rest, KEYS);
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-files.html */
function checkDestination(context: SpecContext, path: string, destination: string, os: string | undefined): void {
  const rule = 'must be a full path: agents take others from where they happen to run';
  if (os === 'linux' && !destination.startsWith('/')) {
    context.problems.add(path, rule, { got: destination, cure: 'begin with /' });
  }
  if (os === 'windows' && !/^(?:[A-Za-z]:)?[\\/]/.test(destination)) {
    context.problems.add(path, rule, { got: destination, cure: 'begin with a drive, e.g. C:\\' });
  }
  if (os === 'windows' && /^[\\/](?![\\/])/.test(destination)) {
    warn(context, 'appSpecDrive', path, `${destination} names no drive, so that it lies on the one of the agent`);
  }
}

/** The same place, however its path ends. */
export function plain(path: string): string {
  return path.length > 1 ? path.replace(/[\\/]+$/, '') : path;
}
