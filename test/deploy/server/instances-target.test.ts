import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Ec2InstanceType, Ec2MaxInstances } from 'aws-cdk-lib/aws-codepipeline-actions';
import { ArnPrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DeliveryFoundation, DeployTarget } from '../../../lib';
import type { DeliveryPipelineProps, InstancesTargetOptions } from '../../../lib';
import {
  actionsOf,
  errorsOf,
  lockedStacks,
  newPipeline,
  newStack,
  resourcesOf,
  statementsOf,
} from '../../support/fixtures';
import { newServerRole, newTargetGroup } from './support';

const OPTIONS = { tagKey: 'Role', targetDirectory: '/srv/web', postScript: 'scripts/start.sh' };
const release = (
  stack: Stack,
  options: Partial<InstancesTargetOptions> = {},
  props: Partial<DeliveryPipelineProps> = {},
) =>
  newPipeline(stack, {
    stages: [{ stageName: 'Live', targets: [DeployTarget.instances({ ...OPTIONS, ...options })] }],
    ...props,
  });
const templateOf = (make: (stack: Stack) => Partial<InstancesTargetOptions>): Template => {
  const stack = newStack();
  release(stack, make(stack));
  return Template.fromStack(stack);
};
const commands = (template: Template): unknown[] =>
  statementsOf(template, 'PipelineRole').filter(({ Action }) => Action === 'ssm:SendCommand');

describe('a release', () => {
  const template = templateOf(() => ({}));

  test('is the action of CodePipeline itself', () => {
    expect(actionsOf(template)['Live/Instances']).toMatchObject({
      ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'EC2', Version: '1' },
      InputArtifacts: [{ Name: 'Package' }],
      Namespace: 'Live_Instances',
      Configuration: {
        InstanceTagKey: 'Role',
        InstanceType: 'EC2',
        TargetDirectory: '/srv/web',
        PostScript: 'scripts/start.sh',
      },
    });
  });

  test('sends commands to instances with the tag, whatever its value', () => {
    expect(commands(template)).toMatchObject([
      { Condition: { Null: { 'aws:ResourceTag/Role': 'false' } } },
      { Resource: [expect.anything(), expect.anything()] },
    ]);
  });

  test('writes the log of this pipeline', () => {
    const [logs] = statementsOf(template, 'PipelineRole').filter(({ Action }) =>
      [Action].flat().includes('logs:PutLogEvents'),
    );
    expect(JSON.stringify(logs.Resource)).toContain(':log-group:/aws/codepipeline/Test-Pipeline"');
    expect(JSON.stringify(logs.Resource)).toContain(':log-group:/aws/codepipeline/Test-Pipeline:*');
  });
});

test('every setting reaches the action', () => {
  const template = templateOf((stack) => ({
    targetName: 'Web',
    tagValue: 'web',
    instanceType: Ec2InstanceType.SSM_MANAGED_NODE,
    preScript: '/srv/stop.sh',
    targetGroups: [newTargetGroup(stack)],
    maxBatch: Ec2MaxInstances.percentage(25),
    maxError: Ec2MaxInstances.targets(2),
  }));
  expect(actionsOf(template)['Live/Web'].Configuration).toMatchObject({
    InstanceTagKey: 'Role',
    InstanceTagValue: 'web',
    InstanceType: 'SSM_MANAGED_NODE',
    PreScript: '/srv/stop.sh',
    MaxBatch: '25%',
    MaxError: '2',
    TargetGroupNameList: { 'Fn::GetAtt': [expect.stringMatching(/^Targets/), 'TargetGroupName'] },
  });
  expect(commands(template)).toMatchObject([{ Condition: { StringEquals: { 'aws:ResourceTag/Role': 'web' } } }, {}]);
  const moves = statementsOf(template, 'PipelineRole').filter(({ Action }) =>
    [Action].flat().includes('elasticloadbalancing:RegisterTargets'),
  );
  expect(moves).toMatchObject([{ Resource: { Ref: expect.stringMatching(/^Targets/) as unknown } }]);
});

test('instances read the artifacts of this pipeline, and are managed by Systems Manager', () => {
  const template = templateOf((stack) => ({ instances: [newServerRole(stack)] }));
  const statements = statementsOf(template, 'ServerRole');
  expect(statements.flatMap(({ Action }) => Action)).toEqual(
    expect.arrayContaining(['s3:GetObject', 'ssm:UpdateInstanceInformation']),
  );
  expect(JSON.stringify(statements)).toContain('/Test-Pipeline/*');
  expect(JSON.stringify(statements)).not.toContain('codedeploy');
});

test('instances may be given twice, and be somebody who is no construct', () => {
  const template = templateOf((stack) => {
    const role = newServerRole(stack);
    return { instances: [role, role, new ArnPrincipal('arn:aws:iam::111122223333:role/r'), new User(stack, 'User')] };
  });
  const policies = Object.keys(resourcesOf(template, 'AWS::IAM::Policy'));
  expect(policies.filter((id) => id.includes('Instances'))).toHaveLength(1);
  expect(policies.filter((id) => id.startsWith('User'))).toHaveLength(1);
});

test('instances, target groups and the store may be of other stacks, without exports', () => {
  const app = new App();
  const [base, store, delivery] = ['Base', 'Store', 'Delivery'].map((id) => new Stack(app, id));
  const foundation = new DeliveryFoundation(store, 'Foundation', { encryptionKey: new Key(store, 'Key') });
  release(
    delivery,
    { instances: [newServerRole(base, 'R', '/web/')], targetGroups: [newTargetGroup(base)] },
    { foundation },
  );
  expect(lockedStacks(app)).toEqual([]);
});

test('values that are known at deployment only pass', () => {
  const stack = newStack();
  const value = (id: string): string => new CfnParameter(stack, id).valueAsString;
  release(stack, { tagValue: value('Value'), targetDirectory: value('Folder'), preScript: value('Before') });
  expect(errorsOf(stack)).toEqual([]);
  expect(actionsOf(Template.fromStack(stack))['Live/Instances'].Configuration).toMatchObject({
    InstanceTagValue: { Ref: 'Value' },
    TargetDirectory: { Ref: 'Folder' },
    PreScript: { Ref: 'Before' },
  });
});

test('the artifacts of a pipeline that only releases so may expire: nothing fetches them later', () => {
  const stack = newStack();
  release(stack);
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain(
    '"ExpirationInDays":365,"Id":"ExpireOldArtifacts"',
  );
});
