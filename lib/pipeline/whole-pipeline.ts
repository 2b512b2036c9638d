import { Annotations } from 'aws-cdk-lib';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import { checkRange } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';

/** Sources that take the latest revision when an action starts, whatever the event was that started the run. */
const LATEST = ['CodeCommit', 'S3', 'ECR'];

/** Warns of runs side by side whose sources cannot tell them apart. */
export function warnOfLatestRevisions(scope: Construct, pipeline: Pipeline): void {
  const providers = pipeline.stages[0]?.actions.map(({ actionProperties }) => actionProperties.provider) ?? [];
  if (!providers.some((provider) => LATEST.includes(provider))) return;
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:parallelTakesLatestRevision',
    'In PARALLEL mode a CodeCommit, S3 or ECR source takes the latest revision, not the one that started the run ' +
      '(https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html)',
  );
}

/** The actions of a whole pipeline: AWS' pages give two figures, of which the higher one refuses. */
export function checkCounts(scope: Construct, problems: Problems, pipeline: Pipeline): void {
  const count = pipeline.stages.reduce((sum, { actions }) => sum + actions.length, 0);
  if (count > LIMITS.actionsPerPipeline.max) checkRange(problems, 'stages', count, LIMITS.actionsPerPipeline);
  else if (count > LIMITS.actionsPerPipelineBefore.max) {
    Annotations.of(scope).addWarningV2(
      'cdk-delivery:manyActions',
      `The pipeline has ${count} actions: AWS has named ${LIMITS.actionsPerPipelineBefore.max} as the most, and later ` +
        `${LIMITS.actionsPerPipeline.max}. Use several pipelines, of which one starts another: PipelineStart.pipelineSuccess`,
    );
  }
}
