import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { leavesBundle } from './file-rules';
import { eachScript } from './hook-rules';
import { warn } from './spec-context';
import type { SpecContext, SpecMap } from './spec-context';

const HEAD_LENGTH = 512;
const ELF = '\u007fELF';

/** Reports scripts of the hooks that are not in the bundle, or that Linux cannot start. */
export function checkScriptFiles(context: SpecContext, spec: SpecMap, root: string): void {
  if (!(statOf(root)?.isDirectory() ?? false)) {
    context.problems.add('', 'must be in a bundle whose root is a folder', { got: root });
    return;
  }
  const isLinux = spec.os === 'linux';
  eachScript(spec, (location, path) => {
    // What the rules report already is not looked for.
    if (location === '' || /\s/.test(location) || leavesBundle(location)) return;
    const file = join(root, isLinux ? location : location.replaceAll('\\', '/'));
    const stat = statOf(file);
    if (!(stat?.isFile() ?? false)) {
      const cure = 'paths begin at the root of the bundle; where a build makes the script, say so by builtScripts';
      context.problems.add(path, 'must be a file of the bundle', { got: location, cure });
      return;
    }
    if (isLinux && stat !== undefined) checkStart(context, path, location, file, stat);
  });
}

/** How Linux starts a file. Permissions to execute have no meaning on Windows. */
function checkStart(context: SpecContext, path: string, location: string, file: string, stat: Stats): void {
  const head = headOf(file);
  if (head === undefined) {
    context.problems.add(path, 'must be a file that can be read', { got: location });
    return;
  }
  if (!head.startsWith(ELF)) checkText(context, path, location, head);
  if (process.platform !== 'win32' && (stat.mode & 0o111) === 0) {
    const text = `${location} may not be executed, which agents mend when they may; set its permission, e.g. by chmod +x`;
    warn(context, 'appSpecExecutable', path, text);
  }
}

function checkText(context: SpecContext, path: string, location: string, head: string): void {
  if (/^[^\n]*\r\n/.test(head)) {
    context.problems.add(path, 'must have line ends of Linux: its lines end with CR LF', {
      got: location,
      cure: 'set eol=lf for it in .gitattributes',
    });
  } else if (!head.startsWith('#!')) {
    warn(
      context,
      'appSpecInterpreter',
      path,
      `${location} does not begin with #!, so that some agents cannot start it`,
    );
  }
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** The first characters, without more of the file in memory. */
function headOf(path: string): string | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(HEAD_LENGTH);
      return buffer.toString('latin1', 0, readSync(file, buffer, 0, HEAD_LENGTH, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
