/** What works with conditions, transitions and approvals of a pipeline, which is part of `PERMISSIONS`. */
export const PIPELINE_PERMISSIONS = {
  ruleAlarm: { actions: ['cloudwatch:DescribeAlarms'] },
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CodeBuild.html#rule-reference-Commands-policy */
  ruleProject: { actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild'] },
  stageTransition: { actions: ['codepipeline:DisableStageTransition', 'codepipeline:EnableStageTransition'] },
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html */
  approve: { actions: ['codepipeline:PutApprovalResult'] },
  lookAtPipeline: {
    actions: ['codepipeline:GetPipeline', 'codepipeline:GetPipelineExecution', 'codepipeline:GetPipelineState'],
  },
} satisfies Record<string, { readonly actions: string[]; readonly wildcard?: string }>;
