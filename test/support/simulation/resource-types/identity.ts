import type { PhysicalResource } from './physical-resource';
import { knownByArn, named, namedWithArn, refOnly, type ResourceTypes, text } from './resource-type';

const userName = named('UserName', { maxLength: 64 });
const groupName = named('GroupName', { maxLength: 128 });
const roleName = named('RoleName', { maxLength: 64 });
const profileName = named('InstanceProfileName', { maxLength: 128 });
const policyName = named('ManagedPolicyName', { maxLength: 128 });

function iamArn(resource: PhysicalResource, kind: string, name: string): string {
  return resource.globalArn('iam', `${kind}${resource.textOr('Path', '/')}${name}`);
}

const policyArn = (resource: PhysicalResource): string => iamArn(resource, 'policy', policyName(resource));
const keyId = (resource: PhysicalResource): string => resource.uuid();

/** The name of a secret and six characters that Secrets Manager adds. */
function secretArn(resource: PhysicalResource): string {
  const name = resource.textOr('Name', `${resource.logicalId}-${resource.hex(12)}`);
  return resource.arn('secretsmanager', `secret:${name}-${resource.hex(6, 'suffix')}`);
}

export const IDENTITY_TYPES: ResourceTypes = {
  'AWS::IAM::Role': namedWithArn(roleName, (role) => iamArn(role, 'role', roleName(role)), {
    RoleId: (role) => `AROA${role.hex(17).toUpperCase()}`,
  }),
  'AWS::IAM::User': namedWithArn(userName, (user) => iamArn(user, 'user', userName(user))),
  'AWS::IAM::Group': namedWithArn(groupName, (group) => iamArn(group, 'group', groupName(group))),
  'AWS::IAM::InstanceProfile': namedWithArn(profileName, (it) => iamArn(it, 'instance-profile', profileName(it))),
  'AWS::IAM::Policy': refOnly(text('PolicyName')),
  'AWS::IAM::ManagedPolicy': knownByArn(policyArn, 'PolicyArn'),
  'AWS::KMS::Key': namedWithArn(keyId, (key) => key.arn('kms', `key/${keyId(key)}`), { KeyId: keyId }),
  'AWS::KMS::Alias': refOnly(text('AliasName')),
  'AWS::SecretsManager::Secret': knownByArn(secretArn, 'Id'),
  'AWS::SecretsManager::SecretTargetAttachment': knownByArn(text('SecretId'), 'Id'),
  'AWS::CertificateManager::Certificate': knownByArn(
    (it) => it.arn('acm', `certificate/${it.uuid()}`),
    'CertificateArn',
  ),
};
