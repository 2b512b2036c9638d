import type { IResource, ResourceEnvironment } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { IDeliveryAccess } from '../core/access';
import type { DeliveryArtifact } from '../core/artifact';
import { checkResource, checkResourceKind } from '../core/environments';
import type { Problems } from '../core/problems';
import type { DeployTargetConfig, DeployTargetContext, IDeployTarget } from './deploy-target-interface';
import type { DeployTargetOptions } from './deploy-target-options';

/** A target that is a resource: it has the id and the environment of that one. */
export abstract class ResourceTarget implements IDeployTarget {
  public readonly targetName: string;
  public readonly targetEnv?: ResourceEnvironment;

  /** Where the resource is in the app. */
  public readonly resourcePath: string;
  public readonly artifact?: DeliveryArtifact;
  public readonly access?: IDeliveryAccess;

  /** `otherwise` is the name of a target whose resource is missing. */
  constructor(given: unknown, options: DeployTargetOptions, otherwise: string) {
    const resource = Construct.isConstruct(given) ? (given as Construct & Partial<IResource>) : undefined;
    this.targetName = options.targetName ?? resource?.node.id ?? otherwise;
    this.targetEnv = resource?.env;
    this.resourcePath = resource?.node.path ?? '';
    this.artifact = options.artifact;
    this.access = options.access ?? undefined;
  }

  /** Gives the resource back when it is of its kind, which has a text as this `member`; else reports it. */
  protected checkKind<T extends IResource>(
    problems: Problems,
    scope: Construct,
    given: T | undefined,
    kind: { readonly prop: string; readonly what: string; readonly member: keyof T & string; readonly cure?: string },
    context?: Pick<DeployTargetContext, 'access'>,
  ): T | undefined {
    const { prop, what, member, cure } = kind;
    // Whether it is where an access leads has been looked at.
    const resource =
      context?.access === undefined
        ? checkResource(problems, prop, scope, given, what, 'env')
        : checkResourceKind(problems, prop, given, what, 'env');
    if (resource === undefined || typeof resource[member] === 'string') return resource;
    problems.add(prop, `must be ${what}`, { got: resource, cure });
    return undefined;
  }

  public abstract bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig;
}
