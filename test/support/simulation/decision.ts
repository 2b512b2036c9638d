import { runSimulation, runUnsafeSimulation, type Simulation, typeForContextKey } from '@cloud-copilot/iam-simulate';
import type { RunSimulationResults, SingleResourceSimulationResult } from '@cloud-copilot/iam-simulate';
import { explain } from './explain';
import { refuseWildcardsInFirstPart } from './faithful';
import type { NamedPolicy } from './policy-document';
import { ownerOf, resourcePolicyOf } from './resource-policies';
import type { Role } from './roles';

/** Values of condition keys of a request. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

export interface Decision {
  readonly allowed: boolean;
  /** The statements that decided, or why none did. */
  readonly reason: string;
}

/** A name that no policy mentions, so that only a policy's own wildcard covers it. */
const ANY_NAME = 'any-name-5f1c';

/** @throws when the request makes no sense, or its answer depends on something that is not known */
export async function decide(
  role: Role,
  action: string,
  resourceArn: string,
  context: Context = {},
): Promise<Decision> {
  const request = `${action} on ${resourceArn}`;
  if (role.boundary !== undefined && role.boundary.document === undefined) {
    throw new Error(`${request}: the boundary ${role.boundary.arn} is not known: give it as an outside policy`);
  }
  const resource = resourceArn === '*' ? resourceArn : resourceArn.replaceAll('*', ANY_NAME);
  refuseWildcardsInFirstPart(policiesAndBoundary(role), action, resource);
  const decision = await simulate(simulationOf(role, action, resource, context), Object.keys(context), request);
  if (decision.allowed || decision.isExplicit || role.outsidePolicyArns.length === 0) return decision;
  const outside = role.outsidePolicyArns.join(', ');
  throw new Error(`${request}: depends on ${outside}, which is not known: give it as an outside policy`);
}

function policiesAndBoundary({ policies, boundary }: Role): readonly NamedPolicy[] {
  return boundary?.document === undefined
    ? policies
    : [...policies, { name: boundary.arn, document: boundary.document }];
}

function simulationOf(role: Role, action: string, resource: string, context: Context): Simulation {
  const { templates, arn, environment, boundary, policies } = role;
  const accountId = ownerOf(templates, resource, environment.account);
  const resourcePolicy = resourcePolicyOf(templates, action, resource, accountId);
  return {
    request: {
      principal: arn,
      action,
      resource: { resource, accountId },
      contextVariables: { ...defaultContext(role, accountId), ...mutable(context) },
    },
    identityPolicies: policies.map(({ name, document }) => ({ name, policy: document })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
    ...(boundary === undefined
      ? {}
      : { permissionBoundaryPolicies: [{ name: boundary.arn, policy: boundary.document }] }),
  };
}

function mutable(context: Context): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  );
}

/** What is true of every request that a role makes itself, over TLS. */
function defaultContext({ arn, environment }: Role, resourceAccount: string): Record<string, string> {
  return {
    'aws:PrincipalAccount': environment.account,
    'aws:PrincipalArn': arn,
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalType': 'AssumedRole',
    'aws:RequestedRegion': environment.region,
    'aws:ResourceAccount': resourceAccount,
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    's3:TlsVersion': '1.3',
  };
}

type SimulatedDecision = Decision & { readonly isExplicit: boolean };

async function simulate(
  simulation: Simulation,
  contextKeys: readonly string[],
  request: string,
): Promise<SimulatedDecision> {
  const answer = await runSimulation(simulation, {});
  if (isAmbiguous(answer) || isDocumentOfAws(simulation)) return simulateUntyped(simulation, contextKeys);
  const { overallResult, result } = single(answer, request);
  const ignored = contextKeys.filter((key) => result.ignoredContextKeys?.includes(key));
  if (ignored.length > 0) throw new Error(`${request}: the simulator knows no ${ignored.join(', ')} for this request`);
  return {
    allowed: overallResult === 'Allowed',
    isExplicit: overallResult === 'ExplicitlyDenied',
    reason: explain(result.analysis),
  };
}

function isAmbiguous(answer: RunSimulationResults): boolean {
  return answer.resultType === 'error' && answer.errors.message === 'multiple.resource.types';
}

/**
 * Documents of AWS are in no account, which the service's reference of its ARNs leaves out.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/security_iam_id-based-policy-examples.html
 */
function isDocumentOfAws({ request }: Simulation): boolean {
  return /^arn:[^:]+:ssm:[^:]+::document\/./.test(request.resource.resource);
}

/** Some ARNs, such as that of a function's alias and version, fit several types: the answer is the same for each. */
async function simulateUntyped(simulation: Simulation, contextKeys: readonly string[]): Promise<SimulatedDecision> {
  await Promise.all(contextKeys.map((key) => typeForContextKey(key)));
  const result = runUnsafeSimulation(simulation, {});
  return { allowed: result === 'Allowed', isExplicit: result === 'ExplicitlyDenied', reason: result };
}

/** What the simulator's messages mean for whoever wrote the request. */
const MISTAKES: Readonly<Partial<Record<string, string>>> = {
  'invalid.action': 'there is no such action',
  'invalid.service': 'there is no such service',
  'must.use.wildcard': 'the action takes no resource: ask for *',
  'no.resource.types': 'the action does not take a resource of this type',
};

function single(answer: RunSimulationResults, request: string): SingleResourceSimulationResult {
  if (answer.resultType === 'single') return answer;
  if (answer.resultType === 'wildcard') throw new Error(`${request}: the action takes a resource: name one`);
  const { message, ...details } = answer.errors;
  throw new Error(`${request}: ${MISTAKES[message] ?? `${message} ${JSON.stringify(details)}`}`);
}
