import { CONTAINER_LIMITS } from './container-limits';
import { SERVER_LIMITS } from './server-limits';
import { BEANSTALK_LIMITS } from './beanstalk-limits';
import { FUNCTION_LIMITS } from './function-limits';
import { IDENTITY_LIMITS } from './identity-limits';
import { ORGANIZATION_LIMITS } from './organization-limits';
import { PIPELINE_LIMITS } from './pipeline-limits';
import { PACKAGE_LIMITS } from './package-limits';
import { INSIGHT_LIMITS } from './insight-limits';
import { STACK_LIMITS } from './stack-limits';
import { VERIFICATION_LIMITS } from './verification-limits';

const CODEPIPELINE = 'https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html';
const CODEPIPELINE_API = 'https://docs.aws.amazon.com/codepipeline/latest/APIReference';
const CODEBUILD_API = 'https://docs.aws.amazon.com/codebuild/latest/APIReference';
const CODEDEPLOY = 'https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html';
const CODECOMMIT = 'https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html';

/** Bounds of a number, both included. */
export interface RangeLimit {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly url: string;
}

/** What a name may look like. `allowed` says the pattern in words, for messages. */
export interface NameLimit {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  readonly allowed: string;
  readonly url: string;
}

/** Every figure of AWS that a check compares with, with the page that gives it. */
export const LIMITS = {
  pipelineName: {
    min: 1,
    max: 100,
    pattern: /^[A-Za-z0-9.@\-_]+$/,
    allowed: 'letters, digits and . @ - _',
    url: `${CODEPIPELINE_API}/API_PipelineDeclaration.html`,
  },
  stageName: {
    min: 1,
    max: 100,
    pattern: /^[A-Za-z0-9.@\-_]+$/,
    allowed: 'letters, digits and . @ - _',
    url: `${CODEPIPELINE_API}/API_StageDeclaration.html`,
  },
  actionName: {
    min: 1,
    max: 100,
    pattern: /^[A-Za-z0-9.@\-_]+$/,
    allowed: 'letters, digits and . @ - _',
    url: `${CODEPIPELINE_API}/API_ActionDeclaration.html`,
  },
  stagesPerPipeline: { min: 2, max: 50, unit: 'stages', url: CODEPIPELINE },
  actionsPerStage: { min: 1, max: 50, unit: 'actions', url: CODEPIPELINE },
  actionConfigurationValue: { min: 1, max: 1000, unit: 'characters', url: CODEPIPELINE },
  approvalTimeout: { min: 5, max: 86400, unit: 'minutes', url: `${CODEPIPELINE_API}/API_ActionDeclaration.html` },
  approvalTimeoutDefault: { min: 10080, max: 10080, unit: 'minutes', url: CODEPIPELINE },
  artifactExpiration: {
    min: 1,
    max: 3650,
    unit: 'days',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html',
  },
  bucketName: {
    min: 3,
    max: 63,
    pattern: /^(?!\d+(?:\.\d+){3}$)(?!.*\.\.)[a-z0-9][a-z0-9.-]*[a-z0-9]$/,
    allowed: 'lower-case letters, digits, . and -, a letter or digit at both ends, not like an IP address',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
  },
  projectName: {
    min: 2,
    max: 150,
    pattern: /^[A-Za-z0-9][A-Za-z0-9\-_]*$/,
    allowed: 'letters, digits, - and _, a letter or digit first',
    url: `${CODEBUILD_API}/API_CreateProject.html`,
  },
  buildTimeout: { min: 5, max: 2160, unit: 'minutes', url: `${CODEBUILD_API}/API_CreateProject.html` },
  reportGroupName: {
    min: 2,
    max: 128,
    pattern: /^[A-Za-z0-9][A-Za-z0-9\-_]*$/,
    allowed: 'letters, digits, - and _, a letter or digit first',
    url: `${CODEBUILD_API}/API_CreateReportGroup.html`,
  },
  reportsPerProject: {
    min: 0,
    max: 5,
    unit: 'reports',
    url: 'https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html',
  },
  variableName: {
    min: 1,
    max: 256,
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    allowed: 'letters, digits and _, no digit first',
    url: 'https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html',
  },
  parameterName: {
    min: 1,
    max: 1011,
    pattern: /^(?:\/[A-Za-z0-9_.\-/]+|[A-Za-z0-9_.-]+)$/,
    allowed: 'letters, digits and _ . - /, with a / first where there is one',
    url: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html',
  },
  codeDeployName: {
    min: 1,
    max: 100,
    pattern: /^[A-Za-z0-9+=,.@_-]+$/,
    allowed: 'letters, digits and + = , . @ _ -',
    url: CODEDEPLOY,
  },
  trafficPercentage: { min: 1, max: 99, unit: 'percent', url: CODEDEPLOY },
  trafficInterval: { min: 1, max: 2880, unit: 'minutes', url: CODEDEPLOY },
  releaseInPipeline: { min: 0, max: 1380, unit: 'minutes', url: CODEPIPELINE },
  alarmsPerDeploymentGroup: {
    min: 0,
    max: 50,
    unit: 'alarms',
    url: 'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AlarmConfiguration.html',
  },
  alarmsPerDeploymentGroupDocumented: {
    min: 0,
    max: 10,
    unit: 'alarms',
    url: 'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AlarmConfiguration.html',
  },
  lifecycleEventTimeout: {
    min: 1,
    max: 3600,
    unit: 'seconds',
    url: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html',
  },
  aliasName: {
    min: 1,
    max: 128,
    pattern: /^(?!\d+$)[A-Za-z0-9\-_]+$/,
    allowed: 'letters, digits, - and _, not digits alone',
    url: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html',
  },
  repositoryName: {
    min: 1,
    max: 100,
    pattern: /^(?!.*\.git$)[\w.-]+$/,
    allowed: 'letters, digits and . _ -, not ending in .git',
    url: CODECOMMIT,
  },
  repositoryDescription: { min: 0, max: 1000, unit: 'characters', url: CODECOMMIT },
  branchName: {
    min: 1,
    max: 256,
    pattern: /^(?!\/|refs\/heads\/)(?!.*(\/\/|\.\.|@\{|\\))[^\s~^:?*[\p{Cc}]+(?<![/.])$/u,
    allowed: 'what Git allows, without wildcards and without refs/heads/',
    url: 'https://git-scm.com/docs/git-check-ref-format',
  },
  approvals: {
    min: 1,
    max: 50,
    unit: 'approvals',
    url: 'https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html',
  },
  approvalPool: { min: 0, max: 50, unit: 'approvers', url: CODECOMMIT },
  approvalBranches: { min: 0, max: 100, unit: 'branches', url: CODECOMMIT },
  approvalRuleName: {
    min: 1,
    max: 100,
    pattern: /^[^\p{Cc}]+$/u,
    allowed: 'any character but control characters',
    url: CODECOMMIT,
  },
  approvalRuleDescription: { min: 0, max: 400, unit: 'characters', url: CODECOMMIT },
  approvalRuleContent: { min: 1, max: 3000, unit: 'characters', url: CODECOMMIT },
  repositoryTriggers: { min: 0, max: 10, unit: 'triggers', url: CODECOMMIT },
  triggerBranches: { min: 0, max: 10, unit: 'branches', url: CODECOMMIT },
  triggerName: {
    min: 1,
    max: 100,
    pattern: /^[^\s,]+$/,
    allowed: 'any character but spaces and commas',
    url: CODECOMMIT,
  },
  triggerData: { min: 0, max: 1000, unit: 'characters', url: CODECOMMIT },
  protectedBranch: {
    min: 1,
    max: 256,
    pattern: /^(?!\/|refs\/)(?!.*(\/\/|\.\.|@\{|\\))[^\s~^:?[<>\p{Cc}]+(?<![/.])$/u,
    allowed: 'what Git allows, with * for any characters, and without refs/heads/, < and >',
    url: 'https://git-scm.com/docs/git-check-ref-format',
  },
  connectionName: {
    min: 1,
    max: 32,
    pattern: /^[\s\S]+$/,
    allowed: 'any character',
    url: 'https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html',
  },
  triggerFilters: { min: 0, max: 3, unit: 'filters', url: `${CODEPIPELINE_API}/API_GitConfiguration.html` },
  triggerPatterns: {
    min: 0,
    max: 8,
    unit: 'patterns',
    url: `${CODEPIPELINE_API}/API_GitBranchFilterCriteria.html`,
  },
  triggerPattern: {
    min: 1,
    max: 255,
    unit: 'characters',
    url: `${CODEPIPELINE_API}/API_GitBranchFilterCriteria.html`,
  },
  objectKey: {
    min: 1,
    max: 1000,
    pattern: /^(?!\/)[^*?\p{Cc}]+$/u,
    allowed: 'any character but * and ?, no / first',
    url: CODEPIPELINE,
  },
  imageTag: {
    min: 1,
    max: 128,
    pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/,
    allowed: 'letters, digits and _ . -, no . or - first',
    url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
  },
  checkName: {
    min: 1,
    max: 100,
    pattern: /^[^\p{Cc}`<>]+$/u,
    allowed: 'any character but control characters, backquotes, < and >',
    url: 'https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html',
  },
  eventPattern: {
    min: 1,
    max: 2048,
    unit: 'characters',
    url: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
  },
  containerName: {
    min: 1,
    max: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    allowed: 'letters, digits, - and _',
    url: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
  },
  imageRepositoryName: {
    min: 2,
    max: 256,
    pattern: /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
    allowed: 'lower-case letters, digits and single . _ - /, a letter or digit at both ends',
    url: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html',
  },
  outputPath: {
    min: 1,
    max: 255,
    pattern: /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[A-Za-z0-9_.@+/-]*[A-Za-z0-9_]$/,
    allowed: 'letters, digits and _ . @ + - /, below the root, not ending in / or .',
    url: 'https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html',
  },
  outputText: {
    min: 1,
    max: 65536,
    unit: 'characters',
    url: 'https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html',
  },
  queuedTimeout: { min: 5, max: 480, unit: 'minutes', url: `${CODEBUILD_API}/API_CreateProject.html` },
  concurrentBuilds: { min: 1, max: 100000, unit: 'builds', url: `${CODEBUILD_API}/API_CreateProject.html` },
  buildRetries: { min: 0, max: 10, unit: 'retries', url: `${CODEBUILD_API}/API_CreateProject.html` },
  batchBuilds: { min: 1, max: 100, unit: 'builds', url: `${CODEBUILD_API}/API_BatchRestrictions.html` },
  cloneDepth: { min: 0, max: 1000000, unit: 'commits', url: `${CODEBUILD_API}/API_ProjectSource.html` },
  statusContext: { min: 1, max: 255, unit: 'characters', url: `${CODEBUILD_API}/API_BuildStatusConfig.html` },
  buildSubnets: { min: 1, max: 16, unit: 'subnets', url: `${CODEBUILD_API}/API_VpcConfig.html` },
  buildSecurityGroups: { min: 1, max: 5, unit: 'security groups', url: `${CODEBUILD_API}/API_VpcConfig.html` },
  ...SERVER_LIMITS,
  ...BEANSTALK_LIMITS,
  ...FUNCTION_LIMITS,
  ...STACK_LIMITS,
  ...ORGANIZATION_LIMITS,
  ...IDENTITY_LIMITS,
  ...PIPELINE_LIMITS,
  ...CONTAINER_LIMITS,
  ...VERIFICATION_LIMITS,
  ...PACKAGE_LIMITS,
  ...INSIGHT_LIMITS,
} satisfies Record<string, RangeLimit | NameLimit>;
