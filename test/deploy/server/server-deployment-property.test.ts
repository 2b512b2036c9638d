import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import fc from 'fast-check';
import { BlueFleet, DeploymentAgent, Rollback, Rollout, ServerFleet } from '../../../lib';
import type { ServerDeploymentProps, ZoneByZone } from '../../../lib';
import { newStack, resourcesOf } from '../../support/fixtures';
import { blueGreenOf, groupOf, newNetwork, newServers, newTargetGroup, newTemplate } from './support';

type TagGroups = Record<string, string[]>[];

const tagGroups: fc.Arbitrary<TagGroups> = fc.array(
  fc
    .dictionary(
      fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _.:/=+@-]{0,20}$/),
      fc.array(fc.string({ maxLength: 30 }), { maxLength: 3 }),
      {
        minKeys: 1,
        maxKeys: 3,
      },
    )
    .filter((group) => Object.values(group).reduce((count, values) => count + Math.max(1, values.length), 0) <= 10),
  { minLength: 1, maxLength: 3 },
);

const seconds = fc.integer({ min: 1, max: 86_400 }).map((count) => Duration.seconds(count));
const zones: fc.Arbitrary<ZoneByZone> = fc.oneof(
  fc.record(
    { monitorFor: seconds, monitorFirstFor: seconds, minimumHealthyHosts: fc.nat(10_000) },
    { requiredKeys: [] },
  ),
  fc.record({ monitorFor: seconds, minimumHealthyPercentage: fc.nat(99) }, { requiredKeys: [] }),
);
const hosts = fc.oneof(
  fc.nat(10_000).map((count) => Rollout.minimumHealthyHosts(count)),
  fc.nat(99).map((count) => Rollout.minimumHealthyPercentage(count)),
  fc.constantFrom(Rollout.halfAtATime(), Rollout.allAtOnce()),
);
const speeds = fc.oneof(hosts, fc.constant(Rollout.oneAtATime()));
const inPlace = fc.oneof(
  speeds,
  fc.tuple(hosts, zones).map(([rollout, options]) => rollout.zoneByZone(options)),
);
const rollbacks = fc.constantFrom(Rollback.never(), Rollback.onFailure(), Rollback.onFailure().alsoOnStop());
const id = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,120}$/);

interface Given {
  readonly id: string;
  readonly props: ServerDeploymentProps;
}

/** The template of a stack with this deployment, made twice: the same each time. */
function templateOf(make: (stack: Stack) => Given): Template {
  const [first, second] = [0, 1].map(() => {
    const stack = newStack();
    const { id: construct, props } = make(stack);
    newServers(stack, props, construct);
    return Template.fromStack(stack);
  });
  expect(second.toJSON()).toEqual(first.toJSON());
  return first;
}

const NAME = /^[A-Za-z0-9+=,.@_-]{1,100}$/;

/** What CodeDeploy refuses, whatever it is told otherwise. */
function expectLegalConfigs(template: Template): void {
  for (const { Properties } of Object.values(resourcesOf(template, 'AWS::CodeDeploy::DeploymentConfig'))) {
    expect(Properties.DeploymentConfigName).toMatch(NAME);
    expect(Properties.DeploymentConfigName).not.toMatch(/^CodeDeployDefault\./);
    const { Type, Value } = Properties.MinimumHealthyHosts as { Type: string; Value: number };
    expect(Value).toBeLessThanOrEqual(Type === 'FLEET_PERCENT' ? 99 : 10_000);
  }
}

interface Filter {
  readonly Key?: string;
  readonly Value?: string;
  readonly Type: string;
}

test('any legal tags and rollouts make a group in place, within the limits of the services', () => {
  fc.assert(
    fc.property(
      id,
      tagGroups,
      tagGroups,
      inPlace,
      rollbacks,
      (construct, ec2Tags, onPremisesTags, rollout, rollback) => {
        const template = templateOf(() => ({ id: construct, props: { ec2Tags, onPremisesTags, rollout, rollback } }));
        const properties = groupOf(template);
        expect(properties.DeploymentGroupName).toMatch(NAME);
        expectLegalConfigs(template);
        const sets = (properties.Ec2TagSet as { Ec2TagSetList: { Ec2TagGroup: Filter[] }[] }).Ec2TagSetList;
        expect(sets.length).toBeLessThanOrEqual(3);
        for (const { Ec2TagGroup } of sets) {
          expect(Ec2TagGroup.length).toBeGreaterThan(0);
          expect(Ec2TagGroup.length).toBeLessThanOrEqual(10);
        }
        for (const { Properties } of Object.values(resourcesOf(template, 'AWS::SSM::Association'))) {
          const targets = Properties.Targets as { Key: string; Values: string[] }[];
          expect(targets.length).toBeGreaterThan(0);
          expect(targets.length).toBeLessThanOrEqual(5);
          expect(new Set(targets.map(({ Key }) => Key)).size).toBe(targets.length);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('every server that CodeDeploy finds by its tags, the association of an agent finds as well', () => {
  fc.assert(
    fc.property(
      tagGroups,
      fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.string({ maxLength: 3 })),
      (ec2Tags, more) => {
        const template = templateOf(() => ({ id: 'Fleet', props: { ec2Tags } }));
        const associations = Object.values(resourcesOf(template, 'AWS::SSM::Association'));
        // A server with one tag of each group.
        const chosen = ec2Tags.map((group) => Object.entries(group)[0]);
        const tags: Record<string, string> = { ...more };
        for (const [key, values] of chosen) tags[key] = values[0] ?? 'anything';
        const isFound = ec2Tags.every((group) =>
          Object.entries(group).some(
            ([key, values]) => key in tags && (values.length === 0 || values.includes(tags[key])),
          ),
        );
        const isTarget = ({ Key, Values }: { Key: string; Values: string[] }): boolean =>
          Key === 'tag-key'
            ? Values.some((key) => key in tags)
            : Key.slice('tag:'.length) in tags && Values.includes(tags[Key.slice('tag:'.length)]);
        const hasAgent = associations.some(({ Properties }) => (Properties.Targets as never[]).every(isTarget));
        expect(hasAgent || !isFound).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});

const fleets = fc
  .record({
    least: fc.nat(5_000),
    more: fc.nat(5_000),
    wanted: fc.option(fc.nat(10_000)),
    grace: fc.nat(7_200),
    byLoadBalancer: fc.boolean(),
  })
  .map(({ least, more, wanted, grace, byLoadBalancer }) => ({
    minCapacity: least,
    maxCapacity: least + more,
    desiredCapacity: wanted === null ? undefined : Math.min(Math.max(wanted, least), least + more),
    healthCheckGracePeriod: Duration.seconds(grace),
    loadBalancerHealthCheck: byLoadBalancer,
  }));
const blue = fc.oneof(
  fc.constant(BlueFleet.keep()),
  fc.nat(2_880).map((count) => BlueFleet.terminateAfter(Duration.minutes(count))),
);
const confirmed = fc.option(
  fc.integer({ min: 1, max: 7_200 }).map((count) => Duration.minutes(count)),
  { nil: undefined },
);

test('any legal fleet and speed make a blue/green group, in the words of the service', () => {
  fc.assert(
    fc.property(id, fleets, speeds, blue, confirmed, (construct, fleet, speed, kept, confirmWithin) => {
      const template = templateOf((stack) => ({
        id: construct,
        props: {
          rollout: Rollout.blueGreen({ speed, blue: kept, confirmWithin }),
          targetGroups: [newTargetGroup(stack, 'Front')],
          fleet: ServerFleet.launch({
            ...fleet,
            launchTemplate: newTemplate(stack, 'Launch'),
            vpc: newNetwork(stack, 'Net'),
          }),
          agent: DeploymentAgent.installed(),
        },
      }));
      expectLegalConfigs(template);
      const group = blueGreenOf(template) as Record<string, Record<string, string>>;
      expect(group.deploymentGroupName).toMatch(NAME);
      expect(Number(group.fleet.minSize)).toBeLessThanOrEqual(Number(group.fleet.maxSize));
      // CloudFormation hands everything to a custom resource as a text.
      expect(JSON.stringify(group)).not.toMatch(/:(-?[0-9]|true|false|null)/);
      const [prefix] = (group.fleet.autoScalingGroupName as unknown as { 'Fn::Join': [string, [string]] })[
        'Fn::Join'
      ][1];
      expect(prefix.length + '0a1b2c3d-0000-4000-8000-000000000000'.length).toBeLessThanOrEqual(255);
    }),
    { numRuns: 12 },
  );
});

test('two deployments with ids that are alike never share a name', () => {
  fc.assert(
    fc.property(fc.uniqueArray(id, { minLength: 2, maxLength: 4 }), (ids) => {
      const stack = newStack();
      const group = AutoScalingGroup.fromAutoScalingGroupName(stack, '_Group', 'web');
      const names = ids.map((each) => newServers(stack, { autoScalingGroups: [group] }, each).deploymentGroupName);
      expect(new Set(names).size).toBe(ids.length);
    }),
    { numRuns: 12 },
  );
});
