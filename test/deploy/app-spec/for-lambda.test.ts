import { Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AppSpec, ServerDeployment } from '../../../lib';
import type { LambdaAppSpecProps } from '../../../lib';
import { Problems } from '../../../lib/core/problems';
import { readYaml } from '../../../lib/core/yaml';
import { errorsOf, newDeployment, newFunction, newStack } from '../../support/fixtures';
import { untyped } from '../../support/mistakes';

const props: LambdaAppSpecProps = { functionName: 'orders', currentVersion: '3', targetVersion: '4' };

function errors(given: unknown): string[] {
  const scope = new Construct(newStack(), 'Orders');
  const problems = Problems.of(scope, 'LambdaDeployment').within('appSpec');
  const traits = { platform: 'function', loadBalancer: false, blueGreen: false } as const;
  AppSpec.forLambda(untyped(given))._check(scope, problems, traits);
  return scope.node.validate().map((text) => text.replace('Orders (LambdaDeployment) appSpec', ''));
}

test('is written as the page of AWS has it', () => {
  const spec = AppSpec.forLambda({ ...props, beforeTraffic: 'smoke', afterTraffic: 'check' });
  expect(spec.fileName).toBe('appspec.yaml');
  expect(spec.content).toBe(`version: 0.0
Resources:
  - Function:
      Type: AWS::Lambda::Function
      Properties:
        Name: "orders"
        Alias: "live"
        CurrentVersion: "3"
        TargetVersion: "4"
Hooks:
  - BeforeAllowTraffic: "smoke"
  - AfterAllowTraffic: "check"
`);
});

test('has no hooks where there are none, and versions stay texts', () => {
  const { value, faults } = readYaml(AppSpec.forLambda({ ...props, aliasName: 'stable' }).content);
  expect(faults).toEqual([]);
  expect(value).toEqual({
    version: 0,
    Resources: [
      {
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: { Name: 'orders', Alias: 'stable', CurrentVersion: '3', TargetVersion: '4' },
        },
      },
    ],
  });
});

test.each([
  [props],
  [{ ...props, beforeTraffic: 'arn:aws:lambda:eu-west-1:111122223333:function:smoke:live' }],
  [{ ...props, functionName: Lazy.string({ produce: () => 'x' }), targetVersion: Lazy.string({ produce: () => '3' }) }],
  [{ ...props, afterTraffic: Lazy.string({ produce: () => 'check' }), aliasName: null }],
])('is right: %#', (given) => {
  expect(errors(given)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'nothing',
    undefined,
    [
      '.functionName: must be given, got nothing',
      '.currentVersion: must be given, got nothing',
      '.targetVersion: must be given, got nothing',
    ],
  ],
  [
    'a name with a dot',
    { ...props, functionName: 'a.b' },
    [".functionName: must be 1 to 64 characters of letters, digits, - and _, got 'a.b'"],
  ],
  [
    'an alias of digits',
    { ...props, aliasName: '7' },
    [".aliasName: must be 1 to 128 characters of letters, digits, - and _, not digits alone, got '7'"],
  ],
  [
    '$LATEST',
    { ...props, targetVersion: '$LATEST' },
    [".targetVersion: must be 1 to 20 characters of digits, as Lambda counts versions, got '$LATEST'"],
  ],
  ['a number', { ...props, currentVersion: 3 }, ['.currentVersion: must be a string, got 3']],
  [
    'the same version twice',
    { ...props, targetVersion: '3' },
    [".targetVersion: must be another version than the current one, got '3'"],
  ],
  [
    'a hook that is an address',
    { ...props, beforeTraffic: 'https://x' },
    [".beforeTraffic: must be the name or the ARN of a function, got 'https://x'"],
  ],
  [
    'a hook that is a list',
    { ...props, afterTraffic: ['check'] },
    ['.afterTraffic: must be the name or the ARN of a function, got a list'],
  ],
])('of %s, the report says what is wrong', (_, given, says) => {
  expect(errors(given)).toEqual(says);
});

test('is not taken by servers', () => {
  const stack = newStack();
  new ServerDeployment(stack, 'Fleet', { instanceTags: [], appSpec: AppSpec.forLambda(props) } as never);
  expect(errorsOf(stack)).toContain(
    'Fleet (ServerDeployment) appSpec: must be an AppSpec of servers; this one is of Lambda functions',
  );
});

describe('of a deployment', () => {
  test('has its names and hooks, for a release by hand', () => {
    const stack = newStack();
    const deployment = newDeployment(stack, 'Production', {
      function: newFunction(stack, 'Orders', 'orders'),
      beforeTraffic: newFunction(stack, 'Smoke', 'smoke'),
    });
    expect(deployment.appSpec('4', '3').content).toBe(
      AppSpec.forLambda({ ...props, currentVersion: '4', targetVersion: '3', beforeTraffic: 'smoke' }).content,
    );
    expect(errorsOf(stack)).toEqual([]);
  });

  test('reports versions that are none', () => {
    const stack = newStack();
    newDeployment(stack).appSpec('3', 'live');
    expect(errorsOf(stack)).toEqual([
      "Production (LambdaDeployment) appSpec.targetVersion: must be 1 to 20 characters of digits, as Lambda counts versions, got 'live'",
    ]);
  });
});
