import {
  CodeDeployClient,
  CreateDeploymentGroupCommand,
  DeleteDeploymentGroupCommand,
  GetDeploymentGroupCommand,
  ListDeploymentsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateDeploymentGroupCommand,
  type DeploymentGroupInfo,
  type Tag,
} from '@aws-sdk/client-codedeploy';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError, play, type Input } from '../shared/fake-service';
import { copyFleet, fleets } from './fake-auto-scaling';

export interface StoredGroup {
  readonly info: DeploymentGroupInfo;
  readonly tags: Readonly<Record<string, string>>;
  readonly running: readonly string[];
}

const PAGE_SIZE = 2;
const ARN_START = 'arn:aws:codedeploy:eu-west-1:111111111111:deploymentgroup:';

export const codeDeploy = mockClient(CodeDeployClient);
/** The deployment groups of the account, by application and name. */
export const groups = new Map<string, StoredGroup>();
/** The applications of the account. */
const applications = new Set(['shop', 'shop-2']);
/** What the function may see: the groups of one stack, or every one there is. */
export const policy: { stackId?: string } = {};
/** The Auto Scaling groups whose hooks CodeDeploy cannot remove. */
export const stuckHooks: string[] = [];
let made = 0;

export function stored(key: string): StoredGroup {
  const group = groups.get(key);
  if (group === undefined) throw awsError('DeploymentGroupDoesNotExistException', 'No such group');
  return group;
}

export function listOf(key: string): string[] {
  return (stored(key).info.autoScalingGroups ?? []).map(({ name }) => name ?? '');
}

/** The group as the policy lets it be seen: what is not the stack's own, or not there, is a matter of permission. */
function seen(key: string): StoredGroup {
  const { stackId } = policy;
  if (stackId !== undefined && groups.get(key)?.tags['cdk-delivery:stack'] !== stackId) {
    throw awsError('AccessDeniedException', `Not authorized on ${key}`);
  }
  return stored(key);
}

export function change(key: string, changes: Partial<StoredGroup>): void {
  groups.set(key, { ...stored(key), ...changes });
}

function refuseList(names: readonly string[]): void {
  if (names.length !== 1) {
    throw awsError(
      'InvalidBlueGreenDeploymentConfigurationException',
      'Exactly one AutoScaling group must be specified',
    );
  }
  const missing = names.find((name) => !fleets.has(name));
  if (missing !== undefined) throw awsError('InvalidAutoScalingGroupException', `No Auto Scaling group ${missing}`);
}

function namesToGroups(names: unknown): DeploymentGroupInfo['autoScalingGroups'] {
  return (names as string[]).map((name) => ({ name, hook: `hook-${name}` }));
}

/** Makes a group as a call from anywhere does. */
export function store(key: string, settings: Input = {}, tags: readonly Tag[] = []): string {
  made += 1;
  const deploymentGroupId = `0000000${made}-1111-4111-8111-111111111111`;
  const [applicationName, deploymentGroupName] = key.split('/');
  const info = { ...settings, applicationName, deploymentGroupName, deploymentGroupId };
  const pairs = tags.map(({ Key = '', Value = '' }) => [Key, Value] as const);
  groups.set(key, { info, tags: Object.fromEntries(pairs), running: [] });
  return deploymentGroupId;
}

/** A blue/green release: CodeDeploy puts a copy of the Auto Scaling group in its place, and deletes the old one. */
export function release(key: string, deploymentId: string, isBlueKept = false): string {
  const [, name] = key.split('/');
  const [blue] = listOf(key);
  const green = `CodeDeploy_${name}_${deploymentId}`;
  copyFleet(blue, green);
  if (!isBlueKept) fleets.delete(blue);
  const deployment = { deploymentId, status: 'Succeeded' as const };
  const info = { lastAttemptedDeployment: deployment, lastSuccessfulDeployment: deployment };
  change(key, { info: { ...stored(key).info, ...info, autoScalingGroups: namesToGroups([green]) } });
  return green;
}

function keyOf({ applicationName, deploymentGroupName, currentDeploymentGroupName, ResourceArn }: Input): string {
  if (typeof ResourceArn === 'string') return ResourceArn.replace(ARN_START, '');
  return `${String(applicationName)}/${String(deploymentGroupName ?? currentDeploymentGroupName)}`;
}

function create({ tags, autoScalingGroups, ...settings }: Input): object {
  const key = keyOf(settings);
  if (!applications.has(String(settings.applicationName))) throw awsError('ApplicationDoesNotExistException');
  if (groups.has(key)) throw awsError('DeploymentGroupAlreadyExistsException', 'The name is taken');
  refuseList(autoScalingGroups as string[]);
  const info = { ...settings, autoScalingGroups: namesToGroups(autoScalingGroups) };
  return { deploymentGroupId: store(key, info, tags as Tag[]) };
}

function update({ currentDeploymentGroupName, newDeploymentGroupName, autoScalingGroups, ...settings }: Input): object {
  const { applicationName } = settings;
  const key = keyOf({ applicationName, currentDeploymentGroupName });
  const group = seen(key);
  const newKey = keyOf({ applicationName, deploymentGroupName: newDeploymentGroupName ?? currentDeploymentGroupName });
  if (newKey !== key && groups.has(newKey)) {
    throw awsError('DeploymentGroupAlreadyExistsException', 'The name is taken');
  }
  const isListNeeded = settings.blueGreenDeploymentConfiguration !== undefined;
  if (autoScalingGroups !== undefined || isListNeeded) refuseList((autoScalingGroups ?? []) as string[]);
  const list = autoScalingGroups === undefined ? {} : { autoScalingGroups: namesToGroups(autoScalingGroups) };
  const deploymentGroupName = newKey.split('/')[1];
  groups.delete(key);
  groups.set(newKey, { ...group, info: { ...group.info, ...settings, ...list, deploymentGroupName } });
  return { hooksNotCleanedUp: namesToGroups(stuckHooks) };
}

/** An account without deployment groups. */
export function resetCodeDeploy(stackId: string): void {
  groups.clear();
  stuckHooks.length = 0;
  policy.stackId = stackId;
  made = 0;
  play(codeDeploy, {
    CreateGroup: [CreateDeploymentGroupCommand, create],
    UpdateGroup: [UpdateDeploymentGroupCommand, update],
    GetGroup: [GetDeploymentGroupCommand, (input) => ({ deploymentGroupInfo: seen(keyOf(input)).info })],
    DeleteGroup: [
      DeleteDeploymentGroupCommand,
      (input) => {
        seen(keyOf(input));
        groups.delete(keyOf(input));
        return { hooksNotCleanedUp: namesToGroups(stuckHooks) };
      },
    ],
    ListTags: [
      ListTagsForResourceCommand,
      (input) => {
        const all = Object.entries(seen(keyOf(input)).tags).map(([Key, Value]) => ({ Key, Value }));
        const start = Number(input.NextToken ?? 0);
        const end = start + PAGE_SIZE;
        return { Tags: all.slice(start, end), NextToken: end < all.length ? String(end) : '' };
      },
    ],
    TagGroup: [
      TagResourceCommand,
      (input) => {
        const added = (input.Tags as Tag[]).map(({ Key = '', Value = '' }) => [Key, Value] as const);
        change(keyOf(input), { tags: { ...seen(keyOf(input)).tags, ...Object.fromEntries(added) } });
        return {};
      },
    ],
    UntagGroup: [
      UntagResourceCommand,
      (input) => {
        const kept = Object.entries(seen(keyOf(input)).tags).filter(
          ([key]) => !(input.TagKeys as string[]).includes(key),
        );
        change(keyOf(input), { tags: Object.fromEntries(kept) });
        return {};
      },
    ],
    ListDeployments: [ListDeploymentsCommand, (input) => ({ deployments: seen(keyOf(input)).running })],
  });
}
