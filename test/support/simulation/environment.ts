/** Where a stack is deployed. */
export interface Environment {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

export const DEFAULT_ACCOUNT = '111122223333';
export const DEFAULT_REGION = 'eu-west-1';

export function partitionOf(region: string): string {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('cn-')) return 'aws-cn';
  return 'aws';
}

const URL_SUFFIXES: Readonly<Partial<Record<string, string>>> = {
  aws: 'amazonaws.com',
  'aws-us-gov': 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
};

/** @throws for a partition that the table does not have */
export function urlSuffixOf(partition: string): string {
  const suffix = URL_SUFFIXES[partition];
  if (suffix === undefined) throw new Error(`The URL suffix of the partition ${partition} is not known`);
  return suffix;
}
