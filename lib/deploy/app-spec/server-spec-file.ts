import { basename, dirname } from 'node:path';
import type { IConstruct } from 'constructs';
import { checkBoolean, orEmpty } from '../../core/checks';
import type { Problems } from '../../core/problems';
import type { AppSpecKind, DeploymentTraits } from './app-spec-kind';
import { checkScriptFiles } from './bundle-scripts';
import type { AppSpecFileOptions } from './server-props';
import { checkServerSpec } from './server-rules';
import { mapAt, warn } from './spec-context';
import type { SpecContext } from './spec-context';
import { SpecFileText } from './spec-file-text';

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
  private readonly file: SpecFileText;

  constructor(
    private readonly path: string,
    options?: AppSpecFileOptions,
  ) {
    this.options = orEmpty(options);
    this.file = new SpecFileText(path);
    this.text = this.file.text;
  }

  public check(scope: IConstruct, problems: Problems, traits: DeploymentTraits): void {
    const { bundleRoot, builtScripts } = this.options;
    const opened = this.file.open(scope, problems, traits, (key) => key.replace(/^context\./, ''));
    if (opened === undefined) return;
    const { context } = opened;
    const { value, faults, aliases } = opened.yaml;
    if ((bundleRoot ?? undefined) === undefined) this.checkName(context);
    if (aliases.length > 0) {
      warn(context, 'appSpecAlias', aliases[0], 'is an alias, which agents that run on newer versions of Ruby refuse');
    }
    if (faults.some(({ path }) => path === '') && value === undefined) return;
    if (value === undefined || value === null) {
      context.problems.add('', 'must not be empty', { cure: 'write version and os at least' });
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
