import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { CodeBuildActionType } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Construct } from 'constructs';
import type { BuildSettings } from '../build/build-settings';
import { Problems } from '../core/problems';
import type { BuildPlace } from './build-action';
import { bindExisting, bindOwn } from './build-binding';
import type { BoundBuild } from './build-options';
import { NamedVerification } from './named-verification';
import { checkTarget, withTarget } from './target-variable';
import type { ExistingTestOptions, TestOptions } from './test-options';
import type { VerificationConfig, VerificationContext } from './verification-interface';

const KIND_OF_EXISTING = 'Verification.existing';

/** A test in a project of its own. */
export class TestVerification extends NamedVerification<TestOptions> {
  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    return bindTest(scope, context, 'Verification.test', this.verificationName, this.options, this.options.targetUrl);
  }
}

/** A test in a project that exists already. */
export class ExistingTest extends NamedVerification<ExistingTestOptions> {
  constructor(
    private readonly project: IProject,
    options: ExistingTestOptions,
  ) {
    super(options);
  }

  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const { targetUrl, variables, ...options } = this.options;
    const place = placeOf(KIND_OF_EXISTING, context, this.verificationName);
    const bound = bindExisting(scope, { ...context, input: context.artifact }, place, this.project, {
      ...options,
      variables: withTarget(variables, checkTarget(Problems.of(scope, KIND_OF_EXISTING), targetUrl)),
    });
    return configOf(bound);
  }
}

/** Binds a test with the settings of a build. */
export function bindTest(
  scope: Construct,
  context: VerificationContext,
  kind: string,
  name: string,
  settings: BuildSettings,
  targetUrl: string | undefined,
): VerificationConfig {
  const bound = bindOwn(scope, { ...context, input: context.artifact }, placeOf(kind, context, name), {
    ...settings,
    variables: withTarget(settings.variables, checkTarget(Problems.of(scope, kind), targetUrl)),
  });
  return configOf(bound);
}

function placeOf(kind: string, { stageName }: VerificationContext, actionName: string): BuildPlace {
  return { kind, actionName, type: CodeBuildActionType.TEST, projectSuffix: `${stageName}--${actionName}` };
}

/** CodeBuild follows a full clone by itself. */
function configOf({ action, permissions }: BoundBuild): VerificationConfig {
  return { actions: [action], permissions, takesFullClone: true };
}
