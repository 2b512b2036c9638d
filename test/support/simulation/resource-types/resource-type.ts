import type { Plain } from '../plain';
import type { NameLimits } from '../stable-names';
import type { PhysicalResource } from './physical-resource';

export type Text = (resource: PhysicalResource) => string;

/** How a CloudFormation type answers to Ref and Fn::GetAtt. */
export interface ResourceType {
  readonly ref: Text;
  readonly attributes: Readonly<Partial<Record<string, (resource: PhysicalResource) => Plain>>>;
}

export type ResourceTypes = Readonly<Partial<Record<string, ResourceType>>>;

type Attributes = ResourceType['attributes'];

export function named(property: string, limits?: NameLimits): Text {
  return (resource) => resource.name(property, limits);
}

export function text(property: string): Text {
  return (resource) => resource.text(property);
}

/** An id such as `vpc-0a1b2c3d4e5f60718`. */
export function numbered(prefix: string): Text {
  return (resource) => `${prefix}-${resource.hex(17)}`;
}

/** Ref gives the name, the attribute Arn the ARN. */
export function namedWithArn(name: Text, arn: Text, more: Attributes = {}): ResourceType {
  return { ref: name, attributes: { Arn: arn, ...more } };
}

/** Ref gives the ARN, under whatever attribute the type gives it too. */
export function knownByArn(arn: Text, arnAttribute: string | undefined, more: Attributes = {}): ResourceType {
  return { ref: arn, attributes: arnAttribute === undefined ? more : { [arnAttribute]: arn, ...more } };
}

/** Ref is all there is. */
export function refOnly(ref: Text): ResourceType {
  return { ref, attributes: {} };
}
