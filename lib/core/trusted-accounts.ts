import { Annotations, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ACCESS_ROLE_PREFIX, accessRolePattern } from './access-names';
import { accountOfArn } from './arns';
import { checkAccount, checkRoleArn } from './checks';
import { mapMembers } from './list-checks';
import { PERMISSIONS } from './permissions';
import type { Permission } from './permissions';
import type { Problems } from './problems';

interface Store extends Construct {
  readonly artifactBucket: IBucket;
  readonly encryptionKey?: IKey;
}

/** Whom a store lets in from other accounts. */
export interface StoreTrust {
  readonly trustedAccounts?: string[];
  readonly readerRoleArns?: string[];
}

/** Roles that may do something with a store. */
interface TrustedRoles {
  readonly sid: string;
  readonly accounts: string[];
  readonly roles: string[];
  readonly bucket: Permission[];
  readonly key: Permission;
}

/**
 * Lets the roles of a `DeliveryAccess` in other accounts reach a store: one statement a policy, which grows by accounts and not by pipelines. Their own policies say
 * which pipeline's artifacts they reach. Readers of other names are listed.
 */
export function trustAccounts(store: Store, problems: Problems, given: StoreTrust): Required<StoreTrust> {
  const accounts = mapMembers(problems, 'trustedAccounts', given.trustedAccounts, (account, prop) =>
    checkAccount(problems, prop, account),
  );
  const readers = mapMembers(problems, 'readerRoleArns', given.readerRoleArns, (arn, prop) =>
    checkRoleArn(problems, prop, arn),
  );
  const { partition, account: own } = Stack.of(store);
  if (accounts.includes(own)) {
    Annotations.of(store).addWarningV2(
      'cdk-delivery:ownAccountTrusted',
      `trustedAccounts has ${own}, the account of the foundation itself, whose roles need only policies of their own: leave it out`,
    );
  }
  if (accounts.length > 0) {
    trust(store, problems, 'trustedAccounts', {
      sid: 'DeliveryAccess',
      accounts,
      roles: accounts.map((account) => accessRolePattern(partition, account)),
      bucket: [PERMISSIONS.artifactBucket, PERMISSIONS.artifactReadWrite, PERMISSIONS.artifactAcl],
      key: PERMISSIONS.accessKey,
    });
  }
  if (readers.length > 0) {
    trust(store, problems, 'readerRoleArns', {
      sid: 'DeliveryReaders',
      accounts: [...new Set(readers.map(accountOfArn))],
      roles: readers,
      bucket: [PERMISSIONS.artifactRead],
      key: PERMISSIONS.artifactKeyDecrypt,
    });
  }
  return { trustedAccounts: accounts, readerRoleArns: readers };
}

/** Whether a store lets a role of another account read and write, by its ARN, as the actions of a pipeline must. */
export function letsWrite({ trustedAccounts }: Required<StoreTrust>, roleArn: string): boolean {
  return trustedAccounts.includes(accountOfArn(roleArn)) && roleArn.includes(ACCESS_ROLE_PREFIX);
}

/** Whether a store lets a role of another account read, by its name. */
export function letsIn(trusted: Required<StoreTrust>, account: string, roleName: string): boolean {
  const { trustedAccounts, readerRoleArns } = trusted;
  if (trustedAccounts.includes(account) && roleName.includes(ACCESS_ROLE_PREFIX)) return true;
  return readerRoleArns.some((arn) => accountOfArn(arn) === account && arn.endsWith(`/${roleName}`));
}

function trust(store: Store, problems: Problems, prop: keyof StoreTrust, trusted: TrustedRoles): void {
  const { artifactBucket, encryptionKey } = store;
  if (encryptionKey === undefined) {
    problems.add('encryptionKey', `must be given beside ${prop}: other accounts cannot use keys that AWS manages`);
    return;
  }
  const bucketActions = trusted.bucket.flatMap(({ actions }) => actions);
  artifactBucket.addToResourcePolicy(
    statement(trusted, bucketActions, [
      ...(trusted.bucket.includes(PERMISSIONS.artifactBucket) ? [artifactBucket.bucketArn] : []),
      artifactBucket.arnForObjects('*'),
    ]),
  );
  const { statementAdded } = encryptionKey.addToResourcePolicy(statement(trusted, trusted.key.actions, ['*']));
  if (!statementAdded) warnOfForeignKey(store, trusted);
}

function statement({ sid, accounts, roles }: TrustedRoles, actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({
    sid,
    principals: accounts.map((account) => new AccountPrincipal(account)),
    actions,
    resources,
    conditions: { ArnLike: { 'aws:PrincipalArn': roles } },
  });
}

function warnOfForeignKey(store: Store, { sid, accounts, roles, key }: TrustedRoles): void {
  const whom = sid === 'DeliveryAccess' ? `roles *${ACCESS_ROLE_PREFIX}* of ${accounts.join(', ')}` : roles.join(', ');
  Annotations.of(store).addWarningV2(
    'cdk-delivery:keyOfOtherAccounts',
    `The policy of the encryptionKey cannot be changed from here: let the ${whom} use it (${key.actions.join(', ')})`,
  );
}
