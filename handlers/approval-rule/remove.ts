import { DeleteApprovalRuleTemplateCommand } from '@aws-sdk/client-codecommit';
import { isMadeUp, requestThatMadeNothing, type DeleteRequest, type Resource } from '../shared/custom-resource';
import { isNamed } from '../shared/errors';
import { patiently } from '../shared/shift';
import { makerOf } from './mark';
import { disassociate, listRepositories } from './repositories';
import { nameOf, parseFormerRule } from './rule';
import { call, type Shift } from './shift';
import { find, isGone, type Template } from './template';

/** Without an id of the template's, the mark decides: the answer to a creation that did its work may have got lost. */
function isDoomed({ id, description }: Template, request: DeleteRequest): boolean {
  const maker = makerOf(description, request);
  const creation = requestThatMadeNothing(request.physicalResourceId);
  if (creation !== undefined) return maker === creation;
  return id === request.physicalResourceId || (isMadeUp(request) && maker !== undefined);
}

async function takeDown(name: string, shift: Shift): Promise<void> {
  await disassociate(name, await listRepositories(name, shift), shift);
  const command = new DeleteApprovalRuleTemplateCommand({ approvalRuleTemplateName: name });
  await call(shift, (codeCommit, options) => codeCommit.send(command, options));
}

/** Others may associate the template meanwhile, and delete repositories. */
function isOvertaken(error: unknown): boolean {
  return isNamed(error, 'ApprovalRuleTemplateInUseException', 'RepositoryDoesNotExistException');
}

export async function remove(request: DeleteRequest, shift: Shift): Promise<Resource> {
  const { physicalResourceId, properties } = request;
  const isMade = requestThatMadeNothing(physicalResourceId) === undefined && !isMadeUp(request);
  const name = isMade ? nameOf(properties) : parseFormerRule(properties).name;
  const template = name === undefined ? undefined : await find(name, shift);
  if (template !== undefined && isDoomed(template, request)) {
    await patiently(shift, isOvertaken, () => takeDown(template.name, shift)).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  }
  return { physicalResourceId };
}
