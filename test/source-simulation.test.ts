import { App, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Repository as ImageRepository } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ApprovalRule, BranchProtection, Build, DeliveryPipeline, Source, SourceRepository } from '../lib';
import { CONNECTION } from './source/support';
import {
  all,
  expectAllowed,
  expectDenied,
  expectTightPolicies,
  here,
  resolveTemplates,
  roleOf,
} from './support/simulation';
import type { Request, Role as SimulatedRole } from './support/simulation';

const ORDERS = here('codecommit', 'orders');

const CHANGES = ['GitPush', 'PutFile', 'DeleteFile', 'CreateCommit', 'MergeBranchesByFastForward'].map(
  (action) => `codecommit:${action}`,
);
const MERGES = ['FastForward', 'Squash', 'ThreeWay'].map((way) => `codecommit:MergePullRequestBy${way}`);
const on = (branch: string): Record<string, string> => ({ 'codecommit:References': `refs/heads/${branch}` });

const app = new App();
const env = { account: '111122223333', region: 'eu-west-1' };
const stack = new Stack(app, 'Code', { env });
const repository = new SourceRepository(stack, 'Repository', {
  repositoryName: 'orders',
  encryptionKey: new Key(stack, 'Key'),
  approvals: { required: 2 },
});
const imported = SourceRepository.fromRepositoryName(stack, 'Shop', 'shop');
new ApprovalRule(stack, 'Shared', { required: 1, repositories: [imported] });
const person = (id: string, roleName?: string): Role =>
  new Role(stack, id, { roleName, assumedBy: new AccountRootPrincipal() });
const [reader, developer, admin, releaser, strict, patterned] = [
  person('Reader'),
  person('Developer'),
  person('Administrator'),
  person('Releaser', 'release-bot'),
  person('Strict'),
  person('Patterned'),
];
repository.grantRead(reader);
for (const contributor of [developer, releaser, strict]) repository.grantContribute(contributor);
for (const administrator of [admin, patterned]) repository.grantAdminister(administrator);
const exemptPrincipalArns = ['arn:aws:iam::111122223333:role/release-*'];
const protection = new BranchProtection(stack, 'Protection', {
  repositories: [repository],
  branches: ['main'],
  exemptPrincipalArns,
});
for (const bound of [developer, releaser]) protection.policy.attachToRole(bound);
new BranchProtection(stack, 'Closed', {
  repositories: [repository],
  branches: ['main'],
  mergesByPullRequest: false,
}).policy.attachToRole(strict);
new BranchProtection(stack, 'Releases', {
  repositories: [repository],
  branches: ['main', 'release/*'],
}).policy.attachToRole(patterned);

const delivery = new Stack(app, 'Delivery', { env });
const pipeline = (id: string, ...sources: ConstructorParameters<typeof DeliveryPipeline>[2]['sources']): void => {
  new DeliveryPipeline(delivery, id, { sources, builds: [Build.project({ buildName: 'Package' })] });
};
const connected = { connectionArn: CONNECTION, repository: 'acme/orders', fullClone: true };
pipeline('Hub', Source.gitHub(connected));
pipeline('Clone', Source.codeCommit(repository, { fullClone: true }));
pipeline(
  'Files',
  Source.s3(new Bucket(delivery, 'Uploads', { bucketName: 'acme-uploads', versioned: true }), {
    objectKey: 'app.zip',
    sourceName: 'upload',
  }),
  Source.ecr(new ImageRepository(delivery, 'Images', { repositoryName: 'base' }), { sourceName: 'image' }),
);
const templates = resolveTemplates(app.synth());
const role = (prefix: string): SimulatedRole => roleOf(templates, prefix);

describe('a protected branch', () => {
  test('takes no direct change, other branches do', async () => {
    await expectDenied(role('Developer'), all(CHANGES, ORDERS, on('main')));
    await expectAllowed(role('Developer'), all(CHANGES, ORDERS, on('feature/x')));
    await expectAllowed(role('Developer'), all(CHANGES, ORDERS, on('main2')));
  });

  test('lets a push begin, whose negotiation names no reference', async () => {
    await expectAllowed(role('Developer'), all(['codecommit:GitPush', 'codecommit:GitPull'], ORDERS));
  });

  test('denies a push of several branches when one of them is protected', async () => {
    const both = { 'codecommit:References': ['refs/heads/main', 'refs/heads/x'] };
    await expectDenied(role('Patterned'), [['codecommit:GitPush', ORDERS, both]]);
  });

  test('takes merges of pull requests, unless the user says otherwise', async () => {
    await expectAllowed(role('Developer'), all(MERGES, ORDERS, on('main')));
    await expectDenied(role('Strict'), all([...CHANGES, ...MERGES], ORDERS, on('main')));
    await expectAllowed(role('Strict'), all([...CHANGES, ...MERGES], ORDERS, on('feature/x')));
  });

  test('takes everything of who is exempt', async () => {
    await expectAllowed(role('Releaser'), all([...CHANGES, ...MERGES], ORDERS, on('main')));
  });

  test('may be one of a pattern', async () => {
    const given = role('Patterned');
    const protectedOnes = ['main', 'release/2.1', 'release/2/hotfix'];
    for (const branch of protectedOnes) await expectDenied(given, all(CHANGES, ORDERS, on(branch)));
    await expectDenied(given, all(['codecommit:DeleteBranch'], ORDERS, on('release/2.1')));
    await expectAllowed(given, all([...CHANGES, 'codecommit:DeleteBranch'], ORDERS, on('feature/release')));
  });

  test('binds nobody to whom the policy is not attached', async () => {
    await expectAllowed(role('Administrator'), all(CHANGES, ORDERS, on('main')));
  });
});

describe('the grants of a repository', () => {
  const deletions = [
    'DeleteBranch',
    'DeleteRepository',
    'OverridePullRequestApprovalRules',
    'PutRepositoryTriggers',
  ].map((action) => `codecommit:${action}`);

  test('readers clone, and change nothing', async () => {
    await expectAllowed(role('Reader'), all(['codecommit:GitPull', 'codecommit:GetPullRequest'], ORDERS));
    await expectDenied(role('Reader'), all([...CHANGES, ...MERGES, ...deletions], ORDERS, {}));
  });

  test('contributors delete no branch and no repository, and override no rule', async () => {
    await expectDenied(role('Releaser'), all(deletions, ORDERS));
  });

  test('administrators do', async () => {
    await expectAllowed(role('Administrator'), all(deletions, ORDERS));
  });

  test('end at the repository', async () => {
    for (const id of ['Reader', 'Developer', 'Administrator']) {
      await expectDenied(role(id), all(['codecommit:GitPull', 'codecommit:GitPush'], here('codecommit', 'orders2')));
    }
  });

  test('reach the key through CodeCommit only', async () => {
    const key = templates.arnOf(templates.resourcesOfType('AWS::KMS::Key')[0]);
    const through = (service: string): Record<string, string> => ({
      'kms:ViaService': `${service}.eu-west-1.amazonaws.com`,
    });
    await expectAllowed(role('Developer'), all(['kms:Decrypt', 'kms:GenerateDataKey'], key, through('codecommit')));
    await expectDenied(role('Developer'), all(['kms:Decrypt', 'kms:GenerateDataKey'], key, through('s3')));
    await expectDenied(role('Developer'), all(['kms:Decrypt'], key));
    await expectDenied(role('Administrator'), all(['kms:ScheduleKeyDeletion'], key, through('codecommit')));
  });
});

describe('the handler of approval rules', () => {
  const handler = role('CdkDeliveryapprovalruleRole');

  test('may make rules, put them on its own repositories, and take them off all', async () => {
    await expectAllowed(handler, [
      ...all(['codecommit:CreateApprovalRuleTemplate', 'codecommit:DeleteApprovalRuleTemplate'], '*'),
      ...[ORDERS, here('codecommit', 'shop')].flatMap((arn) =>
        all(['codecommit:BatchAssociateApprovalRuleTemplateWithRepositories'], arn),
      ),
      ...all(['codecommit:BatchDisassociateApprovalRuleTemplateFromRepositories'], here('codecommit', 'gone')),
    ]);
  });

  test('may not put a rule elsewhere, nor touch what is in a repository', async () => {
    await expectDenied(handler, [
      ...all(['codecommit:BatchAssociateApprovalRuleTemplateWithRepositories'], here('codecommit', 'orders2')),
      ...all([...CHANGES, 'codecommit:GitPull', 'codecommit:DeleteRepository', 'codecommit:DeleteBranch'], ORDERS),
      ...all(['codecommit:OverridePullRequestApprovalRules', 'codecommit:UpdatePullRequestApprovalState'], ORDERS),
    ]);
  });
});

describe('the roles of a pipeline', () => {
  test('of a connection says for which repository', async () => {
    await expectDenied(role('HubRole'), [['codeconnections:UseConnection', CONNECTION]]);
  });

  const uses = (arn: string, repositoryId: string): Request[] => [
    ['codeconnections:UseConnection', arn, { 'codeconnections:FullRepositoryId': repositoryId }],
  ];

  test.each(['HubRole', 'HubCommandRole'])('of a connection use it for one repository: %s', async (prefix) => {
    await expectAllowed(role(prefix), uses(CONNECTION, 'acme/orders'));
    await expectDenied(role(prefix), [
      ...uses(CONNECTION, 'acme/shop'),
      ...uses(here('codeconnections', 'connection/other'), 'acme/orders'),
      ['codeconnections:PassConnection', CONNECTION],
      ['codeconnections:GetConnectionToken', CONNECTION],
    ]);
  });

  test('of a full clone pull from one repository, and push nothing', async () => {
    await expectAllowed(role('CloneCommandRole'), all(['codecommit:GitPull'], ORDERS));
    await expectDenied(role('CloneCommandRole'), [
      ...all(['codecommit:GitPull'], here('codecommit', 'shop')),
      ...all(CHANGES, ORDERS),
    ]);
    await expectAllowed(role('CloneRole'), all(['codecommit:GetRepository', 'codecommit:UploadArchive'], ORDERS));
    await expectDenied(role('CloneRole'), all(CHANGES, ORDERS));
  });

  test('of an object and an image read just these', async () => {
    const objects = 'arn:aws:s3:::acme-uploads';
    const look = ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectTagging'];
    await expectAllowed(role('FilesRole'), [
      ...all(look, `${objects}/app.zip`),
      ...all(['s3:GetBucketVersioning', 's3:GetBucketLocation'], objects),
      ['ecr:DescribeImages', here('ecr', 'repository/base')],
    ]);
    await expectDenied(role('FilesRole'), [
      ...all(['s3:PutObject', 's3:DeleteObject'], `${objects}/app.zip`),
      ...all(look, `${objects}/other.zip`),
      ['ecr:DescribeImages', here('ecr', 'repository/base2')],
      ['ecr:BatchGetImage', here('ecr', 'repository/base')],
    ]);
    await expectDenied(role('FilesCommandRole'), all(look, `${objects}/app.zip`));
  });
});

test('no statement has a star for an action that has a resource type, and all actions exist', async () => {
  await expectTightPolicies(templates);
});
