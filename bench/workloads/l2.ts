import { BuildEnvironmentVariableType, BuildSpec, PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import {
  CloudFormationCreateUpdateStackAction,
  CodeBuildAction,
  CodeCommitSourceAction,
  ManualApprovalAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Stack } from 'aws-cdk-lib';
import { application, APPLICATION_ACTIONS, BRANCH, COMMANDS, PARAMETER, SECRET } from '../workload';
import type { Workload } from '../workload';

/** By the L2s of aws-cdk-lib with their own defaults: each pipeline brings its bucket and its key, each action its role. */
export const l2: Workload = {
  add: (stack, names) => {
    const { target, errors } = application(stack);
    const alias = new Alias(stack, 'Alias', { aliasName: 'live', version: target.currentVersion });
    new LambdaDeploymentGroup(stack, 'Deployment', {
      alias,
      deploymentConfig: LambdaDeploymentConfig.ALL_AT_ONCE,
      alarms: [errors],
    });
    const [code, built] = [new Artifact(), new Artifact()];
    const staging = update('Staging', names.staging, built, 1);
    const production = update('Production', names.production, built, 2);
    const repository = Repository.fromRepositoryName(stack, 'Repository', names.repository);
    new Pipeline(stack, 'Pipeline', {
      pipelineName: names.pipeline,
      pipelineType: PipelineType.V2,
      stages: [
        {
          stageName: 'Source',
          actions: [new CodeCommitSourceAction({ actionName: 'Source', repository, branch: BRANCH, output: code })],
        },
        {
          stageName: 'Build',
          actions: [
            new CodeBuildAction({ actionName: 'Package', project: project(stack), input: code, outputs: [built] }),
          ],
        },
        { stageName: 'Staging', actions: [staging] },
        {
          stageName: 'Production',
          actions: [new ManualApprovalAction({ actionName: 'Approve', runOrder: 1 }), production],
        },
      ],
    });
    for (const action of [staging, production]) {
      action.addToDeploymentRolePolicy(
        new PolicyStatement({ actions: APPLICATION_ACTIONS, resources: [names.queues] }),
      );
    }
  },
};

function project(stack: Stack): PipelineProject {
  return new PipelineProject(stack, 'Package', {
    buildSpec: BuildSpec.fromObject({
      version: '0.2',
      phases: { build: { commands: COMMANDS } },
      artifacts: { files: ['**/*'] },
    }),
    environmentVariables: {
      STAGE: { value: 'ci' },
      API_URL: { type: BuildEnvironmentVariableType.PARAMETER_STORE, value: PARAMETER },
      SIGNING_KEY: { type: BuildEnvironmentVariableType.SECRETS_MANAGER, value: `${SECRET}:key` },
    },
  });
}

function update(
  actionName: string,
  stackName: string,
  built: Artifact,
  runOrder: number,
): CloudFormationCreateUpdateStackAction {
  const templatePath = built.atPath('template.json');
  return new CloudFormationCreateUpdateStackAction({
    actionName,
    stackName,
    templatePath,
    adminPermissions: false,
    runOrder,
  });
}
