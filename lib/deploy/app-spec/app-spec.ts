import type { IConstruct } from 'constructs';
import { declaredText } from '../../core/artifact';
import type { DeliveryArtifact } from '../../core/artifact';
import type { Problems } from '../../core/problems';
import type { AppSpecKind, DeploymentTraits } from './app-spec-kind';
import type { LambdaAppSpecProps } from './function-props';
import { FunctionSpec } from './function-spec';
import { ResourceSpecFile } from './resource-spec-file';
import type { EcsAppSpecProps } from './container-props';
import { ContainerSpec } from './container-spec';
import type { AppSpecFileOptions, ServerAppSpecProps } from './server-props';
import { ServerSpec } from './server-spec';
import { APP_SPEC_FILE_NAME, ServerSpecFile } from './server-spec-file';

/** How messages call what a deployment is of. */
const PLATFORMS = { server: 'servers', function: 'Lambda functions', container: 'ECS services' };

/**
 * What CodeDeploy does with a bundle: which files go where, and which scripts run when. What its agent would refuse, or would
 * take for something else than it looks like, is reported when the app is synthesized, by the deployment that the AppSpec is
 * given to.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html
 */
export class AppSpec {
  /**
   * Written from props, for servers: EC2 or on-premises.
   *
   * @param props what is copied and what runs.
   */
  public static forServer(props: ServerAppSpecProps): AppSpec {
    return new AppSpec(new ServerSpec(props));
  }

  /**
   * A file of yours, for servers. It is read when the app is synthesized. Reported are a file that cannot be read, YAML that is not
   * valid, and scripts that are not in the bundle or have the line ends of Windows on Linux.
   *
   * @param path the file, called `appspec.yml` unless the options say where it goes. A relative path begins at the folder in
   * which the app is run.
   * @param options how the file lies to its bundle.
   */
  public static fromFile(path: string, options?: AppSpecFileOptions): AppSpec {
    return new AppSpec(new ServerSpecFile(path, options));
  }

  /**
   * Written from props, for one release of a Lambda function: for a deployment that you make by hand. A pipeline writes its own.
   *
   * @param props the function, its alias and its versions.
   */
  public static forLambda(props: LambdaAppSpecProps): AppSpec {
    return new AppSpec(new FunctionSpec(props));
  }

  /**
   * A file of yours, for a Lambda function, in YAML or JSON. It is read when the app is synthesized; `LambdaDeployment.checkAppSpec` checks it.
   *
   * @param path the file. A relative path begins at the folder in which the app is run.
   */
  public static fromLambdaFile(path: string): AppSpec {
    return new AppSpec(new ResourceSpecFile('function', path));
  }

  /**
   * Written from props, for an ECS service.
   *
   * @param props the container that gets traffic, and the functions that are invoked.
   */
  public static forEcs(props: EcsAppSpecProps): AppSpec {
    return new AppSpec(new ContainerSpec(props));
  }

  /**
   * A file of yours, for an ECS service, in YAML or JSON. It is read when the app is synthesized, and its hooks, container and port are checked.
   *
   * @param path the file. A relative path begins at the folder in which the app is run.
   */
  public static fromEcsFile(path: string): AppSpec {
    return new AppSpec(new ResourceSpecFile('container', path));
  }

  /**
   * The text of the file: as it is, or as it is written from the props, the same for the same props. Empty where there is nothing that
   * can be read, which is reported.
   */
  public readonly content: string;

  /**
   * What the file must be called at the root of the bundle: `appspec.yml`, and for an ECS service `appspec.yaml`. For a function, whose AppSpec is in no
   * bundle, `appspec.yaml`.
   */
  public readonly fileName: string;

  private constructor(private readonly kind: AppSpecKind) {
    this.content = kind.text;
    this.fileName = kind.fileName ?? APP_SPEC_FILE_NAME;
  }

  /**
   * Reports an artifact that does not have it, where it was written from props.
   *
   * @internal
   */
  public _checkArtifact(problems: Problems, artifact: DeliveryArtifact): void {
    if (!this.kind.isWritten || declaredText(artifact, this.fileName) === this.content) return;
    problems.add('artifact', `must have the ${this.fileName} that the appSpec of the deployment writes`, {
      got: `the output of ${artifact.producer}`,
      cure: 'give its build additionalFiles: { [appSpec.fileName]: appSpec.content }',
    });
  }

  /**
   * Reports everything that is wrong with it, for a deployment.
   *
   * @internal
   */
  public _check(scope: IConstruct, problems: Problems, traits: DeploymentTraits): void {
    if (this.kind.platform !== traits.platform) {
      problems.add('', `must be an AppSpec of ${PLATFORMS[traits.platform]}`, {
        cure: `this one is of ${PLATFORMS[this.kind.platform]}`,
      });
      return;
    }
    this.kind.check(scope, problems, traits);
  }
}
