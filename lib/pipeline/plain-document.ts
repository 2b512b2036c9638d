import { Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';

/** A document as it reads in the region of a stack, without functions of CloudFormation where that is possible, as JSON. */
export function plainDocument(scope: IConstruct, document: unknown): string {
  const stack = Stack.of(scope);
  const { partition = 'aws', domainSuffix = 'amazonaws.com' } = RegionInfo.get(stack.region);
  const known: Readonly<Record<string, string>> = { 'AWS::Partition': partition, 'AWS::URLSuffix': domainSuffix };
  return JSON.stringify(plain(stack.resolve(document), known), undefined, 2);
}

/** What a resolved value reads like where these pseudo parameters are known. */
export function plain(value: unknown, known: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((member) => plain(member, known));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: parameter, 'Fn::Join': joined } = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]] };
  if (parameter !== undefined) return known[parameter] ?? value;
  if (joined !== undefined) {
    const parts = joined[1].map((part) => plain(part, known));
    return parts.every((part) => typeof part === 'string') ? parts.join(joined[0]) : { 'Fn::Join': [joined[0], parts] };
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member, known)]));
}
