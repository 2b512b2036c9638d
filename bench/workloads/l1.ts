import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnFunction, CfnVersion } from 'aws-cdk-lib/aws-lambda';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { APPLICATION_ACTIONS, BRANCH, COMMANDS, HANDLER, PARAMETER, SECRET } from '../workload';
import type { Names, Workload } from '../workload';

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: string[];
  readonly Resource: string[];
}

const BUCKET_NAME = 'pipeline-artifacts';
const ROLLBACK = { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] };

/** By the bare resources of CloudFormation, as short as they can be written: one bucket for all pipelines, policies inside of the roles. */
export const l1: Workload = {
  shared: (app) => {
    const stack = new Stack(app, 'Shared');
    const bucket = new CfnBucket(stack, 'Artifacts', { bucketName: BUCKET_NAME });
    new CfnOutput(stack, 'Bucket', { value: bucket.ref });
  },

  add: (stack, names) => {
    addFunction(stack);
    const project = addProject(stack, names);
    const pipeline = addPipeline(stack, names, project.ref);
    const start = allow(['codepipeline:StartPipelineExecution'], [arn(stack, 'codepipeline', pipeline.ref)]);
    new CfnRule(stack, 'Rule', {
      eventPattern: {
        source: ['aws.codecommit'],
        resources: [arn(stack, 'codecommit', names.repository)],
        'detail-type': ['CodeCommit Repository State Change'],
        detail: { event: ['referenceCreated', 'referenceUpdated'], referenceName: [BRANCH] },
      },
      targets: [
        {
          id: 'Pipeline',
          arn: arn(stack, 'codepipeline', pipeline.ref),
          roleArn: role(stack, 'StartRole', 'events', [start]).attrArn,
        },
      ],
    });
  },
};

function addFunction(stack: Stack): void {
  const target = new CfnFunction(stack, 'Function', {
    code: { zipFile: HANDLER },
    handler: 'index.handler',
    runtime: 'nodejs22.x',
    role: role(stack, 'FunctionRole', 'lambda', [allow(['logs:PutLogEvents'], [arn(stack, 'logs', '*')])]).attrArn,
  });
  const version = new CfnVersion(stack, 'Version', { functionName: target.ref });
  const errors = new CfnAlarm(stack, 'Errors', {
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    evaluationPeriods: 1,
    metricName: 'Errors',
    namespace: 'AWS/Lambda',
    period: 300,
    statistic: 'Sum',
    threshold: 1,
    dimensions: [{ name: 'FunctionName', value: target.ref }],
  });
  const application = new CfnApplication(stack, 'Application', { computePlatform: 'Lambda' });
  const actions = ['lambda:UpdateAlias', 'lambda:GetAlias', 'cloudwatch:DescribeAlarms'];
  const group = new CfnDeploymentGroup(stack, 'Deployment', {
    applicationName: application.ref,
    deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    alarmConfiguration: { enabled: true, alarms: [{ name: errors.ref }] },
    autoRollbackConfiguration: ROLLBACK,
    serviceRoleArn: role(stack, 'DeploymentRole', 'codedeploy', [allow(actions, [target.attrArn, errors.attrArn])])
      .attrArn,
  });
  const alias = new CfnAlias(stack, 'Alias', {
    functionName: target.ref,
    functionVersion: version.attrVersion,
    name: 'live',
  });
  alias.cfnOptions.updatePolicy = {
    codeDeployLambdaAliasUpdate: { applicationName: application.ref, deploymentGroupName: group.ref },
  };
}

function addProject(stack: Stack, names: Names): CfnProject {
  const serviceRole = role(stack, 'BuildRole', 'codebuild', [
    allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], [arn(stack, 'logs', '*')]),
    allow(['ssm:GetParameters'], [arn(stack, 'ssm', `parameter${PARAMETER}`)]),
    allow(['secretsmanager:GetSecretValue'], [arn(stack, 'secretsmanager', `secret:${SECRET}-??????`)]),
    artifacts(stack, names),
  ]);
  const phases = { build: { commands: COMMANDS } };
  return new CfnProject(stack, 'Package', {
    artifacts: { type: 'CODEPIPELINE' },
    source: {
      type: 'CODEPIPELINE',
      buildSpec: JSON.stringify({ version: '0.2', phases, artifacts: { files: ['**/*'] } }),
    },
    serviceRole: serviceRole.attrArn,
    environment: {
      computeType: 'BUILD_GENERAL1_SMALL',
      image: 'aws/codebuild/standard:7.0',
      type: 'LINUX_CONTAINER',
      environmentVariables: [
        { name: 'STAGE', value: 'ci' },
        { name: 'API_URL', type: 'PARAMETER_STORE', value: PARAMETER },
        { name: 'SIGNING_KEY', type: 'SECRETS_MANAGER', value: `${SECRET}:key` },
      ],
    },
  });
}

function addPipeline(stack: Stack, names: Names, projectName: string): CfnPipeline {
  const application = role(stack, 'ApplicationRole', 'cloudformation', [allow(APPLICATION_ACTIONS, [names.queues])]);
  const pipelineRole = role(stack, 'PipelineRole', 'codepipeline', [
    allow(
      ['codecommit:GetBranch', 'codecommit:GetCommit', 'codecommit:UploadArchive'],
      [arn(stack, 'codecommit', names.repository)],
    ),
    allow(['codebuild:StartBuild', 'codebuild:BatchGetBuilds'], [arn(stack, 'codebuild', `project/${projectName}`)]),
    allow(
      ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DescribeStacks'],
      [names.staging, names.production].map((name) => arn(stack, 'cloudformation', `stack/${name}/*`)),
    ),
    allow(['iam:PassRole'], [application.attrArn]),
    artifacts(stack, names),
  ]);
  const update = (name: string, stackName: string, runOrder: number): CfnPipeline.ActionDeclarationProperty => ({
    name,
    runOrder,
    actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CloudFormation', version: '1' },
    configuration: {
      ActionMode: 'CREATE_UPDATE',
      StackName: stackName,
      TemplatePath: 'Built::template.json',
      RoleArn: application.attrArn,
    },
    inputArtifacts: [{ name: 'Built' }],
  });
  return new CfnPipeline(stack, 'Pipeline', {
    name: names.pipeline,
    pipelineType: 'V2',
    roleArn: pipelineRole.attrArn,
    artifactStore: { type: 'S3', location: BUCKET_NAME },
    stages: [
      { name: 'Source', actions: [source(names)] },
      { name: 'Build', actions: [build(projectName)] },
      { name: 'Staging', actions: [update('Staging', names.staging, 1)] },
      { name: 'Production', actions: [approval(), update('Production', names.production, 2)] },
    ],
  });
}

function source(names: Names): CfnPipeline.ActionDeclarationProperty {
  return {
    name: 'Source',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
    configuration: { RepositoryName: names.repository, BranchName: BRANCH, PollForSourceChanges: false },
    outputArtifacts: [{ name: 'Code' }],
  };
}

function build(projectName: string): CfnPipeline.ActionDeclarationProperty {
  return {
    name: 'Package',
    actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
    configuration: { ProjectName: projectName },
    inputArtifacts: [{ name: 'Code' }],
    outputArtifacts: [{ name: 'Built' }],
  };
}

function approval(): CfnPipeline.ActionDeclarationProperty {
  return {
    name: 'Approve',
    runOrder: 1,
    actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
  };
}

function artifacts(stack: Stack, names: Names): Statement {
  return allow(['s3:GetObject', 's3:PutObject'], [`arn:${stack.partition}:s3:::${BUCKET_NAME}/${names.pipeline}/*`]);
}

function allow(actions: string[], resources: string[]): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}

function arn(stack: Stack, service: string, rest: string): string {
  return `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${rest}`;
}

function role(stack: Stack, id: string, service: string, statements: Statement[]): CfnRole {
  const Version = '2012-10-17';
  const Principal = { Service: `${service}.amazonaws.com` };
  return new CfnRole(stack, id, {
    assumeRolePolicyDocument: { Version, Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] },
    policies: [{ policyName: 'Policy', policyDocument: { Version, Statement: statements } }],
  });
}
