import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import type { Construct } from 'constructs';
import { checkGiven, checkLiteralName, checkOneOf, checkStruct } from '../core/checks';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import type { LoadTestOptions } from './load-test-options';
import { checkMaximums, compareWithMaximums, MAXIMUMS_REPORT } from './maximums';
import { NamedVerification } from './named-verification';
import { bindTest } from './test-verification';
import type { VerificationConfig, VerificationContext } from './verification-interface';

const KIND = 'Verification.loadTest';

/** A load test in a build of its own, with the image of the user. */
export class LoadTest extends NamedVerification<LoadTestOptions> {
  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, KIND);
    const { image, commands, targetUrl, computeType, variables, network, timeout } = this.options;
    checkGiven(problems, 'image', image, 'given');
    checkGiven(problems, 'targetUrl', targetUrl, 'given');
    const maximums = checkMaximums(problems, this.options.maximums ?? undefined);
    const resultsFile = this.resultsFile(problems, maximums !== undefined);
    const reports = checkStruct(problems, 'reports', this.options.reports ?? undefined);
    const settings = {
      variables,
      network,
      timeout,
      environment: {
        buildImage: image,
        computeType:
          checkOneOf(problems, 'computeType', computeType ?? undefined, ComputeType, 'ComputeType') ??
          ComputeType.MEDIUM,
      },
      phases: {
        main: commands,
        // After the commands also where they fail, so that there is a report in any case.
        postBuild: maximums && [compareWithMaximums(maximums, resultsFile)],
      },
      reports: maximums === undefined ? reports : { ...reports, maximums: MAXIMUMS_REPORT },
    };
    return bindTest(scope, context, KIND, this.verificationName, settings, targetUrl);
  }

  private resultsFile(problems: Problems, hasMaximums: boolean): string {
    const given = this.options.resultsFile ?? undefined;
    if (given !== undefined && !hasMaximums) {
      problems.add('resultsFile', 'must not be given without maximums', { cure: 'say what the figures may be' });
    }
    return checkLiteralName(problems, 'resultsFile', given, LIMITS.outputPath) ?? 'load-test.json';
  }
}
