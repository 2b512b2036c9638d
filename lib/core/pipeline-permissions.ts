/** What works with conditions and approvals of a pipeline, which is part of `PERMISSIONS`. */
export const PIPELINE_PERMISSIONS = {
  ruleAlarm: { actions: ['cloudwatch:DescribeAlarms'] },
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CodeBuild.html#rule-reference-Commands-policy */
  ruleProject: { actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild'] },
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html */
  approve: { actions: ['codepipeline:PutApprovalResult'] },
} satisfies Record<string, { readonly actions: string[]; readonly wildcard?: string }>;
