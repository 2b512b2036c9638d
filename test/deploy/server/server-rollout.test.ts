import { Duration } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Rollout } from '../../../lib';
import type { ZoneByZone } from '../../../lib';
import { onlyResource } from '../../support/fixtures';
import { groupOf, templateWith, WEB } from './support';

const released = (rollout?: Rollout): Template => templateWith({ ec2Tags: WEB, rollout });
const configOf = (rollout: Rollout): Record<string, unknown> =>
  onlyResource(released(rollout), 'AWS::CodeDeploy::DeploymentConfig').Properties;

test.each([
  [undefined, 'CodeDeployDefault.OneAtATime'],
  [Rollout.oneAtATime(), 'CodeDeployDefault.OneAtATime'],
  [Rollout.halfAtATime(), 'CodeDeployDefault.HalfAtATime'],
  [Rollout.allAtOnce(), 'CodeDeployDefault.AllAtOnce'],
])('what CodeDeploy has ready is taken by its name (%#)', (rollout, name) => {
  const template = released(rollout);
  expect(groupOf(template).DeploymentConfigName).toBe(name);
  template.resourceCountIs('AWS::CodeDeploy::DeploymentConfig', 0);
});

test.each([
  [Rollout.minimumHealthyHosts(2), 'Test-Fleet-at-least-2-hosts', { Type: 'HOST_COUNT', Value: 2 }],
  [Rollout.minimumHealthyHosts(0), 'Test-Fleet-at-least-0-hosts', { Type: 'HOST_COUNT', Value: 0 }],
  [Rollout.minimumHealthyPercentage(75), 'Test-Fleet-at-least-75-percent', { Type: 'FLEET_PERCENT', Value: 75 }],
])('anything else is a configuration whose name says its settings (%#)', (rollout, name, hosts) => {
  expect(configOf(rollout)).toEqual({
    DeploymentConfigName: name,
    MinimumHealthyHosts: hosts,
  });
});

test('the group waits for its configuration', () => {
  const template = released(Rollout.minimumHealthyHosts(2));
  expect(groupOf(template).DeploymentConfigName).toEqual({ Ref: expect.stringMatching(/^FleetRollout/) as unknown });
});

describe('zone by zone', () => {
  const zoneByZone = (options?: ZoneByZone): Record<string, unknown> =>
    configOf(Rollout.minimumHealthyPercentage(50).zoneByZone(options));

  test('a release goes without a pause where none is asked for', () => {
    expect(zoneByZone()).toMatchObject({ ZonalConfig: {}, MinimumHealthyHosts: { Type: 'FLEET_PERCENT', Value: 50 } });
  });

  test('times and hosts are those of the user', () => {
    const options = { monitorFor: Duration.minutes(5), monitorFirstFor: Duration.minutes(30) };
    expect(zoneByZone({ ...options, minimumHealthyHosts: 1 }).ZonalConfig).toEqual({
      MonitorDurationInSeconds: 300,
      FirstZoneMonitorDurationInSeconds: 1800,
      MinimumHealthyHostsPerZone: { Type: 'HOST_COUNT', Value: 1 },
    });
    expect(zoneByZone({ minimumHealthyPercentage: 25 }).ZonalConfig).toEqual({
      MinimumHealthyHostsPerZone: { Type: 'FLEET_PERCENT', Value: 25 },
    });
  });

  test('half at a time and all at once are configurations of their own', () => {
    expect(configOf(Rollout.halfAtATime().zoneByZone())).toMatchObject({
      MinimumHealthyHosts: { Type: 'FLEET_PERCENT', Value: 50 },
    });
    expect(configOf(Rollout.allAtOnce().zoneByZone())).toMatchObject({
      MinimumHealthyHosts: { Type: 'HOST_COUNT', Value: 0 },
    });
  });

  test('each setting has another name, since CodeDeploy changes no configuration', () => {
    const seconds = (count: number): Duration => Duration.seconds(count);
    const settings: ZoneByZone[] = [
      {},
      { monitorFor: seconds(60) },
      { monitorFor: seconds(61) },
      { monitorFirstFor: seconds(60) },
      { minimumHealthyHosts: 1 },
      { minimumHealthyPercentage: 1 },
    ];
    const names = settings.map((options) => zoneByZone(options).DeploymentConfigName as string);
    expect(new Set(names).size).toBe(settings.length);
    for (const name of names) expect(name).toMatch(/^Test-Fleet-at-least-50-percent-zones-[0-9a-f]{8}$/);
  });

  test('the same time in another unit has the same name', () => {
    const name = (monitorFor: Duration): unknown => zoneByZone({ monitorFor }).DeploymentConfigName;
    expect(name(Duration.minutes(1))).toBe(name(Duration.seconds(60)));
  });
});

test('another setting is another resource, so that the first is not replaced in place', () => {
  const idOf = (rollout: Rollout): string[] =>
    Object.keys(released(rollout).findResources('AWS::CodeDeploy::DeploymentConfig'));
  expect(idOf(Rollout.minimumHealthyHosts(2))).not.toEqual(idOf(Rollout.minimumHealthyHosts(3)));
  expect(idOf(Rollout.minimumHealthyHosts(2))).toEqual(idOf(Rollout.minimumHealthyHosts(2)));
});
