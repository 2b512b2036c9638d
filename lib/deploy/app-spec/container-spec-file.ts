import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { IConstruct } from 'constructs';
import type { Problems } from '../../core/problems';
import { readYaml } from '../../core/yaml';
import type { AppSpecKind, DeploymentTraits } from './app-spec-kind';
import { checkContainerSpec } from './container-rules';
import { mapAt } from './spec-context';
import type { SpecContext } from './spec-context';

/** An AppSpec of an ECS service that is a file of the user, in YAML or JSON. */
export class ContainerSpecFile implements AppSpecKind {
  public readonly platform = 'container';
  public readonly fileName = 'appspec.yaml';
  public readonly isWritten = false;
  public readonly text: string;
  private readonly isRead: boolean;

  constructor(private readonly path: string) {
    const text = textAt(path);
    this.isRead = text !== undefined;
    this.text = text ?? '';
  }

  public check(scope: IConstruct, problems: Problems, traits: DeploymentTraits): void {
    if (!this.isRead) {
      problems.add('', 'must be a file that can be read', { got: this.path });
      return;
    }
    const within = problems.within(`[${basename(this.path)}]`);
    const { value, faults, unquoted } = readYaml(this.text);
    for (const { path, line, rule, cure } of faults) {
      within.add(path, line === undefined ? rule : `${rule} (line ${line})`, { cure });
    }
    const context: SpecContext = { scope, problems: within, traits, say: (path) => path, unquoted };
    const spec = faults.length === 0 ? mapAt(context, '', value ?? {}) : undefined;
    if (spec !== undefined) checkContainerSpec(context, spec);
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
