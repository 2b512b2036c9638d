import type { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IDeployTarget, Rollback } from '../../lib';
import { here } from '../support/simulation';
import type { Request, ResolvedTemplates } from '../support/simulation';

/** What every deployment platform promises; a platform that cannot says why. */
export type Promised = 'another account' | 'service role' | 'rollback' | 'names' | 'given role' | 'existing resources';

/** What a test may say of a deployment. */
export interface DeploymentOptions {
  readonly rollback?: Rollback;
  readonly role?: Role;
  readonly applicationName?: string;
  readonly deploymentGroupName?: string;
}

/** What a role may do, and what of a neighbour it may not. */
export interface Access {
  readonly roleId: string;
  readonly stackName: string;
  readonly allowed: (templates: ResolvedTemplates) => Request[];
  readonly denied: (templates: ResolvedTemplates) => Request[];
}

/** One kind of thing that a stage releases to. */
export interface Platform {
  readonly name: string;

  /** Makes what is released to, with everything round it, and the target. Its construct is called `id`. */
  readonly make: (scope: Stack, id: string, options?: DeploymentOptions) => IDeployTarget;

  /** A target by names alone. */
  readonly existing?: (scope: Stack) => IDeployTarget;

  /** Makes the construct with something that is none of its props. */
  readonly misuse: readonly ((scope: Stack, junk: unknown) => IDeployTarget)[];

  /** The role that releases. */
  readonly release: Access;

  /** The role that AWS works with afterwards. */
  readonly service?: Access;

  /** Promises that the platform does not make, each with its reason. */
  readonly skips: Partial<Record<Promised, string>>;
}

/** A deployment group in a template, whichever way it is made. */
export interface GroupSettings {
  readonly applicationName: unknown;
  readonly deploymentGroupName: unknown;
  readonly alarmsEnabled: boolean;
  readonly alarmCount: number;
  readonly rollbackEvents: readonly string[];
  readonly serviceRoleArn: unknown;
}

interface TemplateJson {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}

/** The only deployment group of a template. */
export function groupIn(template: TemplateJson): GroupSettings {
  const groups = Object.values(template.Resources).flatMap(({ Type, Properties }) => {
    if (Type === 'AWS::CodeDeploy::DeploymentGroup') return [ofCloudFormation(Properties)];
    return Type === 'Custom::CodeDeployBlueGreenGroup' ? [ofHandler(Properties)] : [];
  });
  if (groups.length !== 1) throw new Error(`expected one deployment group, found ${groups.length}`);
  return groups[0];
}

function ofCloudFormation(properties: Record<string, unknown>): GroupSettings {
  const alarms = properties.AlarmConfiguration as { Enabled: boolean; Alarms: unknown[] };
  const rollback = properties.AutoRollbackConfiguration as { Enabled: boolean; Events?: string[] };
  return {
    applicationName: properties.ApplicationName,
    deploymentGroupName: properties.DeploymentGroupName,
    alarmsEnabled: alarms.Enabled,
    alarmCount: alarms.Alarms.length,
    rollbackEvents: rollback.Enabled ? (rollback.Events ?? []) : [],
    serviceRoleArn: properties.ServiceRoleArn,
  };
}

function ofHandler(properties: Record<string, unknown>): GroupSettings {
  const alarms = properties.alarms as { enabled: string; names: unknown[] };
  return {
    applicationName: properties.applicationName,
    deploymentGroupName: properties.deploymentGroupName,
    alarmsEnabled: alarms.enabled === 'true',
    alarmCount: alarms.names.length,
    rollbackEvents: properties.rollbackEvents as string[],
    serviceRoleArn: properties.serviceRoleArn,
  };
}

/** The ARN of a deployment group of the application that tests make. */
export function group(name: string): string {
  return here('codedeploy', `deploymentgroup:Application-Production/${name}`);
}

/** The ARN of the resource of a type whose logical id has this part. */
export const arnOf = (templates: ResolvedTemplates, type: string, part = ''): string => {
  const found = templates.resourcesOfType(type).find(({ logicalId }) => logicalId.includes(part));
  if (found === undefined) throw new Error(`no ${type} with ${part}`);
  return templates.arnOf(found);
};
/** What a reference to the resource of a type gives. */
export const refOf = (templates: ResolvedTemplates, type: string): string =>
  templates.refTo(templates.resourcesOfType(type)[0]);
