const QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';

/** Figures of IAM, which are part of `LIMITS`. */
export const IDENTITY_LIMITS = {
  managedPolicyName: {
    min: 1,
    max: 128,
    pattern: /^[\w+=,.@-]+$/,
    allowed: 'letters, digits and _ + = , . @ -',
    url: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html',
  },
  managedPolicyLength: {
    min: 1,
    max: 6144,
    unit: 'characters',
    url: QUOTAS,
  },

  /** What the quota can be raised to: 20 has been named, and later 25, of which the higher one refuses. */
  managedPoliciesOfRole: { min: 0, max: 25, unit: 'managed policies', url: QUOTAS },
  managedPoliciesOfRoleUnraised: { min: 0, max: 10, unit: 'managed policies', url: QUOTAS },
};
