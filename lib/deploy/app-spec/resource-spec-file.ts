import type { IConstruct } from 'constructs';
import type { Problems } from '../../core/problems';
import { PIPELINE_FILE_NAME } from './app-spec-kind';
import type { AppSpecKind, AppSpecPlatform, DeploymentTraits } from './app-spec-kind';
import { checkContainerSpec } from './container-rules';
import { checkFunctionSpec } from './function-rules';
import { SpecFileText } from './spec-file-text';

const RULES = { function: checkFunctionSpec, container: checkContainerSpec };

/** An AppSpec of a function or an ECS service that is a file of the user, in YAML or JSON. */
export class ResourceSpecFile implements AppSpecKind {
  public readonly fileName = PIPELINE_FILE_NAME;
  public readonly isWritten = false;
  public readonly text: string;
  private readonly file: SpecFileText;

  constructor(
    public readonly platform: AppSpecPlatform & keyof typeof RULES,
    path: string,
  ) {
    this.file = new SpecFileText(path);
    this.text = this.file.text;
  }

  public check(scope: IConstruct, problems: Problems, traits: DeploymentTraits): void {
    const opened = this.file.openMap(scope, problems, traits);
    if (opened !== undefined) RULES[this.platform](opened.context, opened.spec);
  }
}
