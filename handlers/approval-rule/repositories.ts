import {
  BatchAssociateApprovalRuleTemplateWithRepositoriesCommand,
  BatchDisassociateApprovalRuleTemplateFromRepositoriesCommand,
  ListRepositoriesForApprovalRuleTemplateCommand,
  type BatchAssociateApprovalRuleTemplateWithRepositoriesError as Problem,
} from '@aws-sdk/client-codecommit';
import { ResourceFailure } from '../shared/custom-resource';
import { allPages } from '../shared/pages';
import { call, type Shift } from './shift';

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const BATCH_SIZE = 100;

/** The repositories that the template is associated with. */
export async function listRepositories(approvalRuleTemplateName: string, shift: Shift): Promise<string[]> {
  const pages = await allPages(
    (nextToken) => {
      const command = new ListRepositoriesForApprovalRuleTemplateCommand({ approvalRuleTemplateName, nextToken });
      return call(shift, (codeCommit, options) => codeCommit.send(command, options));
    },
    ({ nextToken }) => nextToken,
  );
  return pages.flatMap(({ repositoryNames }) => repositoryNames ?? []);
}

function batchesOf(names: Iterable<string>): string[][] {
  const all = [...new Set(names)];
  const count = Math.ceil(all.length / BATCH_SIZE);
  return Array.from({ length: count }, (_, index) => all.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE));
}

function refuse(problems: readonly Problem[], what: string): void {
  if (problems.length === 0) return;
  const reasons = problems.map(({ repositoryName = 'of no name', errorCode = 'no code', errorMessage = '' }) =>
    `repository ${repositoryName}: ${errorCode}: ${errorMessage}`.trim(),
  );
  throw new ResourceFailure(`${what} ${reasons.join('; ')}`);
}

async function associate(approvalRuleTemplateName: string, names: Iterable<string>, shift: Shift): Promise<void> {
  for (const repositoryNames of batchesOf(names)) {
    const input = { approvalRuleTemplateName, repositoryNames };
    const command = new BatchAssociateApprovalRuleTemplateWithRepositoriesCommand(input);
    const { errors } = await call(shift, (codeCommit, options) => codeCommit.send(command, options));
    refuse(errors ?? [], `Approval rule template ${approvalRuleTemplateName} cannot be associated with`);
  }
}

/** A repository that does not exist any more is associated with nothing. */
export async function disassociate(
  approvalRuleTemplateName: string,
  names: Iterable<string>,
  shift: Shift,
): Promise<void> {
  for (const repositoryNames of batchesOf(names)) {
    const input = { approvalRuleTemplateName, repositoryNames };
    const command = new BatchDisassociateApprovalRuleTemplateFromRepositoriesCommand(input);
    const { errors } = await call(shift, (codeCommit, options) => codeCommit.send(command, options));
    const problems = (errors ?? []).filter(({ errorCode }) => errorCode !== 'RepositoryDoesNotExistException');
    refuse(problems, `Approval rule template ${approvalRuleTemplateName} cannot be taken from`);
  }
}

/** Associates all that are wanted, and takes away what was wanted before. Associations made by others stay. */
export async function settleRepositories(
  name: string,
  wanted: readonly string[],
  wantedBefore: readonly string[],
  shift: Shift,
): Promise<void> {
  const actual = await listRepositories(name, shift);
  await associate(
    name,
    wanted.filter((repository) => !actual.includes(repository)),
    shift,
  );
  await disassociate(
    name,
    wantedBefore.filter((repository) => !wanted.includes(repository) && actual.includes(repository)),
    shift,
  );
}
