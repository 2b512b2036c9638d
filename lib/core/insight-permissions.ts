/** What works with CodeGuru, which is part of `PERMISSIONS`. */
export const INSIGHT_PERMISSIONS = {
  /** https://docs.aws.amazon.com/codeguru/latest/profiler-ug/auth-and-access-control-iam-identity-based-access-control.html */
  profilerAgent: { actions: ['codeguru-profiler:ConfigureAgent', 'codeguru-profiler:PostAgentProfile'] },
  profilerSwitch: { actions: ['codeguru-profiler:UpdateProfilingGroup'] },
  /** https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/auth-and-access-control-permissions-reference.html */
  reviewerReview: {
    actions: [
      'codeguru-reviewer:CreateCodeReview',
      'codeguru-reviewer:DescribeCodeReview',
      'codeguru-reviewer:ListRecommendations',
    ],
    wildcard: 'CodeGuru Reviewer names its reviews, below the association that they are of.',
  },
  agentParameter: { actions: ['ssm:GetParameter'] },
} satisfies Record<string, { readonly actions: string[]; readonly wildcard?: string }>;
