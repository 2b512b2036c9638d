import {
  BatchAssociateApprovalRuleTemplateWithRepositoriesCommand,
  BatchDisassociateApprovalRuleTemplateFromRepositoriesCommand,
  CodeCommitClient,
  CreateApprovalRuleTemplateCommand,
  DeleteApprovalRuleTemplateCommand,
  GetApprovalRuleTemplateCommand,
  ListRepositoriesForApprovalRuleTemplateCommand,
  UpdateApprovalRuleTemplateContentCommand,
  UpdateApprovalRuleTemplateDescriptionCommand,
  UpdateApprovalRuleTemplateNameCommand,
  type ApprovalRuleTemplate,
  type BatchAssociateApprovalRuleTemplateWithRepositoriesError as Problem,
} from '@aws-sdk/client-codecommit';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError, play, resetServices, type Input, type Operations } from '../shared/fake-service';

export interface StoredTemplate {
  readonly id: string;
  readonly content: string;
  readonly description: string;
  readonly repositories: readonly string[];
}

const PAGE_SIZE = 60;
const MAX_BATCH = 100;

export const codeCommit = mockClient(CodeCommitClient);

/** The templates of an account, by name. */
export const templates = new Map<string, StoredTemplate>();
/** The repositories of the account. */
export const repositories = new Set<string>();
/** The repositories of the account that cannot have one more template. */
export const fullRepositories = new Set<string>();
let made = 0;

export function stored(name: unknown): StoredTemplate {
  const template = templates.get(String(name));
  if (template === undefined) throw awsError('ApprovalRuleTemplateDoesNotExistException', 'No such template');
  return template;
}

/** Makes a template as a call from anywhere does. */
export function store(name: string, template: Partial<StoredTemplate> = {}): StoredTemplate {
  made += 1;
  const id = `0000000${made}-1111-4111-8111-111111111111`;
  const whole = { id, content: '{}', description: '', repositories: [], ...template };
  templates.set(name, whole);
  return whole;
}

function change(name: unknown, changes: Partial<StoredTemplate>): void {
  templates.set(String(name), { ...stored(name), ...changes });
}

function show(name: string): { approvalRuleTemplate: ApprovalRuleTemplate } {
  const { id, content, description } = stored(name);
  return {
    approvalRuleTemplate: {
      approvalRuleTemplateId: id,
      approvalRuleTemplateName: name,
      approvalRuleTemplateContent: content,
      approvalRuleTemplateDescription: description,
    },
  };
}

function refuseTaken(name: string): void {
  if (name.length > 100) throw awsError('InvalidApprovalRuleTemplateNameException', 'The name is too long');
  if (templates.has(name)) throw awsError('ApprovalRuleTemplateNameAlreadyExistsException', 'The name is taken');
}

function listOf(input: Input): string[] {
  const names = input.repositoryNames as string[];
  if (names.length > MAX_BATCH) throw awsError('MaximumRepositoryNamesExceededException', 'Too many repositories');
  return names;
}

function problemOf(repositoryName: string): Problem[] {
  if (repositories.has(repositoryName)) return [];
  return [{ repositoryName, errorCode: 'RepositoryDoesNotExistException', errorMessage: 'No such repository' }];
}

function fullness(repositoryName: string): Problem[] {
  if (!fullRepositories.has(repositoryName)) return problemOf(repositoryName);
  const errorCode = 'MaximumRuleTemplatesAssociatedWithRepositoryException';
  return [{ repositoryName, errorCode, errorMessage: 'Too many templates' }];
}

function namesOf(problems: readonly Problem[]): (string | undefined)[] {
  return problems.map(({ repositoryName }) => repositoryName);
}

const operations: Operations = {
  Create: [
    CreateApprovalRuleTemplateCommand,
    (input) => {
      const name = String(input.approvalRuleTemplateName);
      refuseTaken(name);
      const content = String(input.approvalRuleTemplateContent);
      store(name, { content, description: String(input.approvalRuleTemplateDescription) });
      return show(name);
    },
  ],
  Get: [
    GetApprovalRuleTemplateCommand,
    (input) => {
      const name = String(input.approvalRuleTemplateName);
      if (name.length > 100) refuseTaken(name);
      return show(name);
    },
  ],
  UpdateName: [
    UpdateApprovalRuleTemplateNameCommand,
    (input) => {
      const template = stored(input.oldApprovalRuleTemplateName);
      const name = String(input.newApprovalRuleTemplateName);
      refuseTaken(name);
      templates.delete(String(input.oldApprovalRuleTemplateName));
      templates.set(name, template);
      return show(name);
    },
  ],
  UpdateContent: [
    UpdateApprovalRuleTemplateContentCommand,
    (input) => {
      change(input.approvalRuleTemplateName, { content: String(input.newRuleContent) });
      return {};
    },
  ],
  UpdateDescription: [
    UpdateApprovalRuleTemplateDescriptionCommand,
    (input) => {
      change(input.approvalRuleTemplateName, { description: String(input.approvalRuleTemplateDescription) });
      return {};
    },
  ],
  List: [
    ListRepositoriesForApprovalRuleTemplateCommand,
    (input) => {
      const all = stored(input.approvalRuleTemplateName).repositories;
      const start = Number(input.nextToken ?? 0);
      const end = start + PAGE_SIZE;
      return { repositoryNames: all.slice(start, end), nextToken: end < all.length ? String(end) : undefined };
    },
  ],
  Associate: [
    BatchAssociateApprovalRuleTemplateWithRepositoriesCommand,
    (input) => {
      const name = input.approvalRuleTemplateName;
      const errors = listOf(input).flatMap(fullness);
      const added = listOf(input).filter((repository) => !namesOf(errors).includes(repository));
      change(name, { repositories: [...stored(name).repositories, ...added] });
      return { associatedRepositoryNames: added, errors };
    },
  ],
  Disassociate: [
    BatchDisassociateApprovalRuleTemplateFromRepositoriesCommand,
    (input) => {
      const name = input.approvalRuleTemplateName;
      const errors = listOf(input).flatMap(problemOf);
      const rest = stored(name).repositories.filter((repository) => !listOf(input).includes(repository));
      change(name, { repositories: rest });
      return { disassociatedRepositoryNames: listOf(input), errors };
    },
  ],
  Delete: [
    DeleteApprovalRuleTemplateCommand,
    (input) => {
      const name = String(input.approvalRuleTemplateName);
      if ((templates.get(name)?.repositories ?? []).length > 0) {
        throw awsError('ApprovalRuleTemplateInUseException', 'The template is in use');
      }
      templates.delete(name);
      return {};
    },
  ],
};

/** An account without templates and with the repositories a, b and c. */
export function resetCodeCommit(): void {
  templates.clear();
  repositories.clear();
  fullRepositories.clear();
  for (const name of ['a', 'b', 'c']) repositories.add(name);
  made = 0;
  resetServices();
  play(codeCommit, operations);
}
