/**
 * The hosts of Git repositories that connections reach.
 *
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/supported-versions-connections.html
 */
export enum ConnectionProvider {
  /** github.com. */
  GITHUB = 'GitHub',
  /** A GitHub Enterprise Server of your own. */
  GITHUB_ENTERPRISE_SERVER = 'GitHubEnterpriseServer',
  /** bitbucket.org. */
  BITBUCKET = 'Bitbucket',
  /** gitlab.com. */
  GITLAB = 'GitLab',
  /** A GitLab server of your own. */
  GITLAB_SELF_MANAGED = 'GitLabSelfManaged',
  /** Azure DevOps Services. */
  AZURE_DEVOPS = 'AzureDevOps',
}

/** How a provider writes the path of a repository. */
interface RepositoryForm {
  readonly pattern: RegExp;
  readonly words: string;
}

const OWNER = { pattern: /^(?!.*\.git$)[^/\s*?]+\/[^/\s*?]+$/, words: 'OWNER/REPOSITORY, without .git' };
const WORKSPACE = { pattern: /^(?!.*\.git$)[^/\s*?]+\/[^/\s*?]+$/, words: 'WORKSPACE/REPOSITORY, without .git' };
const GROUPS = {
  pattern: /^(?!.*\.git$)[^/\s*?]+(?:\/[^/\s*?]+)+$/,
  words: 'GROUP/PROJECT, with subgroups between them where there are some',
};
/** No page of AWS says how the path begins: what has a slash is passed on as it is. */
const ORGANIZATION = { pattern: /^[^/*?]+(?:\/[^/*?]+)+$/, words: 'ORGANIZATION/PROJECT/REPOSITORY' };

/** How each provider writes the path of a repository. */
export const REPOSITORY_FORMS: Readonly<Record<ConnectionProvider, RepositoryForm>> = {
  [ConnectionProvider.GITHUB]: OWNER,
  [ConnectionProvider.GITHUB_ENTERPRISE_SERVER]: OWNER,
  [ConnectionProvider.BITBUCKET]: WORKSPACE,
  [ConnectionProvider.GITLAB]: GROUPS,
  [ConnectionProvider.GITLAB_SELF_MANAGED]: GROUPS,
  [ConnectionProvider.AZURE_DEVOPS]: ORGANIZATION,
};
