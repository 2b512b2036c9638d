import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  BeanstalkCapacity,
  BeanstalkEnvironment,
  BeanstalkRollout,
  BeanstalkTier,
  Build,
  DeliveryPipeline,
  DeployTarget,
} from '../../../lib';
import type { BeanstalkEnvironmentProps, IDeployTarget } from '../../../lib';
import { actionsOf, allowedActionsOf, errorsOf, lockedStacks, newSource, newStack } from '../../support/fixtures';
import { newEnvironment } from './support';

function pipelineOf(stack: Stack, ...targets: IDeployTarget[]): DeliveryPipeline {
  return new DeliveryPipeline(stack, 'Pipeline', {
    sources: [newSource(stack)],
    builds: [Build.project({ buildName: 'Package' })],
    stages: [{ stageName: 'Production', targets }],
  });
}

/** What the pipeline may do, policies that went on elsewhere included. */
function pipelineActions(template: Template): string[] {
  const more = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(
    ({ Properties }) =>
      (Properties as { PolicyDocument: { Statement: { Action: string | string[] }[] } }).PolicyDocument.Statement,
  );
  return [...allowedActionsOf(template, 'PipelineRole'), ...more.flatMap(({ Action }) => Action)];
}

function released(props: Partial<BeanstalkEnvironmentProps> = {}): Template {
  const stack = newStack();
  pipelineOf(stack, DeployTarget.beanstalk(newEnvironment(stack, 'Live', props)));
  return Template.fromStack(stack);
}

describe('a release', () => {
  test('is CodePipeline’s own action with the output of the last build', () => {
    expect(actionsOf(released())['Production/Live']).toMatchObject({
      ActionTypeId: { Category: 'Deploy', Provider: 'ElasticBeanstalk' },
      Configuration: { ApplicationName: 'shop', EnvironmentName: 'Test-Live' },
      InputArtifacts: [{ Name: 'Package' }],
      RunOrder: 1,
    });
  });

  test('runs with the role of the pipeline, which no policy of AWS reaches', () => {
    const template = released();
    expect(actionsOf(template)['Production/Live']).not.toHaveProperty('RoleArn');
    expect(JSON.stringify(template.toJSON())).not.toMatch(/AdministratorAccess|ManagedPolicyArns/);
  });

  test('may do what its environment needs, and no more', () => {
    const without = (props: Partial<BeanstalkEnvironmentProps>, action: string): void => {
      expect(pipelineActions(released(props))).not.toContain(action);
    };
    without({}, 'elasticloadbalancing:ModifyListener');
    without({}, 'ec2:AllocateAddress');
    without({}, 'sqs:GetQueueUrl');
    without({ capacity: BeanstalkCapacity.singleInstance() }, 'elasticloadbalancing:RegisterTargets');
    without({ tier: BeanstalkTier.worker() }, 'elasticloadbalancing:RegisterTargets');
    expect(pipelineActions(released())).toContain('elasticloadbalancing:RegisterTargets');
    expect(pipelineActions(released({ capacity: BeanstalkCapacity.singleInstance() }))).toContain(
      'ec2:AllocateAddress',
    );
    expect(pipelineActions(released({ tier: BeanstalkTier.worker() }))).toContain('sqs:GetQueueUrl');
  });

  test('that an environment known by its names needs is all of it, without a role to pass on', () => {
    const stack = newStack();
    const names = { applicationName: 'shop', environmentName: 'shop-live' };
    pipelineOf(
      stack,
      DeployTarget.beanstalk(BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes(stack, 'Existing', names)),
    );
    const actions = pipelineActions(Template.fromStack(stack));
    expect(actions).toEqual(
      expect.arrayContaining(['elasticloadbalancing:ModifyListener', 'ec2:AllocateAddress', 'sqs:GetQueueUrl']),
    );
    expect(actions).not.toContain('iam:PassRole');
  });

  test('passes the roles on that are known, to their services only', () => {
    const stack = newStack();
    const existing = BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes(stack, 'Existing', {
      applicationName: 'shop',
      environmentName: 'shop-live',
      instanceRoleArn: 'arn:aws:iam::111122223333:role/instances',
      serviceRoleArn: 'arn:aws:iam::111122223333:role/service',
    });
    pipelineOf(stack, DeployTarget.beanstalk(existing));
    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    expect(text).toContain('"Resource":"arn:aws:iam::111122223333:role/instances"');
    expect(text).toContain('"iam:PassedToService":"elasticbeanstalk.amazonaws.com"');
  });

  test('is one for each of two environments, side by side, with one set of statements', () => {
    const stack = newStack();
    const rollout = BeanstalkRollout.allAtOnce();
    const [blue, green] = ['Blue', 'Green'].map((id) => newEnvironment(stack, id, { rollout }));
    pipelineOf(stack, DeployTarget.beanstalk(blue), DeployTarget.beanstalk(green));
    const template = Template.fromStack(stack);
    const { 'Production/Blue': first, 'Production/Green': second } = actionsOf(template);
    expect([first.RunOrder, second.RunOrder]).toEqual([1, 1]);
    expect(pipelineActions(template).filter((action) => action === 'elasticbeanstalk:UpdateEnvironment')).toHaveLength(
      1,
    );
  });
});

describe('a target', () => {
  test('has the name of its environment, or the one that the user gives it, and is where the environment is', () => {
    const env = { account: '111122223333', region: 'eu-west-1' };
    const environment = newEnvironment(newStack({ env }), 'Live');
    expect(DeployTarget.beanstalk(environment).targetName).toBe('Live');
    expect(DeployTarget.beanstalk(environment, { targetName: 'Shop' }).targetName).toBe('Shop');
    expect(DeployTarget.beanstalk(environment).targetEnv).toEqual(env);
  });

  test('may be of another stack, without a lock between the two', () => {
    const app = new App();
    const [shop, delivery] = [new Stack(app, 'Shop'), new Stack(app, 'Delivery')];
    pipelineOf(delivery, DeployTarget.beanstalk(newEnvironment(shop, 'Live')));
    expect(lockedStacks(app)).toEqual([]);
    expect(delivery.dependencies).toContain(shop);
    expect(actionsOf(Template.fromStack(delivery))['Production/Live'].Configuration).toEqual({
      ApplicationName: 'shop',
      EnvironmentName: 'Shop-Live',
    });
  });

  test('in another account is refused', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
    const elsewhere = BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes(stack, 'Elsewhere', {
      applicationName: 'shop',
      environmentName: 'shop-live',
      account: '444455556666',
    });
    pipelineOf(stack, DeployTarget.beanstalk(elsewhere));
    expect(errorsOf(stack)).toContain(
      "Pipeline (DeliveryPipeline) stages[0].targets[0]: must be in the account of the stack that uses it, 111122223333, got '444455556666'; use one of that account, or release to the other by a stage with access",
    );
  });
});
