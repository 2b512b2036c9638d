import { Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  Build,
  BuildVariable,
  DeliveryFoundation,
  DeliveryPipeline,
  DeployTarget,
  Gate,
  LambdaDeployment,
  ReleaseWay,
  Rollback,
  Rollout,
  Source,
} from '../../lib';
import type { IDeployTarget } from '../../lib';
import { application, APPLICATION_ACTIONS, BRANCH, COMMANDS, PARAMETER, SECRET } from '../workload';
import type { Workload } from '../workload';

/** By this library, on a foundation that all pipelines share. */
export const library: Workload = {
  shared: (app) => new DeliveryFoundation(new Stack(app, 'Shared'), 'Foundation'),

  add: (stack, names, foundation) => {
    const { target, errors } = application(stack);
    new LambdaDeployment(stack, 'Deployment', {
      function: target,
      releasedBy: ReleaseWay.STACK,
      rollout: Rollout.allAtOnce(),
      rollback: Rollback.onAlarms(errors),
    });
    const build = Build.project({
      buildName: 'Package',
      commands: COMMANDS,
      variables: {
        STAGE: BuildVariable.plain('ci'),
        API_URL: BuildVariable.parameter(PARAMETER),
        SIGNING_KEY: BuildVariable.secret(Secret.fromSecretNameV2(stack, 'Secret', SECRET), { field: 'key' }),
      },
    });
    const statements = [new PolicyStatement({ actions: APPLICATION_ACTIONS, resources: [names.queues] })];
    const to = (stackName: string): IDeployTarget => DeployTarget.stack({ stackName, statements });
    const repository = Repository.fromRepositoryName(stack, 'Repository', names.repository);
    new DeliveryPipeline(stack, 'Pipeline', {
      pipelineName: names.pipeline,
      foundation: foundation as DeliveryFoundation,
      sources: [Source.codeCommit(repository, { branch: BRANCH })],
      builds: [build],
      stages: [
        { stageName: 'Staging', targets: [to(names.staging)] },
        { stageName: 'Production', gates: [Gate.approval()], targets: [to(names.production)] },
      ],
    });
  },
};
