import { variablesNamespace } from '../core/artifact';

/**
 * What a release tells the actions that come after it: the outputs of a stack, or the version of a function. CodePipeline puts the values in when
 * the later action starts.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export class TargetVariables {
  /**
   * The variables of a deployment target.
   *
   * @param stageName the stage that the target is in.
   * @param targetName the name of the target.
   */
  public static of(stageName: string, targetName: string): TargetVariables {
    return new TargetVariables(variablesNamespace(stageName, targetName));
  }

  private constructor(private readonly namespace: string) {}

  /**
   * One of them, for the parameters of a later stack, the variables of a later build, and the like.
   *
   * @param name the name of an output of a stack; `FunctionVersion` of a function, and `DeploymentId` where CodeDeploy releases it.
   */
  public named(name: string): string {
    return `#{${this.namespace}.${name}}`;
  }
}
