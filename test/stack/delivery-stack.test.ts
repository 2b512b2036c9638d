import { App, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ExecutionMode } from 'aws-cdk-lib/aws-codepipeline';
import { Build, Delivery, DeliveryFoundation, DeliveryStack } from '../../lib';
import type { DeliveryStackProps } from '../../lib';
import { errorsOf, lockedStacks, newSource, newTarget, onlyResource, stagesOf } from '../support/fixtures';

const PIPELINE = 'AWS::CodePipeline::Pipeline';

/** A stack that is a delivery, with its code and its function in stacks of their own. */
function deliveryStack(
  props: Partial<DeliveryStackProps> = {},
  id = 'Orders',
  scope: App | Stage = new App(),
): DeliveryStack {
  const { env } = props;
  return new DeliveryStack(scope, id, {
    sources: [newSource(new Stack(scope, `${id}Code`, { env }))],
    builds: [Build.project({ buildName: 'Package' })],
    stages: [{ stageName: 'Production', targets: [newTarget(new Stack(scope, `${id}Application`, { env }))] }],
    ...props,
  });
}

const nameOf = (stack: Stack): unknown => onlyResource(Template.fromStack(stack), PIPELINE).Properties.Name;

describe('a stack that is a delivery', () => {
  test('names the pipeline after itself', () => {
    expect(nameOf(deliveryStack())).toBe('Orders');
    expect(nameOf(deliveryStack({ stackName: 'orders-delivery' }))).toBe('orders-delivery');
  });

  test('names the pipeline as the user says', () => {
    expect(nameOf(deliveryStack({ pipelineName: 'shop' }))).toBe('shop');
  });

  test('in a stage of an app has the name of the stage in that of the pipeline', () => {
    expect(nameOf(deliveryStack({}, 'Orders', new Stage(new App(), 'Prod')))).toBe('Prod-Orders');
  });

  test.each([['orders--delivery'], ['orders---delivery'], ['o----------d']])(
    'called %s is no mistake, although no pipeline may be called so',
    (stackName) => {
      const stack = deliveryStack({ stackName });
      expect(errorsOf(stack)).toEqual([]);
      expect(stack.delivery.pipeline.pipelineName).not.toContain('--');
    },
  );

  test('may have a name as long as CloudFormation takes', () => {
    const stackName = `o${'x'.repeat(127)}`;
    expect(nameOf(deliveryStack({ stackName }))).toMatch(/^ox+-[0-9a-f]{8}$/);
    expect(nameOf(deliveryStack({ stackName }))).toHaveLength(100);
  });

  test('gives the delivery that it is', () => {
    const { delivery } = deliveryStack();
    expect(delivery).toBeInstanceOf(Delivery);
    expect(delivery.node.path).toBe('Orders/Delivery');
  });

  test('is a stack: the props of a stack pass through', () => {
    const stack = deliveryStack({
      env: { account: '111122223333', region: 'eu-west-1' },
      description: 'Releases the shop',
      tags: { team: 'shop' },
      terminationProtection: true,
    });
    expect([stack.account, stack.region, stack.terminationProtection]).toEqual(['111122223333', 'eu-west-1', true]);
    expect(Template.fromStack(stack).toJSON()).toMatchObject({ Description: 'Releases the shop' });
    expect(stack.tags.tagValues()).toEqual({ team: 'shop' });
  });

  test('passes the props of a delivery on', () => {
    const app = new App();
    const foundation = new DeliveryFoundation(new Stack(app, 'Shared'), 'Foundation');
    const stack = deliveryStack({ foundation, executionMode: ExecutionMode.QUEUED }, 'Orders', app);
    expect(stack.delivery.foundation).toBe(foundation);
    const given = Template.fromStack(stack);
    expect(onlyResource(given, PIPELINE).Properties.ExecutionMode).toBe('QUEUED');
    expect(stagesOf(given)).toEqual({ Source: [['Source']], Build: [['Package']], Production: [['Production']] });
    given.resourceCountIs('AWS::S3::Bucket', 0);
  });

  test('reads what is of other stacks without a lock', () => {
    const app = new App();
    const stack = deliveryStack({}, 'Orders', app);
    expect(lockedStacks(app)).toEqual([]);
    expect(stack.dependencies.map(({ stackName }) => stackName)).toContain('OrdersApplication');
  });

  test('stands beside others in an app', () => {
    const app = new App();
    const stacks = ['Orders', 'Invoices'].map((id) => deliveryStack({}, id, app));
    expect(stacks.map(nameOf)).toEqual(['Orders', 'Invoices']);
  });

  test('carries the tags of the app to what it makes, the handler included', () => {
    const app = new App();
    const stack = deliveryStack({}, 'Orders', app);
    Tags.of(app).add('cost-centre', '42');
    const given = Template.fromStack(stack);
    const tags = [{ Key: 'cost-centre', Value: '42' }];
    for (const type of [
      PIPELINE,
      'AWS::CodeBuild::Project',
      'AWS::Lambda::Function',
      'AWS::S3::Bucket',
      'AWS::IAM::Role',
      'AWS::Logs::LogGroup',
    ]) {
      given.allResourcesProperties(type, { Tags: tags });
    }
  });
});
