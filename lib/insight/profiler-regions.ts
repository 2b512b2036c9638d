import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Problems } from '../core/problems';

/** https://docs.aws.amazon.com/general/latest/gr/codeguru-profiler.html */
const REGIONS = [
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'us-east-1',
  'us-east-2',
  'us-west-2',
];

/** Reports a partition without the service. A region that its page does not name is warned of: the page may be older than the region. */
export function checkProfilerRegion(scope: Construct, problems: Problems): void {
  const stack = Stack.of(scope);
  const { region } = stack;
  if (Token.isUnresolved(region) || REGIONS.includes(region)) return;
  if (/^(?:cn|us-gov)-/.test(region)) {
    problems.add('', 'must not be in China or GovCloud, where there is no CodeGuru Profiler', {
      got: region,
      cure: 'set enabled to false there',
    });
    return;
  }
  // Once for all profilers of the stack.
  Annotations.of(stack).addWarningV2(
    'cdk-delivery:profilerRegion',
    `CodeGuru Profiler is not known to be in ${region}: make the profiler in a region that has it, and let code start the agents`,
  );
}
