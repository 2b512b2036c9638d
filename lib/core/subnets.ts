import type { IVpc, SelectedSubnets, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { checkStruct } from './checks';
import type { Problems } from './problems';

/** The subnets that a user selected; else reports that there are none, and which there would be. */
export function selectSubnets(
  problems: Problems,
  prop: string,
  vpc: IVpc,
  selection: SubnetSelection | undefined,
): SelectedSubnets | undefined {
  try {
    return vpc.selectSubnets(checkStruct(problems, prop, selection));
  } catch (error) {
    // aws-cdk-lib says which groups of subnets there are.
    const cure = error instanceof TypeError ? undefined : (error as Error).message.replace(/\.$/, '');
    problems.add(prop, 'must be subnets of the VPC', { cure });
    return undefined;
  }
}
