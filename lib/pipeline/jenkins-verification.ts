import { JenkinsAction, JenkinsActionType } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IJenkinsProvider } from 'aws-cdk-lib/aws-codepipeline-actions';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Construct } from 'constructs';
import { checkGiven, checkName } from '../core/checks';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { NamedVerification } from './named-verification';
import type { VerificationConfig, VerificationContext } from './verification-interface';
import type { VerificationOptions } from './verification-options';

/**
 * A job of Jenkins.
 */
export interface JenkinsOptions extends VerificationOptions {
  /**
   * The name of the job in Jenkins, 1 to 100 characters.
   */
  readonly projectName: string;
}

/** Runs a job of Jenkins, whose plugin polls CodePipeline. */
export class JenkinsVerification extends NamedVerification<JenkinsOptions> {
  constructor(
    private readonly provider: IJenkinsProvider | undefined,
    options: JenkinsOptions,
  ) {
    super(options);
  }

  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, 'Verification.jenkins');
    const projectName = checkName(
      problems,
      'projectName',
      checkGiven(problems, 'projectName', this.options.projectName, 'given'),
      LIMITS.jenkinsProject,
    );
    const { provider, verificationName: actionName } = this;
    const { runOrder } = context;
    if (typeof provider?.providerName !== 'string' || typeof provider._registerTestProvider !== 'function') {
      problems.add('provider', 'must be a provider of Jenkins', { got: provider, cure: 'use JenkinsProvider' });
      return { actions: [new ManualApprovalAction({ actionName, runOrder })] };
    }
    const action = new JenkinsAction({
      actionName,
      runOrder,
      inputs: [context.artifacts.input(context.artifact)],
      jenkinsProvider: provider,
      projectName: projectName ?? 'missing',
      type: JenkinsActionType.TEST,
    });
    return { actions: [action] };
  }
}
