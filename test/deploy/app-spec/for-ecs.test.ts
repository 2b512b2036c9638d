import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Token } from 'aws-cdk-lib';
import { readYaml } from '../../../lib/core/yaml';
import { AppSpec } from '../../../lib';
import { newCodeDeployDeployment, surroundingsOf } from '../../support/container-fixtures';
import { errorsOf, newStack } from '../../support/fixtures';

const folder = mkdtempSync(join(tmpdir(), 'appspec-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What is said of a file, without its beginning. */
function faultsOf(lines: string[], testListener = false): string[] {
  const path = join(folder, 'appspec.yaml');
  writeFileSync(path, `${lines.join('\n')}\n`);
  const stack = newStack();
  const appSpec = AppSpec.fromEcsFile(path);
  newCodeDeployDeployment(
    stack,
    'Production',
    { appSpec },
    testListener ? { testListener: surroundingsOf(stack).testListener } : {},
  );
  const start = 'Production (EcsDeployment) controller.appSpec[appspec.yaml]';
  return errorsOf(stack).map((error) =>
    error.startsWith(start) ? error.slice(start.length).replace(/^[.:]\s*/, '') : error,
  );
}

const SERVICE = [
  'version: 0.0',
  'Resources:',
  '  - TargetService:',
  '      Type: AWS::ECS::Service',
  '      Properties:',
  '        TaskDefinition: <TASK_DEFINITION>',
  '        LoadBalancerInfo:',
  '          ContainerName: app',
  '          ContainerPort: 80',
];

test('the file has the form of the page of AWS, in its order', () => {
  const appSpec = AppSpec.forEcs({
    containerName: 'app',
    containerPort: 80,
    platformVersion: '1.4.0',
    network: { subnets: ['subnet-1'], securityGroups: ['sg-1'] },
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 2, base: 1 }],
    hooks: { afterAllowTraffic: 'after', beforeInstall: 'before' },
  });
  expect(appSpec.fileName).toBe('appspec.yaml');
  expect(readYaml(appSpec.content).value).toEqual({
    version: 0,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: '<TASK_DEFINITION>',
            LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 80 },
            PlatformVersion: '1.4.0',
            NetworkConfiguration: {
              AwsvpcConfiguration: { Subnets: ['subnet-1'], SecurityGroups: ['sg-1'], AssignPublicIp: 'DISABLED' },
            },
            CapacityProviderStrategy: [{ Base: 1, CapacityProvider: 'FARGATE_SPOT', Weight: 2 }],
          },
        },
      },
    ],
    Hooks: [{ BeforeInstall: 'before' }, { AfterAllowTraffic: 'after' }],
  });
});

test('a container and a port that are known at deployment only are written and taken', () => {
  const stack = newStack();
  const appSpec = AppSpec.forEcs({
    containerName: Token.asString({ Ref: 'Name' }),
    containerPort: Token.asNumber({ Ref: 'Port' }),
  });
  const { 'Fn::Join': joined } = stack.resolve(appSpec.content) as { 'Fn::Join': [string, unknown[]] };
  expect(joined[1]).toEqual([
    expect.stringMatching(/ContainerName: "?$/),
    { Ref: 'Name' },
    expect.stringMatching(/^"?\n +ContainerPort: "?$/),
    { Ref: 'Port' },
    expect.stringMatching(/^"?\n$/),
  ]);
  newCodeDeployDeployment(stack, 'Production', { appSpec });
  expect(errorsOf(stack)).toEqual([]);
});

test('a file that is right is taken, with a hook for test traffic where there is a test listener', () => {
  expect(faultsOf([...SERVICE, 'Hooks:', '  - AfterAllowTestTraffic: check'], true)).toEqual([]);
});

test('a file in JSON is taken as well', () => {
  const text = JSON.stringify(readYaml(SERVICE.join('\n')).value);
  expect(faultsOf([text])).toEqual([]);
});

test.each<[string, string[], string[]]>([
  [
    'no YAML',
    ['version: ['],
    ['must be valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] (line 2)'],
  ],
  ['another version', ['version: 1.0', ...SERVICE.slice(1)], ['version: must be the number 0.0, got 1']],
  ['two services', [...SERVICE, ...SERVICE.slice(2)], ['Resources: must be a list of one service, got 2']],
  ['no services', ['version: 0.0'], ['Resources: must be a list of one service, got nothing']],
  [
    'another type',
    SERVICE.map((line) => line.replace('AWS::ECS::Service', 'AWS::Lambda::Function')),
    ["Resources[0].TargetService.Type: must be AWS::ECS::Service, got 'AWS::Lambda::Function'"],
  ],
  [
    'a task definition of its own',
    SERVICE.map((line) => line.replace('<TASK_DEFINITION>', 'orders:7')),
    [
      "Resources[0].TargetService.Properties.TaskDefinition: must be <TASK_DEFINITION>, which each release replaces by its own revision, got 'orders:7'",
    ],
  ],
  [
    'another container',
    SERVICE.map((line) => line.replace('Name: app', 'Name: web')),
    [
      "Resources[0].TargetService.Properties.LoadBalancerInfo.ContainerName: must be the container that the load balancer leads to, got 'web'; write app",
    ],
  ],
  [
    'a hook of servers',
    [...SERVICE, 'Hooks:', '  - ApplicationStop: stop'],
    [
      "Hooks[0].ApplicationStop: must be BeforeInstall, AfterInstall, AfterAllowTestTraffic, BeforeAllowTraffic or AfterAllowTraffic, got 'ApplicationStop'",
    ],
  ],
  [
    'two functions for one event',
    [...SERVICE, 'Hooks:', '  - BeforeInstall: a', '  - BeforeInstall: b'],
    ['Hooks[1].BeforeInstall: must not be given twice: an event has one function'],
  ],
  [
    'hooks as a map',
    [...SERVICE, 'Hooks:', '  BeforeInstall: a'],
    ['Hooks: must be a list, got a value of type object'],
  ],
  [
    'a key that nobody reads',
    [...SERVICE, 'Hook: []'],
    ['Hook: must be one of version, Resources, Hooks: CodeDeploy ignores other keys; write Hooks'],
  ],
])('a file with %s is reported', (_, lines, says) => {
  expect(faultsOf(lines)).toEqual(says);
});
