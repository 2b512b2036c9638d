import { ResourceFailure, textAt } from '../shared/custom-resource';
import { isText, listAt, optionalListAt, PROPERTIES } from '../shared/properties';
import { property } from '../shared/property';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateApprovalRuleTemplate.html */
const MAX_CONTENT = 3000;

/** The approval rule that CloudFormation wants. */
export interface Rule {
  readonly name: string;
  readonly description: string;
  readonly content: string;
  readonly repositoryNames: readonly string[];
}

/** What is known for sure of the rule that was wanted before. */
export interface FormerRule {
  readonly name?: string;
  readonly repositoryNames: readonly string[];
}

function descriptionOf(properties: unknown): string {
  const value = property(properties, 'description') ?? '';
  if (typeof value === 'string') return value;
  throw new ResourceFailure(`${PROPERTIES}description: must be text.`);
}

function approvalsOf(properties: unknown): number {
  const text = textAt(properties, 'approvals', PROPERTIES);
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && Number.isSafeInteger(count)) return count;
  throw new ResourceFailure(`${PROPERTIES}approvals: must be a whole number, 1 or more.`);
}

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateApprovalRuleTemplate.html */
function contentOf(properties: unknown): string {
  const branches = optionalListAt(properties, 'branches');
  const approvers = optionalListAt(properties, 'approvers');
  const content = JSON.stringify({
    Version: '2018-11-08',
    ...(branches.length === 0 ? {} : { DestinationReferences: branches }),
    Statements: [
      {
        Type: 'Approvers',
        NumberOfApprovalsNeeded: approvalsOf(properties),
        ...(approvers.length === 0 ? {} : { ApprovalPoolMembers: approvers }),
      },
    ],
  });
  if (content.length <= MAX_CONTENT) return content;
  throw new ResourceFailure(
    `The approval rule has ${content.length} characters, CodeCommit takes ${MAX_CONTENT}: name fewer approvers or branches.`,
  );
}

export function parseRule(properties: unknown): Rule {
  return {
    name: textAt(properties, 'ruleName', PROPERTIES),
    description: descriptionOf(properties),
    content: contentOf(properties),
    repositoryNames: listAt(properties, 'repositoryNames'),
  };
}

/** The name alone, for a deletion: it must not fail for properties that a creation has refused. */
export function nameOf(properties: unknown): string {
  return textAt(properties, 'ruleName', PROPERTIES);
}

export function parseFormerRule(properties: unknown): FormerRule {
  const name = property(properties, 'ruleName');
  const names: unknown = property(properties, 'repositoryNames');
  return {
    name: isText(name) ? name : undefined,
    repositoryNames: Array.isArray(names) ? names.filter(isText) : [],
  };
}
