import { type Identity } from '../shared/custom-resource';
import { clip } from '../shared/errors';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateApprovalRuleTemplate.html */
const MAX_DESCRIPTION = 1000;

function start({ stackId, logicalResourceId }: Identity): string {
  return `(CloudFormation ${stackId} ${logicalResourceId} `;
}

/** Templates have no tags: the last line of the description tells whose template it is, and which request made it. */
export function sign(description: string, identity: Identity, requestId: string): string {
  const mark = `${start(identity)}${requestId})`;
  return description === '' ? mark : `${clip(description, MAX_DESCRIPTION - mark.length - 1)}\n${mark}`;
}

/** The request that made the template, when it is the resource's own. */
export function makerOf(description: string, identity: Identity): string | undefined {
  const lastLine = description.slice(description.lastIndexOf('\n') + 1);
  const own = lastLine.startsWith(start(identity)) && lastLine.endsWith(')');
  return own ? lastLine.slice(start(identity).length, -1) : undefined;
}
