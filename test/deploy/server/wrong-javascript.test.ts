import { App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  BlueFleet,
  DeploymentAgent,
  DeployTarget,
  Rollback,
  Rollout,
  ServerDeployment,
  ServerFleet,
} from '../../../lib';
import { littleBeside, newPipeline } from '../../support/fixtures';
import { untyped } from '../../support/mistakes';
import { each, messagesOf, ofTheRuntime } from '../../support/wrong-javascript';
import type { Give } from '../../support/wrong-javascript';
import { newNetwork, newServers, newTargetGroup, newTemplate, WEB } from './support';

/** What users of plain JavaScript write where a text, a number, a list, an object or a construct belongs. */
const WRONG: unknown[] = [undefined, null, 'text', -1, true, [null], ['a'], {}, { a: 1 }];

/** Something of another library, or of the same one in another place. */
const CONSTRUCTS: ((stack: Stack) => unknown)[] = [(stack) => new Topic(stack, 'Wrong'), () => () => 1];

const deployment = (stack: Stack, props: Record<string, unknown>): ServerDeployment =>
  new ServerDeployment(stack, 'Fleet', untyped(props));
const inPlace = (stack: Stack, props: Record<string, unknown>): unknown =>
  deployment(stack, { ec2Tags: WEB, ...props });
const blueGreen = (stack: Stack, make: () => Record<string, unknown>): unknown => {
  const targetGroups = [newTargetGroup(stack)];
  return deployment(stack, {
    rollout: Rollout.blueGreen(),
    targetGroups,
    fleet: ServerFleet.launch(fleet(stack)),
    ...make(),
  });
};
const fleet = (
  stack: Stack,
): { launchTemplate: ReturnType<typeof newTemplate>; vpc: ReturnType<typeof newNetwork> } => ({
  launchTemplate: newTemplate(stack, `Servers${stack.node.children.length}`),
  vpc: newNetwork(stack, `Network${stack.node.children.length}`),
});
const released = (stack: Stack, target: ReturnType<typeof DeployTarget.servers>): unknown =>
  newPipeline(stack, { ...littleBeside(stack), stages: [{ stageName: 'Live', targets: [target] }] });

const PROPS = [
  ...['autoScalingGroups', 'ec2Tags', 'onPremisesTags', 'fleet', 'targetGroups', 'classicLoadBalancers', 'rollout'],
  ...['rollback', 'ignoreAlarms', 'ignorePollAlarmFailure', 'outdatedInstances', 'notifications', 'terminationHook'],
  ...['appSpec', 'agent', 'application', 'applicationName', 'deploymentGroupName', 'role'],
];
const BLUE_GREEN = ['fleet', 'targetGroups', 'rollback', 'notifications', 'outdatedInstances', 'agent', 'role'];
const FLEET = [
  ...[
    'launchTemplate',
    'vpc',
    'vpcSubnets',
    'minCapacity',
    'maxCapacity',
    'desiredCapacity',
    'loadBalancerHealthCheck',
  ],
  ...['healthCheckGracePeriod', 'instanceRole'],
];
const INSTANCES = [
  ...['targetName', 'artifact', 'tagKey', 'tagValue', 'instanceType', 'targetDirectory', 'preScript', 'postScript'],
  ...['targetGroups', 'maxBatch', 'maxError', 'instances'],
];
const CONDITION = ['threshold', 'period', 'evaluationPeriods'];
const ZONES = ['monitorFor', 'monitorFirstFor', 'minimumHealthyHosts', 'minimumHealthyPercentage'];
const watched = (stack: Stack, alarms: unknown): unknown =>
  inPlace(stack, { targetGroups: [newTargetGroup(stack)], rollback: Rollback.onPlatformAlarms(untyped(alarms)) });
const rolloutOf = (stack: Stack, make: (value: never) => Rollout, value: unknown): unknown =>
  inPlace(stack, { rollout: make(value as never) });

const ROWS: [string, Give][] = [
  ['ServerDeployment', (stack, value) => new ServerDeployment(stack, 'Fleet', untyped(value))],
  ...each('ServerDeployment with tags', PROPS, inPlace),
  ...each('ServerDeployment that is blue/green', BLUE_GREEN, (stack, given) => blueGreen(stack, () => given)),
  ['ec2Tags[0]', (stack, value) => inPlace(stack, { ec2Tags: [value] })],
  ['ec2Tags[0].Role', (stack, value) => inPlace(stack, { ec2Tags: [{ Role: value }] })],
  ['ec2Tags[0].Role[0]', (stack, value) => inPlace(stack, { ec2Tags: [{ Role: [value] }] })],
  ['autoScalingGroups[0]', (stack, value) => inPlace(stack, { autoScalingGroups: [value] })],
  [
    'targetGroups[0]',
    (stack, value) => inPlace(stack, { targetGroups: [value], rollback: Rollback.onPlatformAlarms() }),
  ],
  ['classicLoadBalancers[0]', (stack, value) => inPlace(stack, { classicLoadBalancers: [value] })],
  ['notifications[0]', (stack, value) => inPlace(stack, { notifications: [value] })],
  ...each('notifications[0]', ['topic', 'events'], (stack, given) =>
    inPlace(stack, { notifications: [{ topic: new Topic(stack, 'Topic'), ...given }] }),
  ),
  [
    'notifications[0].events[0]',
    (stack, value) => inPlace(stack, { notifications: [{ topic: new Topic(stack, 'Topic'), events: [value] }] }),
  ],
  ['Rollout.minimumHealthyHosts', (stack, value) => rolloutOf(stack, (it) => Rollout.minimumHealthyHosts(it), value)],
  [
    'Rollout.minimumHealthyPercentage',
    (stack, value) => rolloutOf(stack, (it) => Rollout.minimumHealthyPercentage(it), value),
  ],
  ['Rollout.canary', (stack, value) => rolloutOf(stack, (it) => Rollout.canary(it), value)],
  ['Rollout.linear', (stack, value) => rolloutOf(stack, (it) => Rollout.linear(it), value)],
  ['Rollout.blueGreen in place', (stack, value) => rolloutOf(stack, (it) => Rollout.blueGreen(it), value)],
  ['Rollout.blueGreen', (stack, value) => blueGreen(stack, () => ({ rollout: Rollout.blueGreen(untyped(value)) }))],
  ...each('Rollout.blueGreen', ['speed', 'confirmWithin', 'blue'], (stack, given) =>
    blueGreen(stack, () => ({ rollout: Rollout.blueGreen(untyped(given)) })),
  ),
  [
    'BlueFleet.terminateAfter',
    (stack, value) =>
      blueGreen(stack, () => ({ rollout: Rollout.blueGreen({ blue: BlueFleet.terminateAfter(untyped(value)) }) })),
  ],
  ['zoneByZone', (stack, value) => rolloutOf(stack, (it) => Rollout.allAtOnce().zoneByZone(it), value)],
  ...each('zoneByZone', ZONES, (stack, given) => rolloutOf(stack, (it) => Rollout.halfAtATime().zoneByZone(it), given)),
  [
    'Rollback.onAlarms',
    (stack, value) => inPlace(stack, { rollback: Rollback.onAlarms(untyped(value), untyped(value)) }),
  ],
  ['alsoOnAlarms', (stack, value) => inPlace(stack, { rollback: Rollback.never().alsoOnAlarms(untyped(value)) })],
  ['Rollback.onPlatformAlarms', watched],
  ...each('Rollback.onPlatformAlarms', ['serverErrors', 'unhealthyHosts', 'latency'], watched),
  ...each('serverErrors', CONDITION, (stack, given) => watched(stack, { serverErrors: given })),
  [
    'DeploymentAgent.bySystemsManager',
    (stack, value) => inPlace(stack, { agent: DeploymentAgent.bySystemsManager(untyped(value)) }),
  ],
  ...each('DeploymentAgent.bySystemsManager', ['schedule', 'version', 'tags'], (stack, given) =>
    inPlace(stack, { agent: DeploymentAgent.bySystemsManager(untyped(given)) }),
  ),
  ['ServerFleet.launch', (stack, value) => blueGreen(stack, () => ({ fleet: ServerFleet.launch(untyped(value)) }))],
  ...each('ServerFleet.launch', FLEET, (stack, given) =>
    blueGreen(stack, () => ({ fleet: ServerFleet.launch({ ...fleet(stack), ...given }) })),
  ),
  ...each(
    'vpcSubnets',
    ['subnetType', 'subnets', 'availabilityZones', 'subnetGroupName', 'subnetFilters'],
    (stack, given) =>
      blueGreen(stack, () => ({ fleet: ServerFleet.launch({ ...fleet(stack), vpcSubnets: untyped(given) }) })),
  ),
  [
    'ServerFleet.existing',
    (stack, value) => blueGreen(stack, () => ({ fleet: ServerFleet.existing(untyped(value), untyped(value)) })),
  ],
  ['grantInstance', (stack, value) => newServers(stack).grantInstance(untyped(value))],
  [
    'fromServerDeploymentAttributes',
    (stack, value) => ServerDeployment.fromServerDeploymentAttributes(stack, 'Existing', untyped(value)),
  ],
  ...each(
    'fromServerDeploymentAttributes',
    ['applicationName', 'deploymentGroupName', 'deploymentConfigName', 'account', 'region'],
    (stack, given) => {
      const names = { applicationName: 'a', deploymentGroupName: 'b', ...given };
      return released(
        stack,
        DeployTarget.servers(ServerDeployment.fromServerDeploymentAttributes(stack, 'E', untyped(names))),
      );
    },
  ),
  ['DeployTarget.servers', (stack, value) => released(stack, DeployTarget.servers(untyped(value)))],
  [
    'DeployTarget.servers options',
    (stack, value) => released(stack, DeployTarget.servers(newServers(stack), untyped(value))),
  ],
  ...each('DeployTarget.servers options', ['targetName', 'artifact'], (stack, given) =>
    released(stack, DeployTarget.servers(newServers(stack), untyped(given))),
  ),
  ['DeployTarget.instances', (stack, value) => released(stack, DeployTarget.instances(untyped(value)))],
  ...each('DeployTarget.instances', INSTANCES, (stack, given) =>
    released(
      stack,
      DeployTarget.instances(untyped({ tagKey: 'Role', targetDirectory: '/srv', postScript: 'a.sh', ...given })),
    ),
  ),
  [
    'DeployTarget.instances instances[0]',
    (stack, value) =>
      released(
        stack,
        DeployTarget.instances({
          tagKey: 'R',
          targetDirectory: '/s',
          postScript: 'a',
          instances: untyped([value, value]),
        }),
      ),
  ],
];

/** The error that is thrown at once, where one is; what is wrong is reported by a validation instead. */
function thrownBy(stack: Stack, give: Give, value: (stack: Stack) => unknown): string | undefined {
  try {
    give(stack, value(stack));
    const messages = messagesOf(stack);
    // The template is made of what nothing is wrong with.
    const made = messages.length === 0 ? (stack.node.tryFindChild('Fleet')?.node.findAll() ?? []) : [];
    for (const node of made) stack.resolve((node as { _toCloudFormation?: () => unknown })._toCloudFormation?.());
    return ofTheRuntime(messages);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message.slice(0, 300)}\n${(error as Error).stack?.split('\n').find((line) => line.includes('/lib/'))}`;
  }
}

test.each(ROWS)('%s is collected where it is wrong, and ends in no error of the runtime', (_, give) => {
  // One app for all, which stages the functions of the library once.
  const app = new App();
  const answers = [...WRONG.map((value) => () => value), ...CONSTRUCTS].map((value, index) =>
    thrownBy(new Stack(app, `Test${index}`), give, value),
  );
  expect(answers.filter((answer) => answer !== undefined)).toEqual([]);
});
