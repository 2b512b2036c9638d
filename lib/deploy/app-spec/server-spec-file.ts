import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { IConstruct } from 'constructs';
import { checkBoolean, orEmpty } from '../../core/checks';
import type { Problems } from '../../core/problems';
import { readYaml } from '../../core/yaml';
import type { AppSpecKind, DeploymentTraits } from './app-spec-kind';
import { checkScriptFiles } from './bundle-scripts';
import type { AppSpecFileOptions } from './server-props';
import { checkServerSpec } from './server-rules';
import { mapAt, warn } from './spec-context';
import type { SpecContext } from './spec-context';

/** The name by which every agent finds the file. */
export const APP_SPEC_FILE_NAME = 'appspec.yml';

/**
 * The name by which newer agents find it, too:
 * https://github.com/aws/aws-codedeploy-agent/blob/master/src/host_command/commands/install.rs
 */
const LONG_NAME = 'appspec.yaml';

/** An AppSpec of servers that is a file of the user. */
export class ServerSpecFile implements AppSpecKind {
  public readonly platform = 'server';
  public readonly isWritten = false;
  public readonly text: string;
  private readonly options: AppSpecFileOptions;
  private readonly isRead: boolean;

  constructor(
    private readonly path: string,
    options?: AppSpecFileOptions,
  ) {
    this.options = orEmpty(options);
    const text = textAt(path);
    this.isRead = text !== undefined;
    this.text = text ?? '';
  }

  public check(scope: IConstruct, problems: Problems, traits: DeploymentTraits): void {
    const { bundleRoot, builtScripts } = this.options;
    if (!this.isRead) {
      problems.add('', 'must be a file that can be read', { got: this.path });
      return;
    }
    const within = problems.within(`[${basename(this.path)}]`);
    const { value, faults, unquoted, aliases } = readYaml(this.text);
    const context: SpecContext = {
      scope,
      problems: within,
      traits,
      say: (key) => key.replace(/^context\./, ''),
      unquoted,
    };
    if ((bundleRoot ?? undefined) === undefined) this.checkName(context);
    for (const { path, line, rule, cure } of faults) {
      within.add(path, line === undefined ? rule : `${rule} (line ${line})`, { cure });
    }
    if (aliases.length > 0) {
      warn(context, 'appSpecAlias', aliases[0], 'is an alias, which agents that run on newer versions of Ruby refuse');
    }
    if (faults.some(({ path }) => path === '') && value === undefined) return;
    if (value === undefined || value === null) {
      within.add('', 'must not be empty', { cure: 'write version and os at least' });
      return;
    }
    const spec = mapAt(context, '', value);
    if (spec === undefined) return;
    checkServerSpec(context, spec);
    checkBoolean(problems, 'builtScripts', builtScripts ?? undefined);
    if (builtScripts === true) return;
    const root: unknown = bundleRoot ?? dirname(this.path);
    if (typeof root === 'string') checkScriptFiles(context, spec, root);
    else problems.add('bundleRoot', 'must be a string', { got: root });
  }

  /** https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html */
  private checkName(context: SpecContext): void {
    const name = basename(this.path);
    if (name === APP_SPEC_FILE_NAME) return;
    if (name === LONG_NAME) {
      const text = `${LONG_NAME} is not found by older agents, and AWS documents ${APP_SPEC_FILE_NAME}`;
      warn(context, 'appSpecFileName', '', text);
      return;
    }
    context.problems.add('', `must be called ${APP_SPEC_FILE_NAME}, for agents look for that name`, {
      got: name,
      cure: 'where a build puts it into the bundle under that name, say bundleRoot',
    });
  }
}

function textAt(path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
