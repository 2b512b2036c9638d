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
  /** What templates of the CDK read by their rule `CheckBootstrapVersion`, and the CLI before it publishes. */
  bootstrapVersion: { actions: ['ssm:GetParameters'] },
  publishingVersion: { actions: ['ssm:GetParameter'] },
  bootstrapAssets: {
    actions: ['s3:GetObject'],
    wildcard: 'Assets are named by the hash of what is in them, in the bucket of the bootstrap alone.',
  },
  sessionTags: { actions: ['sts:TagSession'] },
  siteBucket: { actions: ['s3:GetBucketLocation', 's3:GetBucketVersioning'] },
  siteObjects: {
    actions: ['s3:AbortMultipartUpload', 's3:PutObject'],
    wildcard: 'The files of a site have the names that its build gives them.',
  },
  siteInvalidation: { actions: ['cloudfront:CreateInvalidation'] },
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html#action-reference-Commands-policy */
  actionLogs: {
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    wildcard: 'CodePipeline names the log streams, in the log group of this pipeline alone.',
  },
} satisfies Record<string, { readonly actions: string[]; readonly wildcard?: string }>;
