import { type AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { type CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { type ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isNamed } from '../shared/errors';
import { property } from '../shared/property';
import {
  attempt,
  isBusy,
  isPassing,
  startShift as start,
  type Request,
  type Shift as SharedShift,
} from '../shared/shift';
import { type Services } from './services';

/** Before the function's own timeout of 15 minutes, with time left to answer. */
const LENGTH_MINUTES = 13;
/** Two minutes in all: a new role may be that long unknown to CodeDeploy. */
const PAUSES_MS = [1, 2, 4, 8, ...Array<number>(7).fill(15)].map((seconds) => seconds * 1000);

export type Shift = SharedShift<Services>;

export function startShift(services: Services): Shift {
  return start(services, { work: 'deployment group', minutes: LENGTH_MINUTES, pauses: PAUSES_MS });
}

function says(error: unknown, pattern: RegExp): boolean {
  return pattern.test(String(property(error, 'message')));
}

/** A role, or the policy of a topic, that CodeDeploy does not see yet. */
function isRoleNew(error: unknown): boolean {
  return (
    isNamed(error, 'InvalidRoleException') ||
    says(error, /\bassume\b.*\brole\b/i) ||
    (isNamed(error, 'InvalidTriggerConfigException') && says(error, /^Topic ARN .+ is not valid/))
  );
}

/** Calls CodeDeploy. What goes away by itself is waited out. */
export function codeDeploy<T>(shift: Shift, request: Request<CodeDeployClient, T>): Promise<T> {
  return attempt(shift, shift.services.codeDeploy, request, (error) => isPassing(error, shift) || isRoleNew(error));
}

/** Calls CodeDeploy, and tells at once that permission is missing: what does not exist is no part of the policy. */
export function peek<T>(shift: Shift, request: Request<CodeDeployClient, T>): Promise<T> {
  return attempt(shift, shift.services.codeDeploy, request, isBusy);
}

const CONTENTION = [
  'ResourceContention',
  'ResourceContentionFault',
  'ResourceInUse',
  'ResourceInUseFault',
  'ScalingActivityInProgress',
  'ScalingActivityInProgressFault',
];

const NEW_TEMPLATE =
  /iam ?instance ?profile|launch ?template.*(not exist|not found)|not authorized to use launch ?template/i;

/** An instance profile, a launch template or the right to use it, that Auto Scaling does not see yet. */
function isTemplateNew(error: unknown): boolean {
  return isNamed(error, 'ValidationError') && says(error, NEW_TEMPLATE);
}

/** Calls Auto Scaling. What goes away by itself is waited out. */
export function autoScaling<T>(shift: Shift, request: Request<AutoScalingClient, T>): Promise<T> {
  return attempt(
    shift,
    shift.services.autoScaling,
    request,
    (error) => isPassing(error, shift) || isNamed(error, ...CONTENTION) || isTemplateNew(error),
  );
}

/** Calls Elastic Load Balancing. What goes away by itself is waited out. */
export function loadBalancing<T>(shift: Shift, request: Request<ElasticLoadBalancingV2Client, T>): Promise<T> {
  return attempt(shift, shift.services.loadBalancing, request);
}
