import { App, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import * as cd from 'cdk-delivery';

export const app = new App();
const stack = new Stack(app, 'TeamRepositories');

// People come in these two roles; their own IAM or Identity Center decides who may take them.
const developers = new Role(stack, 'Developers', { assumedBy: new AccountRootPrincipal() });
const maintainers = new Role(stack, 'Maintainers', { assumedBy: new AccountRootPrincipal() });

const orders = new cd.SourceRepository(stack, 'Orders', { repositoryName: 'orders' });
const invoices = new cd.SourceRepository(stack, 'Invoices', { repositoryName: 'invoices' });
const repositories = [orders, invoices];
for (const repository of repositories) {
  repository.grantContribute(developers);
  repository.grantAdminister(maintainers);
}

// Nobody with this policy pushes to main: changes come by pull requests.
const protection = new cd.BranchProtection(stack, 'Protection', { repositories, branches: ['main'] });
protection.policy.attachToRole(developers);

// Each pull request is built as it would be merged; comments tell how that went.
const checks = new cd.PullRequestChecks(stack, 'Checks', {
  repositories,
  commands: ['npm ci', 'npm test'],
  reports: { unit: { files: ['reports/junit.xml'] } },
});

// Two people of the team must agree, and maintainers count as well.
const approvers = [cd.Approver.role(developers), cd.Approver.role(maintainers)];
new cd.ApprovalRule(stack, 'TwoApprovals', { repositories, required: 2, approvers, branches: ['main'] });

// A build that says more than passed or failed may comment by itself.
checks.grantComment(checks.project);
