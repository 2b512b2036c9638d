import { ActionCategory } from 'aws-cdk-lib/aws-codepipeline';
import type { ActionConfig, Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { Action } from 'aws-cdk-lib/aws-codepipeline-actions';

/** What CodePipeline's own action for functions is told. */
export interface LambdaCodeActionProps {
  readonly actionName: string;
  readonly runOrder: number;
  readonly variablesNamespace: string;
  readonly input?: Artifact;
  readonly configuration: Readonly<Record<string, string>>;
}

/** CodePipeline's own action for functions, which aws-cdk-lib has no class for. */
export class LambdaCodeAction extends Action {
  constructor(private readonly props: LambdaCodeActionProps) {
    super({
      actionName: props.actionName,
      runOrder: props.runOrder,
      variablesNamespace: props.variablesNamespace,
      category: ActionCategory.DEPLOY,
      owner: 'AWS',
      provider: 'Lambda',
      version: '1',
      artifactBounds: { minInputs: 0, maxInputs: 1, minOutputs: 0, maxOutputs: 0 },
      inputs: props.input === undefined ? [] : [props.input],
    });
  }

  protected bound(): ActionConfig {
    return { configuration: this.props.configuration };
  }
}
