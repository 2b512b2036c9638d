import {
  CreateApprovalRuleTemplateCommand,
  GetApprovalRuleTemplateCommand,
  UpdateApprovalRuleTemplateContentCommand,
  UpdateApprovalRuleTemplateDescriptionCommand,
  UpdateApprovalRuleTemplateNameCommand,
  type ApprovalRuleTemplate,
} from '@aws-sdk/client-codecommit';
import { ResourceFailure, type Identity } from '../shared/custom-resource';
import { isNamed } from '../shared/errors';
import { makerOf } from './mark';
import { type Rule } from './rule';
import { call, type Shift } from './shift';

/** An approval rule template as CodeCommit has it. */
export interface Template {
  readonly id: string;
  readonly name: string;
  readonly content: string;
  readonly description: string;
}

type Wanted = Omit<Rule, 'repositoryNames'>;

const EXISTS = 'ApprovalRuleTemplateNameAlreadyExistsException';
const IS_GONE = 'ApprovalRuleTemplateDoesNotExistException';

export function isGone(error: unknown): boolean {
  return isNamed(error, IS_GONE);
}

function read(name: string, template: ApprovalRuleTemplate | undefined): Template {
  const { approvalRuleTemplateId: id, approvalRuleTemplateContent, approvalRuleTemplateDescription } = template ?? {};
  if (id === undefined) throw new Error(`CodeCommit did not tell the id of approval rule template ${name}.`);
  return { id, name, content: approvalRuleTemplateContent ?? '', description: approvalRuleTemplateDescription ?? '' };
}

/** No template can have a name that CodeCommit refuses. */
export async function find(name: string, shift: Shift): Promise<Template | undefined> {
  const command = new GetApprovalRuleTemplateCommand({ approvalRuleTemplateName: name });
  try {
    const { approvalRuleTemplate } = await call(shift, (codeCommit, options) => codeCommit.send(command, options));
    return read(name, approvalRuleTemplate);
  } catch (error) {
    if (isGone(error) || isNamed(error, 'InvalidApprovalRuleTemplateNameException')) return undefined;
    throw error;
  }
}

function foreign(name: string): ResourceFailure {
  return new ResourceFailure(
    `An approval rule template named ${name} exists already and does not belong to this resource. ` +
      'Choose another ruleName, or delete that template.',
  );
}

/** Makes the template, or takes the one that an earlier delivery for the same resource has made. */
export async function make(
  { name, description, content }: Wanted,
  identity: Identity,
  shift: Shift,
): Promise<Template> {
  const command = new CreateApprovalRuleTemplateCommand({
    approvalRuleTemplateName: name,
    approvalRuleTemplateDescription: description,
    approvalRuleTemplateContent: content,
  });
  try {
    const { approvalRuleTemplate } = await call(shift, (codeCommit, options) => codeCommit.send(command, options));
    return read(name, approvalRuleTemplate);
  } catch (error) {
    if (!isNamed(error, EXISTS)) throw error;
    const existing = await find(name, shift);
    if (existing === undefined) throw error;
    if (makerOf(existing.description, identity) === undefined) throw foreign(name);
    return existing;
  }
}

/** A rename that CodeCommit has made without our hearing of it looks like a failure when it is tried again. */
export async function rename(template: Template, newName: string, shift: Shift): Promise<Template> {
  if (template.name === newName) return template;
  const command = new UpdateApprovalRuleTemplateNameCommand({
    oldApprovalRuleTemplateName: template.name,
    newApprovalRuleTemplateName: newName,
  });
  try {
    await call(shift, (codeCommit, options) => codeCommit.send(command, options));
  } catch (error) {
    if (!isGone(error) && !isNamed(error, EXISTS)) throw error;
    const holder = await find(newName, shift);
    if (holder === undefined) throw error;
    if (holder.id !== template.id) throw foreign(newName);
  }
  return { ...template, name: newName };
}

/** Gives the template the wanted content and description. */
export async function revise(template: Template, { description, content }: Wanted, shift: Shift): Promise<void> {
  const approvalRuleTemplateName = template.name;
  if (template.content !== content) {
    const command = new UpdateApprovalRuleTemplateContentCommand({ approvalRuleTemplateName, newRuleContent: content });
    await call(shift, (codeCommit, options) => codeCommit.send(command, options));
  }
  if (template.description !== description) {
    const command = new UpdateApprovalRuleTemplateDescriptionCommand({
      approvalRuleTemplateName,
      approvalRuleTemplateDescription: description,
    });
    await call(shift, (codeCommit, options) => codeCommit.send(command, options));
  }
}
