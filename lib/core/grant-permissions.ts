/** What people, machines and other accounts may be let do with a pipeline, which is part of `PERMISSIONS`. */
export const GRANT_PERMISSIONS = {
  readPipeline: {
    actions: [
      'codepipeline:GetPipeline',
      'codepipeline:GetPipelineExecution',
      'codepipeline:GetPipelineState',
      'codepipeline:ListActionExecutions',
      'codepipeline:ListPipelineExecutions',
      'codepipeline:ListRuleExecutions',
      'codepipeline:ListTagsForResource',
    ],
  },
  stopPipeline: { actions: ['codepipeline:StopPipelineExecution'] },
  retryStage: { actions: ['codepipeline:RetryStageExecution'] },
  rollBackStage: { actions: ['codepipeline:RollbackStage'] },
  holdStage: { actions: ['codepipeline:DisableStageTransition', 'codepipeline:EnableStageTransition'] },
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html */
  accessKey: { actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'] },
  overrideCondition: { actions: ['codepipeline:OverrideStageCondition'] },
} satisfies Record<string, { readonly actions: string[] }>;
