import { posix } from 'node:path';
import { Token } from 'aws-cdk-lib';
import { checkName, checkText } from '../core/checks';
import { LIMITS } from '../core/limits';
import { shortHash } from '../core/names';
import type { Problems } from '../core/problems';
import type { BuildAdditions } from './build-additions';
import type { ComputeKind } from './compute-kind';

/** Puts text files beside what a build puts out. `folder` is the root of that, from the root of the source. */
export function bindAdditionalFiles(
  problems: Problems,
  files: Record<string, string>,
  folder: string,
  compute: ComputeKind,
): BuildAdditions {
  const prop = 'additionalFiles';
  if (!compute.isLinux && !compute.isLambda) {
    problems.add(prop, 'needs a build on Linux', { cure: 'write the files in the commands of the build' });
  }
  const written = Object.entries(files).flatMap(([path, text]) => {
    const pathProp = `${prop}.${path}`;
    const isPath = checkName(problems, pathProp, path, LIMITS.outputPath) !== undefined;
    const isText = checkText(problems, pathProp, text, LIMITS.outputText) !== undefined;
    return isPath && isText ? commandsFor(posix.join(folder, path), text) : [];
  });
  return {
    prop,
    after: written.length === 0 ? [] : ['cd "$CODEBUILD_SRC_DIR"', ...written],
    outputFiles: Object.keys(files),
  };
}

/** A here-document, whose end no line of the text is. */
function commandsFor(path: string, text: string): string[] {
  const end = `END_${shortHash(Token.isUnresolved(text) ? path : text)}`;
  const body = text.endsWith('\n') ? text : `${text}\n`;
  return [`mkdir -p "${posix.dirname(path)}"`, `cat > "${path}" << '${end}'\n${body}${end}`];
}
