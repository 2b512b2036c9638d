import { App, CfnOutput, Fn, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference';
import { Build, DeliveryStack } from '../../lib';
import { ACKNOWLEDGE_CONTEXT, acknowledgeFindings, wildcardFindings } from '../../lib/core/acknowledgements';
import { allow, PERMISSIONS } from '../../lib/core/permissions';
import { weak } from '../../lib/core/references';
import { newPipeline, newSource, newStack, newTarget } from '../support/fixtures';

/** What was acknowledged below a construct when its app is synthesized: findings and reasons, by the path of the construct. */
function acknowledged(root: IConstruct): { path: string; finding: string; reason: string }[] {
  if (App.isApp(root.node.root)) root.node.root.synth();
  return root.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) =>
        Object.entries(data as Record<string, string>).map(([finding, reason]) => ({
          path: node.path,
          finding: finding.replace('Annotation::', ''),
          reason,
        })),
      ),
  );
}

/** A whole delivery, with its code and its function in stacks of their own. */
function delivery(context: Record<string, unknown>, acknowledgeFindings?: boolean): { app: App; stack: DeliveryStack } {
  const app = new App({ context });
  const stack = new DeliveryStack(app, 'Delivery', {
    sources: [newSource(new Stack(app, 'Code'))],
    builds: [Build.project({ buildName: 'Package' })],
    stages: [{ stageName: 'Production', targets: [newTarget(new Stack(app, 'Orders'))] }],
    acknowledgeFindings,
  });
  return { app, stack };
}

describe('by default', () => {
  const findings = acknowledged(delivery({}).app);

  test('findings on wildcards that AWS forces are acknowledged, each with its reason', () => {
    expect(findings.length).toBeGreaterThan(5);
    for (const { finding, reason } of findings) {
      expect(finding).toMatch(/^AwsSolutions-(CB4|IAM5\[Resource::.*\*.*\])$/);
      expect(reason).toMatch(/^[A-Z].*[\w.]$/);
    }
  });

  test('no acknowledgement reaches beyond the constructs of this library', () => {
    for (const { path } of findings) {
      expect(path).toMatch(/\/(Role|StartRole|CommandRole|ServiceRole|Build)$/);
      expect(path).not.toMatch(/^(Delivery|Orders|Code)$/);
    }
  });

  test('no whole rule is acknowledged where a finding can be named', () => {
    expect(findings.filter(({ finding }) => !finding.includes('[')).map(({ finding }) => finding)).toEqual([
      'AwsSolutions-CB4',
    ]);
  });
});

test.each([
  ['false', false],
  ['the text false, as the command line gives it', 'false'],
])('the context value %s switches every acknowledgement of an app off', (_, value) => {
  expect(acknowledged(delivery({ [ACKNOWLEDGE_CONTEXT]: value }).app)).toEqual([]);
});

test.each([[true], ['true'], [undefined]])('the context value %p leaves them on', (value) => {
  expect(acknowledged(delivery({ [ACKNOWLEDGE_CONTEXT]: value }).app)).not.toEqual([]);
});

test('the prop of a delivery switches off every acknowledgement of that delivery', () => {
  expect(acknowledged(delivery({}, false).stack)).toEqual([]);
});

test('the prop of a delivery leaves what it releases alone', () => {
  const { app } = delivery({}, false);
  expect(acknowledged(app).map(({ path }) => path)).toContain('Orders/Production/ServiceRole');
});

test('a delivery whose prop says true keeps its acknowledgements', () => {
  expect(acknowledged(delivery({}, true).stack).length).toBe(acknowledged(delivery({}).stack).length);
});

test('the user can switch them off for one construct', () => {
  const stack = newStack();
  for (const id of ['On', 'Off']) {
    const scope = new Construct(stack, id);
    if (id === 'Off') scope.node.setContext(ACKNOWLEDGE_CONTEXT, false);
    acknowledgeFindings(scope, () => [{ id: 'AwsSolutions-X1', reason: 'Because.' }]);
  }
  expect(acknowledged(stack).map(({ path }) => path)).toEqual(['Test/On']);
});

test('what is acknowledged is looked up at synthesis, when all is known', () => {
  const stack = newStack();
  const findings = [{ id: 'AwsSolutions-X1', reason: 'Because.' }];
  acknowledgeFindings(new Construct(stack, 'Thing'), () => findings);
  findings.push({ id: 'AwsSolutions-X2', reason: 'Because.' });
  expect(acknowledged(stack)).toHaveLength(2);
});

describe('the finding on a wildcard', () => {
  const REASON = 'AWS forces it.';
  const ids = (stack: Stack, resources: string[]): string[] =>
    wildcardFindings(stack, [{ statement: allow(PERMISSIONS.functionRelease, resources), reason: REASON }]).map(
      ({ id }) => id,
    );

  test.each<[string, (stack: Stack) => string, string]>([
    ['a literal', () => 'arn:aws:s3:::store/*', 'arn:aws:s3:::store/*'],
    ['every resource', () => '*', '*'],
    ['the ref of a resource', (stack) => `arn:${new Bucket(stack, 'B').bucketName}/*`, 'arn:<B08E7C7AF>/*'],
    ['an attribute', (stack) => new Bucket(stack, 'B').arnForObjects('a/*'), '<B08E7C7AF.Arn>/a/*'],
    ['a pseudo parameter', (stack) => `arn:${stack.partition}:s3:::store/*`, 'arn:<AWS::Partition>:s3:::store/*'],
    ['a substitution', () => Fn.sub('arn:${AWS::Partition}:s3:::${Store}/*'), 'arn:<AWS::Partition>:s3:::<Store>/*'],
    ['an export', () => `arn:aws:s3:::${Fn.importValue('store')}/*`, 'arn:aws:s3:::store/*'],
  ])('names %s as cdk-nag does', (_, resourceIn, text) => {
    const stack = newStack();
    const resource = resourceIn(stack);
    expect(flattenCfnReference(stack.resolve(resource))).toBe(text);
    expect(ids(stack, [resource])).toEqual([`AwsSolutions-IAM5[Resource::${text}]`]);
  });

  test('names a reference to another stack as cdk-nag does', () => {
    const app = new App();
    const [one, other] = [new Stack(app, 'One'), new Stack(app, 'Other')];
    const resource = `${weak(other, new Bucket(one, 'B').bucketArn)}/*`;
    new CfnOutput(other, 'Used', { value: resource });
    app.synth();
    const text = flattenCfnReference(other.resolve(resource));
    expect(text).toMatch(/^\{"Fn::GetStackOutput":\{"StackName":"One",.*\}\}\/\*$/);
    expect(ids(other, [resource])).toEqual([`AwsSolutions-IAM5[Resource::${text}]`]);
  });

  test('is not acknowledged where there is no wildcard', () => {
    const stack = newStack();
    expect(ids(stack, ['arn:aws:lambda:eu-west-1:111122223333:function:orders'])).toEqual([]);
  });

  test('is acknowledged once for a resource, with the reason of its statement', () => {
    const stack = newStack();
    const statement = allow(PERMISSIONS.functionRelease, ['arn:a*', 'arn:b*']);
    const findings = wildcardFindings(stack, [
      { statement, reason: REASON },
      { statement, reason: REASON },
    ]);
    expect(findings).toEqual([
      { id: 'AwsSolutions-IAM5[Resource::arn:a*]', reason: REASON },
      { id: 'AwsSolutions-IAM5[Resource::arn:b*]', reason: REASON },
    ]);
  });
});

test('nothing is acknowledged on a role of the user’s', () => {
  const stack = newStack();
  const role = new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codepipeline.amazonaws.com') });
  newPipeline(stack, { roles: { pipeline: role }, stages: [{ stageName: 'Production', targets: [newTarget(stack)] }] });
  const paths = acknowledged(stack).map(({ path }) => path);
  expect(paths).toContain('Test/CdkDelivery-lambda-release/Role');
  expect(paths.filter((path) => path.startsWith('Test/Mine') || path === 'Test/Pipeline/Role')).toEqual([]);
});
