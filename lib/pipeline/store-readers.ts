import { Annotations, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IDeliveryAccess, StageAccess } from '../core/access';
import { DeliveryFoundation } from '../core/foundation';
import type { IDeliveryFoundation } from '../core/foundation-interface';
import { shortHash } from '../core/names';
import { knownName } from '../core/references';
import { letsIn, letsWrite } from '../core/trusted-accounts';
import { AccessTarget } from '../deploy/access-target';
import type { IDeployTarget } from '../deploy/deploy-target-interface';

/** Warns of roles of another account that read what is released by themselves, and that the store does not let in. */
export function warnOfShutOut(
  scope: Construct,
  target: IDeployTarget,
  { account }: StageAccess,
  store: IDeliveryFoundation,
): void {
  if (!(target instanceof AccessTarget) || account === store.env.account) return;
  let isWarned = false;
  // Not before synthesis, since a role may become known after the pipeline is made.
  scope.node.addValidation({
    validate: () => {
      for (const role of isWarned ? [] : target.readers) {
        const roleName = knownName(scope, role.roleName);
        if (roleName !== undefined && isLetIn(store, account, roleName)) continue;
        Annotations.of(scope).addWarningV2(
          `cdk-delivery:shutOut${role.node.addr.slice(0, 8)}`,
          `The role ${role.node.path} reads what ${target.targetName} gets from the artifact store, which does not let it in: give it a literal roleName with cdk-delivery- in ` +
            'it, or one whose ARN is among readerRoleArns of the foundation',
        );
      }
      isWarned = true;
      return [];
    },
  });
}

/** Warns of roles of another team that the store does not let in: the action role reads and writes artifacts, that of CloudFormation reads them. */
export function warnOfUnknownRoles(scope: Construct, access: IDeliveryAccess, store: IDeliveryFoundation): void {
  const { account } = access.env;
  if (account === store.env.account || !(store instanceof DeliveryFoundation)) return;
  const { actionRoleArn, deploymentRoleArn } = access;
  if (Token.isUnresolved(actionRoleArn) || Token.isUnresolved(deploymentRoleArn)) return;
  const reads = letsIn(store._trusted, account, deploymentRoleArn.split('/').pop() ?? '');
  const shutOut = [
    ...(letsWrite(store._trusted, actionRoleArn) ? [] : [actionRoleArn]),
    ...(reads || letsWrite(store._trusted, deploymentRoleArn) ? [] : [deploymentRoleArn]),
  ];
  for (const arn of new Set(shutOut)) {
    Annotations.of(scope).addWarningV2(
      `cdk-delivery:shutOut${shortHash(arn)}`,
      `The artifact store in ${access.env.region} does not let in ${arn}: put ${account} among trustedAccounts of its foundation and cdk-delivery- into the name of the role, ` +
        'or let it in by policies of your own for the bucket and its key. readerRoleArns would let it read alone, and actions also write',
    );
  }
}

/** Of a store that exists already nobody knows whom it lets in. */
function isLetIn(store: IDeliveryFoundation, account: string, roleName: string): boolean {
  return !(store instanceof DeliveryFoundation) || letsIn(store._trusted, account, roleName);
}
