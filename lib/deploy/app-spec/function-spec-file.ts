import type { IConstruct } from 'constructs';
import type { Problems } from '../../core/problems';
import { PIPELINE_FILE_NAME } from './app-spec-kind';
import type { AppSpecKind, DeploymentTraits } from './app-spec-kind';
import { checkFunctionSpec } from './function-rules';
import { SpecFileText } from './spec-file-text';

/** An AppSpec of a function that is a file of the user, in YAML or JSON. */
export class FunctionSpecFile implements AppSpecKind {
  public readonly platform = 'function';
  public readonly fileName = PIPELINE_FILE_NAME;
  public readonly isWritten = false;
  public readonly text: string;
  private readonly file: SpecFileText;

  constructor(path: string) {
    this.file = new SpecFileText(path);
    this.text = this.file.text;
  }

  public check(scope: IConstruct, problems: Problems, traits: DeploymentTraits): void {
    const opened = this.file.openMap(scope, problems, traits);
    if (opened !== undefined) checkFunctionSpec(opened.context, opened.spec);
  }
}
