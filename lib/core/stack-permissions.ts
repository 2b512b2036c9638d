/** What works with stacks and sites, which is part of `PERMISSIONS`. */
export const STACK_PERMISSIONS = {
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html and the actions of aws-cdk-lib */
  stackState: {
    actions: ['cloudformation:DescribeStacks'],
    wildcard: 'The ARN of a stack ends with an id that nobody knows before; its name is exact.',
  },
  stackChangeSet: {
    actions: [
      'cloudformation:CreateChangeSet',
      'cloudformation:DeleteChangeSet',
      'cloudformation:DescribeChangeSet',
      'cloudformation:ExecuteChangeSet',
    ],
    wildcard:
      'The ARN of a stack ends with an id that nobody knows before; its name is exact, and so is that of the change set.',
  },
} satisfies Record<string, { readonly actions: string[]; readonly wildcard?: string }>;
