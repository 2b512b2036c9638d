/** What works with CodeGuru, which is part of `PERMISSIONS`. */
export const INSIGHT_PERMISSIONS = {
  /** https://docs.aws.amazon.com/codeguru/latest/profiler-ug/auth-and-access-control-iam-identity-based-access-control.html */
  profilerAgent: { actions: ['codeguru-profiler:ConfigureAgent', 'codeguru-profiler:PostAgentProfile'] },
  profilerSwitch: { actions: ['codeguru-profiler:UpdateProfilingGroup'] },
  agentParameter: { actions: ['ssm:GetParameter'] },
} satisfies Record<string, { readonly actions: string[]; readonly wildcard?: string }>;
