import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program says that stands in for one that is not there: it notes what it was asked for, and answers. */
const PROGRAMS: Readonly<Record<string, string>> = {
  aws: `case "$2" in
    get-authorization-token) echo secret-token ;;
    get-repository-endpoint) echo https://acme-111122223333.d.codeartifact.eu-west-1.amazonaws.com/maven/team/ ;;
    broken) exit 1 ;;
  esac`,
  npm: 'echo "$HOME/.npmrc"',
  pip: 'echo https://aws:secret-token@pypi.example/simple/',
  docker: '',
};

/** What happened when commands ran. */
export interface Run {
  /** What each program was asked for, in order. */
  readonly asked: string[];
  readonly files: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** Runs commands of a build in one shell, as CodeBuild does it, and looks at files below the home folder and at variables. */
export function run(commands: string[], files: string[] = [], variables: string[] = []): Run {
  const home = mkdtempSync(join(tmpdir(), 'feeds-'));
  try {
    for (const [name, answer] of Object.entries(PROGRAMS)) {
      writeFileSync(join(home, name), `#!/bin/sh\necho "${name} $*" >> "$HOME/asked.log"\n${answer}\n`);
      chmodSync(join(home, name), 0o755);
    }
    const env = { PATH: `${home}:${process.env.PATH ?? ''}`, HOME: home, CODEBUILD_SRC_DIR: home };
    const shown = variables.map((name) => `printf '%s\\n' "${name}=$(printenv ${name})" >> "$HOME/variables.log"`);
    execFileSync('/bin/sh', ['-e', '-c', [...commands, ...shown].join('\n')], { cwd: home, env });
    return {
      asked: linesOf(join(home, 'asked.log')),
      files: Object.fromEntries(files.map((file) => [file, readFileSync(join(home, file), 'utf8')])),
      variables: Object.fromEntries(
        linesOf(join(home, 'variables.log')).map((line) => {
          const [name, ...value] = line.split('=');
          return [name, value.join('=').replaceAll(home, '~')];
        }),
      ),
    };
  } finally {
    rmSync(home, { recursive: true });
  }
}

function linesOf(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}
