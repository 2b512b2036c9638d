/** What verifies releases and publishes, which is part of `PERMISSIONS`. */
export const VERIFICATION_PERMISSIONS = {
  /** What the action of aws-cdk-lib grants. */
  stateMachine: { actions: ['states:DescribeStateMachine', 'states:StartExecution'] },
  stateMachineExecution: {
    actions: ['states:DescribeExecution'],
    wildcard: 'CodePipeline names an execution by that of its action, which nobody knows before.',
  },
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html#edit-role-InspectorScan */
  inspectorScan: { actions: ['inspector-scan:ScanSbom'], wildcard: 'The action has no resource type.' },
  watchPipeline: { actions: ['codepipeline:GetPipelineExecution', 'codepipeline:StartPipelineExecution'] },
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html and what the action of aws-cdk-lib grants */
  imagePublish: {
    actions: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:CompleteLayerUpload',
      'ecr:DescribeRepositories',
      'ecr:GetDownloadUrlForLayer',
      'ecr:InitiateLayerUpload',
      'ecr:PutImage',
      'ecr:UploadLayerPart',
    ],
  },
  archiveObject: {
    actions: ['s3:AbortMultipartUpload', 's3:PutObject'],
    wildcard: 'What a variable of the pipeline says in the key is not known before.',
  },
} satisfies Record<string, { readonly actions: string[]; readonly wildcard?: string }>;
