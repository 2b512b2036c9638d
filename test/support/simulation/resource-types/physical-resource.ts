import type { Environment } from '../environment';
import { type Plain, textOf } from '../plain';
import { generatedName, type NameLimits, stableHex, stableUuid } from '../stable-names';

/** A resource of a template as if it were deployed. */
export class PhysicalResource {
  constructor(
    public readonly stackName: string,
    public readonly logicalId: string,
    public readonly environment: Environment,
    /** The resolved value of a property, undefined when the template does not set it. */
    public readonly property: (name: string) => Plain | undefined,
  ) {}

  /** The text of a property that the resource cannot go without. */
  public text(property: string): string {
    return textOf(this.property(property), `${this.stackName}/${this.logicalId} ${property}`);
  }

  public textOr(property: string, fallback: string): string {
    return this.property(property) === undefined ? fallback : this.text(property);
  }

  /** The literal name, or the one that CloudFormation would generate. */
  public name(property: string, limits?: NameLimits): string {
    return this.textOr(property, generatedName(this.stackName, this.logicalId, this.hex(12), limits));
  }

  public hex(length: number, purpose = ''): string {
    const { account, region } = this.environment;
    return stableHex(length, account, region, this.stackName, this.logicalId, purpose);
  }

  public uuid(purpose = ''): string {
    const { account, region } = this.environment;
    return stableUuid(account, region, this.stackName, this.logicalId, purpose);
  }

  public arn(service: string, resource: string): string {
    const { partition, region, account } = this.environment;
    return `arn:${partition}:${service}:${region}:${account}:${resource}`;
  }

  /** An ARN of a service whose resources belong to no region. */
  public globalArn(service: string, resource: string): string {
    const { partition, account } = this.environment;
    return `arn:${partition}:${service}::${account}:${resource}`;
  }
}
