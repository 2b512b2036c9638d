import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RepositoryEventTrigger } from 'aws-cdk-lib/aws-codecommit';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { ApprovalRuleOptions } from './approval-rule';
import type { BranchProtectionOptions } from './branch-protection';

/**
 * What a new repository begins with. CodeCommit reads it when it makes the repository, and never again.
 */
export interface RepositorySeed {
  /**
   * A folder of the machine that synthesizes. It becomes an asset, so that the environment must be bootstrapped.
   */
  readonly directory: string;

  /**
   * The branch that it becomes, 1 to 256 characters.
   *
   * @default 'main'
   */
  readonly branch?: string;
}

/**
 * What is told when somebody pushes. Give a topic or a function.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify.html
 */
export interface RepositoryTrigger {
  /**
   * The name of the trigger, unique in its repository: 1 to 100 characters without spaces and commas.
   */
  readonly triggerName: string;

  /**
   * A topic, not FIFO, in the region of the repository. Its policy, and that of its key, let CodeCommit reach it, where they are those of the
   * app; an imported topic must say so itself. AWS's own key for topics cannot be used by CodeCommit.
   *
   * @default - a function is told
   */
  readonly topic?: ITopic;

  /**
   * A function in the region of the repository.
   *
   * @default - a topic is told
   */
  readonly function?: IFunction;

  /**
   * What is told.
   *
   * @default - everything: branches and tags that are made, changed and deleted
   */
  readonly events?: RepositoryEventTrigger[];

  /**
   * The branches that count, at most 10.
   *
   * @default - all branches
   */
  readonly branches?: string[];

  /**
   * A text that is passed on, at most 1000 characters.
   *
   * @default - no text
   */
  readonly customData?: string;
}

/**
 * Properties of a `SourceRepository`.
 */
export interface SourceRepositoryProps {
  /**
   * The name of the repository: 1 to 100 characters of letters, digits, dots, `_` and `-`, not ending in `.git`. There must be
   * no repository of that name yet: CloudFormation's import does not take them.
   */
  readonly repositoryName: string;

  /**
   * What the repository is for, at most 1000 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * A customer-managed key for the contents, in the region of the repository.
   *
   * @default - the key that AWS manages for CodeCommit
   */
  readonly encryptionKey?: IKey;

  /**
   * What the repository begins with.
   *
   * @default - an empty repository
   */
  readonly seed?: RepositorySeed;

  /**
   * What is told when somebody pushes, at most 10.
   *
   * @default - nothing
   */
  readonly triggers?: RepositoryTrigger[];

  /**
   * A policy that protects branches from whom it is attached to.
   *
   * @default - no policy
   */
  readonly protection?: BranchProtectionOptions;

  /**
   * Approvals that pull requests need. An `ApprovalRule` of its own serves several repositories.
   *
   * @default - none
   */
  readonly approvals?: ApprovalRuleOptions;

  /**
   * Whether the stack has outputs with the addresses for `git clone`: HTTPS, SSH, and the one of `git-remote-codecommit`.
   *
   * @default true
   */
  readonly cloneAddresses?: boolean;

  /**
   * What becomes of the repository when it leaves the stack. By default it is kept, except when the very deployment that
   * made it fails.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}
