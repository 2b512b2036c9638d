import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { IConstruct } from 'constructs';
import type { Problems } from '../../core/problems';
import { readYaml } from '../../core/yaml';
import type { ReadYaml } from '../../core/yaml';
import type { DeploymentTraits } from './app-spec-kind';
import { mapAt } from './spec-context';
import type { SpecContext, SpecMap } from './spec-context';

/** An AppSpec file of the user that was read: what it says, and where problems of it belong. */
export interface OpenedSpecFile {
  readonly context: SpecContext;
  readonly yaml: ReadYaml;
}

/** A file of the user, as it was when the AppSpec was made. */
export class SpecFileText {
  /** The text; empty where the file cannot be read. */
  public readonly text: string;
  private readonly isRead: boolean;

  constructor(private readonly path: string) {
    const text = textOf(path);
    this.isRead = text !== undefined;
    this.text = text ?? '';
  }

  /** Reports a file that cannot be read, and YAML that is not valid. `say` is how the file calls what the rules speak of. */
  public open(
    scope: IConstruct,
    problems: Problems,
    traits: DeploymentTraits,
    say: SpecContext['say'] = (key) => key,
  ): OpenedSpecFile | undefined {
    if (!this.isRead) {
      problems.add('', 'must be a file that can be read', { got: this.path });
      return undefined;
    }
    const within = problems.within(`[${basename(this.path)}]`);
    const yaml = readYaml(this.text);
    for (const { path, line, rule, cure } of yaml.faults) {
      within.add(path, line === undefined ? rule : `${rule} (line ${line})`, { cure });
    }
    return { context: { scope, problems: within, traits, say, unquoted: yaml.unquoted }, yaml };
  }

  /** The same for what is a mapping. Nothing is given where there is a fault, so that only that is reported. */
  public openMap(
    scope: IConstruct,
    problems: Problems,
    traits: DeploymentTraits,
  ): { readonly context: SpecContext; readonly spec: SpecMap } | undefined {
    const opened = this.open(scope, problems, traits);
    if (opened === undefined || opened.yaml.faults.length > 0) return undefined;
    const spec = mapAt(opened.context, '', opened.yaml.value ?? {});
    return spec === undefined ? undefined : { context: opened.context, spec };
  }
}

function textOf(path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
