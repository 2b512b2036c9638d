import { Annotations, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { accessRolePattern } from './access-names';
import { checkAccount, checkList } from './checks';
import { PERMISSIONS } from './permissions';
import type { Problems } from './problems';

interface Store extends Construct {
  readonly artifactBucket: IBucket;
  readonly encryptionKey?: IKey;
}

/**
 * Lets the roles of a `DeliveryAccess` in other accounts reach a store: one statement a policy, which grows by accounts and not by pipelines. Their own policies say
 * which pipeline's artifacts they reach.
 */
export function trustAccounts(store: Store, problems: Problems, given: { readonly trustedAccounts?: string[] }): void {
  const accounts = checkList(problems, 'trustedAccounts', given.trustedAccounts).filter(
    (account, index) => checkAccount(problems, `trustedAccounts[${index}]`, account) !== undefined,
  );
  if (accounts.length === 0) return;
  const { artifactBucket, encryptionKey } = store;
  if (encryptionKey === undefined) {
    problems.add(
      'encryptionKey',
      'must be given beside trustedAccounts: other accounts cannot use keys that AWS manages',
    );
    return;
  }
  artifactBucket.addToResourcePolicy(
    statement(
      store,
      accounts,
      [PERMISSIONS.artifactBucket, PERMISSIONS.artifactReadWrite, PERMISSIONS.artifactAcl].flatMap(
        ({ actions }) => actions,
      ),
      [artifactBucket.bucketArn, artifactBucket.arnForObjects('*')],
    ),
  );
  const { statementAdded } = encryptionKey.addToResourcePolicy(
    statement(store, accounts, PERMISSIONS.accessKey.actions, ['*']),
  );
  if (!statementAdded) warnOfForeignKey(store, accounts);
}

function statement(store: Store, accounts: string[], actions: string[], resources: string[]): PolicyStatement {
  const { partition } = Stack.of(store);
  return new PolicyStatement({
    sid: 'DeliveryAccess',
    principals: accounts.map((account) => new AccountPrincipal(account)),
    actions,
    resources,
    conditions: { ArnLike: { 'aws:PrincipalArn': accounts.map((account) => accessRolePattern(partition, account)) } },
  });
}

function warnOfForeignKey(store: Store, accounts: string[]): void {
  Annotations.of(store).addWarningV2(
    'cdk-delivery:keyOfOtherAccounts',
    `The policy of the encryptionKey cannot be changed from here: let the roles *cdk-delivery-* of ${accounts.join(', ')} use it ` +
      `(${PERMISSIONS.accessKey.actions.join(', ')})`,
  );
}
