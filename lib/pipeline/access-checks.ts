import { Token } from 'aws-cdk-lib';
import { agree } from '../core/agreement';
import { accountOfArn, placeOfKey } from '../core/arns';
import { checkRoleArn } from '../core/checks';
import type { Problems } from '../core/problems';

/** The role of a pipeline, which must be one of its account. What is known at deployment only is taken. */
export function checkPipelineRole(
  problems: Problems,
  given: string | undefined,
  pipelineAccount: string,
): string | undefined {
  if (given === undefined || Token.isUnresolved(given)) return given;
  const arn = checkRoleArn(problems, 'pipelineRoleArn', given);
  if (arn === undefined || accountOfArn(arn) === pipelineAccount) return arn;
  problems.add('pipelineRoleArn', `must be of the account of the pipeline, ${pipelineAccount}`, { got: arn });
  return undefined;
}

/** The key of the store, which must be in the account of the pipeline and the region of the access. */
export function checkStoreKey(
  problems: Problems,
  given: string | undefined,
  { account, region }: { readonly account: string; readonly region: string },
): string | undefined {
  if (given === undefined || Token.isUnresolved(given)) return given;
  const found = placeOfKey(given);
  if (found === undefined) {
    problems.add('encryptionKeyArn', 'must be of the form arn:PARTITION:kms:REGION:ACCOUNT:key/ID', { got: given });
    return undefined;
  }
  if (found.account === account && agree(found.region, region)) return given;
  problems.add('encryptionKeyArn', `must be of the account of the pipeline, ${account}, and of the region ${region}`, {
    got: given,
  });
  return undefined;
}

/** A region, known at synthesis, also one that aws-cdk-lib does not know. */
export function checkRegionName(problems: Problems, prop: string, given: unknown): void {
  if (typeof given === 'string' && /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(given)) return;
  problems.add(prop, 'must be a region, known at synthesis', { got: given });
}
