import { ActionCategory } from 'aws-cdk-lib/aws-codepipeline';
import type { ActionConfig, Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { Action } from 'aws-cdk-lib/aws-codepipeline-actions';

/** What an action of CodePipeline that deploys is told. */
export interface DeployActionProps {
  readonly actionName: string;
  readonly runOrder: number;
  readonly provider: string;
  readonly variablesNamespace: string;
  readonly input?: Artifact;
  readonly configuration: Readonly<Record<string, string | undefined>>;
}

/** An action of CodePipeline's own that deploys, where aws-cdk-lib has no class, or one that takes more than names. */
export class DeployAction extends Action {
  constructor(private readonly props: DeployActionProps) {
    super({
      actionName: props.actionName,
      runOrder: props.runOrder,
      variablesNamespace: props.variablesNamespace,
      category: ActionCategory.DEPLOY,
      provider: props.provider,
      artifactBounds: { minInputs: 0, maxInputs: 1, minOutputs: 0, maxOutputs: 0 },
      inputs: props.input === undefined ? [] : [props.input],
    });
  }

  protected bound(): ActionConfig {
    return { configuration: this.props.configuration };
  }
}
