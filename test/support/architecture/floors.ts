import { importsOf, isRelative, resolvePath } from './imports';
import { filesIn, parse, type Sources } from './sources';
import { type Violation, violationAt, type Wrong } from './violation';

/** The folders of lib/ in the order in which a change travels. Each imports only from itself and from earlier ones. */
export const FLOORS: readonly string[] = [
  'core',
  'packages',
  'source',
  'build',
  'insight',
  'deploy',
  'pipeline',
  'observe',
  'checks',
  'stack',
];

/** The folders of lib/deploy/, one a platform. They do not know each other. */
export const PLATFORMS: readonly string[] = ['server', 'function', 'container', 'beanstalk', 'stack', 'site'];

/** The folders of lib/deploy/ that each hold a noun of several files, which all platforms may know. */
export const NOUNS: readonly string[] = ['app-spec'];

const INDEX = 'lib/index.ts';
const FACADE = 'lib/deploy/deploy-target.ts';
const DEPLOY = FLOORS.indexOf('deploy');

interface Place {
  readonly floor: number;
  /** The folder below lib/deploy/. */
  readonly platform?: string;
}

/** Imports of lib/ that go up, out of lib/, or across the platforms, and files that stand nowhere. */
export function checkFloors(sources: Sources): Violation[] {
  const files = parse(sources);
  return filesIn(sources, 'lib').flatMap((file) => {
    const path = file.fileName;
    const place = placeOf(path);
    if (place === undefined) {
      return [
        violationAt(file, 'stands on no floor', `move it into one of ${FLOORS.join(', ')} (or a platform folder)`),
      ];
    }
    return importsOf(file)
      .filter(({ specifier }) => isRelative(specifier))
      .flatMap(({ specifier, node }) => {
        const target = resolvePath(files, path, specifier);
        const wrong = wrongImport(path, place, target);
        return wrong === undefined ? [] : [violationAt(node, `imports ${target}, ${wrong.problem}`, wrong.cure)];
      });
  });
}

function placeOf(path: string): Place | undefined {
  if (path === INDEX) return { floor: FLOORS.length };
  const [root, folder, ...rest] = path.split('/');
  const floor = FLOORS.findIndex((name) => name === folder);
  if (root !== 'lib' || floor < 0 || rest.length === 0) return undefined;
  if (floor !== DEPLOY || rest.length === 1 || NOUNS.includes(rest[0] ?? '')) return { floor };
  const platform = PLATFORMS.find((name) => name === rest[0]);
  return platform === undefined ? undefined : { floor, platform };
}

function wrongImport(path: string, from: Place, target: string): Wrong | undefined {
  if (!target.startsWith('lib/')) {
    return { problem: 'which is outside of lib/', cure: 'lib/ stands alone: move what it needs into lib/' };
  }
  const to = placeOf(target);
  if (to === undefined) return { problem: 'which stands on no floor', cure: 'import from a floor of lib/' };
  if (to.floor > from.floor) {
    return {
      problem: 'a later floor',
      cure: 'turn the dependency round by an interface, or move what is shared to an earlier floor',
    };
  }
  return from.floor === DEPLOY && to.floor === DEPLOY ? wrongInDeploy(path, from, target, to) : undefined;
}

function wrongInDeploy(path: string, from: Place, target: string, to: Place): Wrong | undefined {
  if (from.platform !== undefined && target === FACADE) {
    return { problem: 'the facade above the platforms', cure: 'import the interface from deploy-target-interface.ts' };
  }
  if (from.platform === undefined && to.platform !== undefined && path !== FACADE) {
    return { problem: 'a platform, from the ground below the platforms', cure: 'leave that to deploy-target.ts' };
  }
  if (from.platform !== undefined && to.platform !== undefined && from.platform !== to.platform) {
    return { problem: 'another platform', cure: 'move what both need to the root of lib/deploy/' };
  }
  return undefined;
}
