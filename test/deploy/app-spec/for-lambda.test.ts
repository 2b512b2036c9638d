import { join } from 'node:path';
import { Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AppSpec, ServerDeployment } from '../../../lib';
import type { LambdaAppSpecProps } from '../../../lib';
import { Problems } from '../../../lib/core/problems';
import { readYaml } from '../../../lib/core/yaml';
import { errorsOf, newDeployment, newFunction, newStack } from '../../support/fixtures';
import { untyped } from '../../support/mistakes';
import { withFiles } from './support';

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

describe('a file of the user', () => {
  const FILE = [
    'version: 0.0',
    'Resources:',
    '  - myFunction:',
    '      Type: AWS::Lambda::Function',
    '      Properties:',
    '        Name: orders',
    '        Alias: live',
    '        CurrentVersion: "3"',
    '        TargetVersion: "4"',
    'Hooks:',
    '  - BeforeAllowTraffic: smoke',
    '  - AfterAllowTraffic: arn:aws:lambda:eu-west-1:111122223333:function:check',
  ];

  /** What the deployment of the function `orders`, or of one without a name, says of a file, without its beginning. */
  function faultsOf(text: string, functionName: string | undefined = 'orders'): string[] {
    return withFiles({ 'appspec.yaml': text }, (folder) => {
      const stack = newStack();
      const deployment = newDeployment(stack, 'Production', { function: newFunction(stack, 'Orders', functionName) });
      const spec = AppSpec.fromLambdaFile(join(folder, 'appspec.yaml'));
      expect([spec.content, spec.fileName]).toEqual([text, 'appspec.yaml']);
      deployment.checkAppSpec(spec);
      const start = 'Production (LambdaDeployment) appSpec[appspec.yaml]';
      return errorsOf(stack).map((error) =>
        error.startsWith(start) ? error.slice(start.length).replace(/^[.:]\s*/, '') : error,
      );
    });
  }

  const withLine = (line: number, text: string): string =>
    [...FILE.slice(0, line), text, ...FILE.slice(line + 1)].join('\n');
  const inFunction = 'Resources[0].myFunction';

  test('that is as AWS has it, or what forLambda writes, is right, in YAML and in JSON', () => {
    expect(faultsOf(FILE.join('\n'))).toEqual([]);
    expect(faultsOf(AppSpec.forLambda({ ...props, beforeTraffic: 'smoke' }).content)).toEqual([]);
    expect(faultsOf(JSON.stringify(readYaml(FILE.join('\n')).value))).toEqual([]);
    expect(faultsOf(withLine(7, '        CurrentVersion: 3'))).toEqual([]);
  });

  test('names the function and the alias of the deployment, where these are known', () => {
    const other = withLine(5, '        Name: billing');
    expect(faultsOf(other)).toEqual([
      `${inFunction}.Properties.Name: must be the function of the deployment, got 'billing'; write orders`,
    ]);
    expect(faultsOf(withLine(6, '        Alias: stable'))).toEqual([
      `${inFunction}.Properties.Alias: must be the alias of the deployment, got 'stable'; write live`,
    ]);
    const stack = newStack();
    withFiles({ 'appspec.yaml': other }, (folder) => {
      newDeployment(stack).checkAppSpec(AppSpec.fromLambdaFile(join(folder, 'appspec.yaml')));
    });
    expect(errorsOf(stack)).toEqual([]);
  });

  test.each([
    ['another version', withLine(0, 'version: 1.0'), ['version: must be the number 0.0, got 1']],
    ['no function', 'version: 0.0\nResources: []', ['Resources: must be a list of one function, got 0']],
    [
      'another type',
      withLine(3, '      Type: AWS::ECS::Service'),
      [`${inFunction}.Type: must be AWS::Lambda::Function, got 'AWS::ECS::Service'`],
    ],
    ['a missing version', withLine(8, ''), [`${inFunction}.Properties.TargetVersion: must be given, got nothing`]],
    [
      'an alias as a version',
      withLine(8, '        TargetVersion: live'),
      [
        `${inFunction}.Properties.TargetVersion: must be 1 to 20 characters of digits, as Lambda counts versions, got 'live'`,
      ],
    ],
    [
      'one version twice',
      withLine(8, '        TargetVersion: 3'),
      [`${inFunction}.Properties.TargetVersion: must be another version than the current one, got '3'`],
    ],
    [
      'a key that there is not',
      withLine(8, '        TargetVersion: "4"\n        Memory: 128'),
      [
        `${inFunction}.Properties.Memory: must be one of Name, Alias, CurrentVersion, TargetVersion: CodeDeploy ignores other keys`,
      ],
    ],
    [
      'an event of servers',
      withLine(10, '  - AfterInstall: smoke'),
      ["Hooks[0].AfterInstall: must be BeforeAllowTraffic or AfterAllowTraffic, got 'AfterInstall'"],
    ],
    [
      'an event twice',
      withLine(11, '  - BeforeAllowTraffic: check'),
      ['Hooks[1].BeforeAllowTraffic: must not be given twice: an event has one function'],
    ],
    [
      'a hook that is an address',
      withLine(10, '  - BeforeAllowTraffic: https://check'),
      ["Hooks[0].BeforeAllowTraffic: must be the name or the ARN of a function, got 'https://check'"],
    ],
    [
      'nothing',
      '',
      ['version: must be the number 0.0, got nothing', 'Resources: must be a list of one function, got nothing'],
    ],
    ['a text', 'text', ["must be an object, got 'text'"]],
  ])('with %s is refused', (_, text, says) => {
    expect(faultsOf(text)).toEqual(says);
  });

  test('with broken YAML is refused with its line alone', () => {
    expect(faultsOf(withLine(2, '  - myFunction: ['))).toEqual([
      expect.stringMatching(/^must be valid YAML: .* \(line \d+\)$/),
    ]);
  });

  test.each([
    [AppSpec.fromLambdaFile('/nowhere/appspec.yaml'), "must be a file that can be read, got '/nowhere/appspec.yaml'"],
    [AppSpec.fromLambdaFile(untyped(7)), 'must be a file that can be read, got 7'],
    [AppSpec.forServer({ files: [] }), 'must be an AppSpec of Lambda functions; this one is of servers'],
    [undefined, 'must be given, got nothing'],
    ['appspec.yaml', "must be an AppSpec, got 'appspec.yaml'; use the functions of AppSpec"],
  ])('is no AppSpec of a function that can be read: %#', (spec, says) => {
    const stack = newStack();
    newDeployment(stack).checkAppSpec(untyped(spec));
    expect(errorsOf(stack)).toEqual([`Production (LambdaDeployment) appSpec: ${says}`]);
  });
});
