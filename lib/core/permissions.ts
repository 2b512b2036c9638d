import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import { CONTAINER_PERMISSIONS } from './container-permissions';
import { INSIGHT_PERMISSIONS } from './insight-permissions';
import { SERVER_PERMISSIONS } from './server-permissions';
import { BEANSTALK_PERMISSIONS } from './beanstalk-permissions';
import { FUNCTION_PERMISSIONS } from './function-permissions';
import { GRANT_PERMISSIONS } from './grant-permissions';
import { PACKAGE_PERMISSIONS } from './package-permissions';
import { PIPELINE_PERMISSIONS } from './pipeline-permissions';
import { STACK_PERMISSIONS } from './stack-permissions';
import { VERIFICATION_PERMISSIONS } from './verification-permissions';

/** What one kind of work needs on one kind of resource. */
export interface Permission {
  readonly actions: string[];

  /** Why a resource below has a `*`, where AWS leaves no other way. Such findings of cdk-nag are acknowledged. */
  readonly wildcard?: string;
}

const CUSTOM_ROLE = 'https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html';

const OWN_PROJECTS =
  'The projects of one pipeline, and nothing else, have names that begin so: one pattern keeps the policy short, whatever their number.';

/**
 * Everything that a role of this library may do, by the kind of resource that it does it on. Lists a provider are those of
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html and what the actions of aws-cdk-lib
 * grant; no action here is a pattern.
 */
export const PERMISSIONS = {
  artifactBucket: { actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'] },
  artifactRead: {
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    wildcard: 'CodePipeline chooses the keys of artifacts, below a prefix that is this pipeline alone.',
  },
  artifactReadWrite: {
    actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
    wildcard: 'CodePipeline chooses the keys of artifacts, below a prefix that is this pipeline alone.',
  },
  /** Sources of other accounts need it, as the action of aws-cdk-lib grants it there; the buckets take no ACL but that of their owner. */
  artifactAcl: {
    actions: ['s3:PutObjectAcl'],
    wildcard: 'CodePipeline chooses the keys of artifacts, below a prefix that is this pipeline alone.',
  },
  artifactKeyDecrypt: { actions: ['kms:Decrypt', 'kms:DescribeKey'] },
  artifactKey: {
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
  },
  codeCommitSource: {
    actions: [
      'codecommit:CancelUploadArchive',
      'codecommit:GetBranch',
      'codecommit:GetCommit',
      'codecommit:GetUploadArchiveStatus',
      'codecommit:UploadArchive',
    ],
  },
  codeCommitClone: { actions: ['codecommit:GetRepository'] },
  codeCommitPull: { actions: ['codecommit:GitPull'] },
  /** https://docs.aws.amazon.com/codecommit/latest/userguide/encryption.html asks for these of everybody who uses a repository. */
  repositoryKey: {
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
  },
  codeConnectionsUse: { actions: ['codeconnections:UseConnection'] },
  codeConnectionsToken: { actions: ['codeconnections:GetConnection', 'codeconnections:GetConnectionToken'] },
  codeStarConnectionsUse: { actions: ['codestar-connections:UseConnection'] },
  codeStarConnectionsToken: {
    actions: ['codestar-connections:GetConnection', 'codestar-connections:GetConnectionToken'],
  },
  sourceObject: {
    actions: ['s3:GetObject', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionTagging'],
  },
  sourceBucket: {
    actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
  },
  sourceImage: { actions: ['ecr:DescribeImages'] },
  startPipeline: { actions: ['codepipeline:StartPipelineExecution'] },
  codeBuildAction: {
    actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
    wildcard: OWN_PROJECTS,
  },
  lambdaInvokeAction: { actions: ['lambda:InvokeFunction'] },
  lambdaListFunctions: {
    actions: ['lambda:ListFunctions'],
    wildcard: `The action has no resource type, and the Lambda invoke action needs it: ${CUSTOM_ROLE}`,
  },
  approvalTopic: { actions: ['sns:Publish'] },
  topicKey: { actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
  buildLogs: {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    wildcard: 'CodeBuild names one log stream a build, below a prefix that is this project alone.',
  },
  buildReports: {
    actions: [
      'codebuild:BatchPutCodeCoverages',
      'codebuild:BatchPutTestCases',
      'codebuild:CreateReport',
      'codebuild:CreateReportGroup',
      'codebuild:UpdateReport',
    ],
    wildcard: 'CodeBuild creates the report groups that a buildspec names, below the name of this project.',
  },
  imagePull: {
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  },
  imagePullToken: { actions: ['ecr:GetAuthorizationToken'], wildcard: 'The action has no resource type.' },
  imagePush: {
    actions: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:CompleteLayerUpload',
      'ecr:GetDownloadUrlForLayer',
      'ecr:InitiateLayerUpload',
      'ecr:PutImage',
      'ecr:UploadLayerPart',
    ],
  },
  cacheObjects: {
    actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
    wildcard: 'CodeBuild chooses the keys of a cache, below a folder that is this project alone, or shared by name.',
  },
  buildBucket: { actions: ['s3:GetBucketAcl', 's3:GetBucketLocation'] },
  buildOutputObjects: {
    actions: ['s3:PutObject'],
    wildcard: 'CodeBuild names what it puts out by the build, below the name of this project.',
  },
  bucketKey: { actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
  logKey: {
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
  },
  buildNetwork: {
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ],
    wildcard:
      'CodeBuild asks for this before it knows the interface: ' +
      'https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html',
  },
  buildNetworkInterface: {
    actions: ['ec2:CreateNetworkInterfacePermission'],
    wildcard: 'CodeBuild makes the network interfaces of a build, in the subnets of the condition alone.',
  },
  batchBuilds: { actions: ['codebuild:RetryBuild', 'codebuild:StartBuild', 'codebuild:StopBuild'] },
  pullRequestMerge: { actions: ['codecommit:CreateUnreferencedMergeCommit', 'codecommit:GetPullRequest'] },
  pullRequestComment: { actions: ['codecommit:PostCommentForPullRequest'] },
  pullRequestApproval: { actions: ['codecommit:UpdatePullRequestApprovalState'] },
  pullRequestBuild: {
    actions: ['codebuild:BatchGetBuilds', 'codebuild:ListBuildsForProject', 'codebuild:StartBuild'],
  },
  retryBuild: { actions: ['codebuild:RetryBuild'] },
  startBuild: { actions: ['codebuild:StartBuild'] },
  codeBuildBatchAction: {
    actions: ['codebuild:BatchGetBuildBatches', 'codebuild:StartBuildBatch', 'codebuild:StopBuildBatch'],
    wildcard: OWN_PROJECTS,
  },
  assumeRole: { actions: ['sts:AssumeRole'] },
  secretValue: { actions: ['secretsmanager:GetSecretValue'] },
  parameterValue: { actions: ['ssm:GetParameters'] },
  variableKey: { actions: ['kms:Decrypt'] },
  approvalRuleTemplates: {
    actions: [
      'codecommit:CreateApprovalRuleTemplate',
      'codecommit:DeleteApprovalRuleTemplate',
      'codecommit:GetApprovalRuleTemplate',
      'codecommit:ListRepositoriesForApprovalRuleTemplate',
      'codecommit:UpdateApprovalRuleTemplateContent',
      'codecommit:UpdateApprovalRuleTemplateDescription',
      'codecommit:UpdateApprovalRuleTemplateName',
    ],
    wildcard: 'The actions have no resource type.',
  },
  approvalRuleAssociation: { actions: ['codecommit:BatchAssociateApprovalRuleTemplateWithRepositories'] },
  approvalRuleDisassociation: {
    actions: ['codecommit:BatchDisassociateApprovalRuleTemplateFromRepositories'],
    wildcard: 'A repository that left a rule is in no policy any more when the rule leaves it.',
  },
  handlerLogs: {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    wildcard: 'Lambda names the log streams of a function.',
  },
  pipelineJobResult: {
    actions: ['codepipeline:PutJobFailureResult', 'codepipeline:PutJobSuccessResult'],
    wildcard: 'The actions have no resource type.',
  },
  functionRelease: {
    actions: [
      'lambda:GetAlias',
      'lambda:GetFunctionConfiguration',
      'lambda:PublishVersion',
      'lambda:UpdateFunctionCode',
    ],
    wildcard: 'Each release publishes a version, whose number is not known before.',
  },
  deploymentGroup: {
    actions: [
      'codedeploy:BatchGetDeployments',
      'codedeploy:CreateDeployment',
      'codedeploy:GetDeployment',
      'codedeploy:ListDeployments',
    ],
  },
  deploymentApplication: { actions: ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'] },
  deploymentConfiguration: { actions: ['codedeploy:GetDeploymentConfig'] },
  functionTraffic: {
    actions: ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
    wildcard: 'Each release publishes a version, whose number is not known before.',
  },
  deploymentAlarms: { actions: ['cloudwatch:DescribeAlarms'] },
  ...SERVER_PERMISSIONS,
  passRole: { actions: ['iam:PassRole'] },
  ...BEANSTALK_PERMISSIONS,
  ...FUNCTION_PERMISSIONS,
  ...STACK_PERMISSIONS,
  ...GRANT_PERMISSIONS,
  ...PIPELINE_PERMISSIONS,
  ...CONTAINER_PERMISSIONS,
  ...VERIFICATION_PERMISSIONS,
  ...PACKAGE_PERMISSIONS,
  ...INSIGHT_PERMISSIONS,
} satisfies Record<string, Permission>;

const wildcardReasons = new WeakMap<PolicyStatement, string>();

/** One statement: a kind of permission on resources, under conditions. */
export function allow(permission: Permission, resources: string[], conditions?: Conditions): PolicyStatement {
  if (conditions === undefined && permission.actions.some((action) => action.startsWith('iam:'))) {
    throw new Error(`${permission.actions.join(', ')} needs a condition: the service that it is for`);
  }
  const statement = new PolicyStatement({ actions: permission.actions, resources, conditions });
  if (permission.wildcard !== undefined) wildcardReasons.set(statement, permission.wildcard);
  return statement;
}

/** Why AWS forces a `*` in the resources of a statement, where it does. */
export function wildcardReason(statement: PolicyStatement): string | undefined {
  return wildcardReasons.get(statement);
}

/** Use of a key through one service only. */
export function throughService(
  service: string,
  region: string,
  urlSuffix: string,
): Record<string, Record<string, string>> {
  return { StringEquals: { 'kms:ViaService': `${service}.${region}.${urlSuffix}` } };
}
