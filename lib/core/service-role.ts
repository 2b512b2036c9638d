import { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { checkOptionalResource } from './environments';
import type { Problems } from './problems';

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
}

/** Stands for accounts, roles and users, beside the names of services. */
export const OTHER_PRINCIPALS = 'other principals than services';

const reporters = new WeakMap<CfnRole, Map<string, IConstruct>>();

/**
 * Gives the role back when it can be referred to from here; else reports it and gives nothing. A role of this app that
 * the service may not take, nor one of the `others`, is reported when the app is synthesized: until then its trust policy
 * may grow.
 */
export function checkServiceRole(
  problems: Problems,
  prop: string,
  scope: IConstruct,
  given: IRole | undefined,
  service: string,
  ...others: string[]
): IRole | undefined {
  const role = checkOptionalResource(problems, prop, scope, given, 'a role', 'roleArn');
  const resource = role?.node.defaultChild;
  if (!CfnRole.isCfnRole(resource)) return role;
  problems.atSynthesis(scope, (late) => {
    const trusted = trustedBy(resource);
    if (trusted === undefined || trusted.some((name) => [service, ...others].some((taker) => isService(name, taker))))
      return;
    if (isReportedBesides(resource, service, scope)) return;
    late.add(prop, `must be a role that ${service} may assume`, {
      got: trusted.join(', '),
      cure: `make it with assumedBy: new ServicePrincipal('${service}')`,
    });
  });
  return role;
}

/** A pipeline hands its role for commands to its builds, which need not say the same again. */
function isReportedBesides(resource: CfnRole, service: string, scope: IConstruct): boolean {
  const known = reporters.get(resource) ?? new Map<string, IConstruct>();
  reporters.set(resource, known);
  if (!known.has(service)) known.set(service, scope);
  return known.get(service) !== scope;
}

/** Who may take a role; nothing where that is not known before the deployment. */
function trustedBy(resource: CfnRole): string[] | undefined {
  // What an escape hatch overrides is not read.
  const { rawOverrides = {} } = resource as unknown as { readonly rawOverrides?: object };
  if (Object.keys(rawOverrides).length > 0) return undefined;
  const document = Stack.of(resource).resolve(resource.assumeRolePolicyDocument) as { Statement?: unknown } | undefined;
  const statements: unknown = document?.Statement;
  if (!Array.isArray(statements)) return undefined;
  const names = (statements as Statement[]).filter(({ Effect }) => Effect === 'Allow').map(principalsOf);
  return names.includes(undefined) ? undefined : names.flatMap((known) => known ?? []);
}

function principalsOf({ Principal }: Statement): string[] | undefined {
  if (typeof Principal !== 'object' || Principal === null) return undefined;
  const { Service = [], ...others } = Principal as Record<string, unknown>;
  const services = [Service].flat();
  const isKnown = services.every((name) => typeof name === 'string') && !Object.values(others).flat().includes('*');
  if (!isKnown) return undefined;
  return Object.keys(others).length === 0 ? services : [...services, OTHER_PRINCIPALS];
}

/** The names of some services also hold a region, or the domain of a partition, like codedeploy.cn-north-1.amazonaws.com.cn. */
function isService(name: string, service: string): boolean {
  return name.split('.')[0] === service.split('.')[0];
}
