import type ts from 'typescript';
import { importsOf, isRelative, resolvePath } from './imports';
import { filesIn, parse, type Sources } from './sources';
import { type Violation, violationAt } from './violation';

type Graph = ReadonlyMap<string, ReadonlyMap<string, ts.Node>>;

/** Files below a folder that import each other in a circle, types included; each circle once. */
export function checkCycles(sources: Sources, folder: string): Violation[] {
  const graph = importGraph(sources, folder);
  const seen = new Set<string>();
  return [...graph.keys()].sort().flatMap((start) => {
    const circle = shortestCircle(graph, start);
    const key = [...circle].sort().join();
    const node = graph.get(start)?.get(circle.at(1) ?? start);
    if (node === undefined || seen.has(key)) return [];
    seen.add(key);
    return [
      violationAt(
        node,
        `closes a circle of imports: ${[...circle, start].join(' > ')}`,
        'move what they share into a file of its own',
      ),
    ];
  });
}

function importGraph(sources: Sources, folder: string): Graph {
  const files = parse(sources);
  return new Map(
    filesIn(sources, folder).map((file) => [
      file.fileName,
      new Map(
        importsOf(file)
          .filter(({ specifier }) => isRelative(specifier))
          .map(({ specifier, node }) => [resolvePath(files, file.fileName, specifier), node]),
      ),
    ]),
  );
}

/** The files on the shortest way from a file back to itself, without the last step; none where there is no way. */
function shortestCircle(graph: Graph, start: string): string[] {
  const reached = new Set<string>();
  let ways: string[][] = [[start]];
  while (ways.length > 0) {
    const longer: string[][] = [];
    for (const way of ways) {
      for (const next of graph.get(way.at(-1) ?? start)?.keys() ?? []) {
        if (next === start) return way;
        if (reached.has(next)) continue;
        reached.add(next);
        longer.push([...way, next]);
      }
    }
    ways = longer;
  }
  return [];
}
