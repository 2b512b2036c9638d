import { Token } from 'aws-cdk-lib';

/** The host of the console in the partition of a region. A region that is not known yet is taken for one of the commercial ones. */
export function consoleHost(region: string): string {
  if (Token.isUnresolved(region)) return 'console.aws.amazon.com';
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  return region.startsWith('cn-') ? 'console.amazonaws.cn' : 'console.aws.amazon.com';
}
