import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  BootstraplessSynthesizer,
  CfnCapabilities,
  DefaultStackSynthesizer,
  NestedStack,
  Stack,
  Stage,
  Tags,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { LinuxArmBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DeployTarget } from '../../../lib';
import type { CdkStageOptions } from '../../../lib';
import { appOf, deployStage, newStage, topics } from '../../support/cdk-stage';
import {
  actionsOf,
  allowedActionsOf,
  errorsOf,
  lockedStacks,
  newPipeline,
  newStack,
  resourcesOf,
  stagesOf,
  statementsOf,
} from '../../support/fixtures';

const deployed = (
  options?: (stack: Stack) => Partial<CdkStageOptions>,
  make?: (stack: Stack) => Stage,
  stack?: Stack,
): Template => Template.fromStack(deployStage(make, options, stack));

/** The project that publishes, and the commands that it runs. */
function publisherOf(template: Template): {
  readonly properties: Record<string, unknown>;
  readonly commands: string[];
} {
  const projects = Object.values(resourcesOf(template, 'AWS::CodeBuild::Project'));
  const found = projects.filter(({ Properties }) => String(Properties.Name).includes('Assets'));
  expect(found).toHaveLength(1);
  const { BuildSpec } = found[0].Properties.Source as { BuildSpec: string };
  const { phases } = JSON.parse(BuildSpec) as { phases: { build: { commands: string[] } } };
  return { properties: found[0].Properties, commands: phases.build.commands };
}

describe('the actions', () => {
  test('publish the assets, then deploy stacks in the order of their references, independent ones side by side', () => {
    expect(stagesOf(deployed()).Production).toEqual([
      ['Shop.Assets'],
      ['Shop-Shared-Changes', 'Shop-Alone-Changes'],
      ['Shop-Shared', 'Shop-Alone'],
      ['Shop-Orders-Changes'],
      ['Shop-Orders'],
    ]);
  });

  test('follow dependencies that are said, too', () => {
    const make = (stack: Stack): Stage => {
      const stage = newStage(stack);
      stage.alone.addStackDependency(stage.orders);
      return stage;
    };
    expect(stagesOf(deployed(undefined, make)).Production.slice(-2)).toEqual([['Shop-Alone-Changes'], ['Shop-Alone']]);
  });

  test('wait for a person between each change set and its execution, where one is wanted', () => {
    expect(stagesOf(deployed(() => ({ approval: {} }))).Production).toEqual([
      ['Shop.Assets'],
      ['Shop-Shared-Changes', 'Shop-Alone-Changes'],
      ['Shop-Shared-Approve', 'Shop-Alone-Approve'],
      ['Shop-Shared', 'Shop-Alone'],
      ['Shop-Orders-Changes'],
      ['Shop-Orders-Approve'],
      ['Shop-Orders'],
    ]);
  });

  test('take each template from where the assembly has it, and put the outputs of a stack under its name', () => {
    const stack = deployStage();
    const actions = actionsOf(Template.fromStack(stack));
    const { TemplatePath } = actions['Production/Shop-Orders-Changes'].Configuration;
    expect(TemplatePath).toMatch(/^Package::assembly-Shop\/ShopOrders[0-9A-F]{8}\.template\.json$/);
    const { directory } = appOf(stack).synth();
    expect(existsSync(join(directory, String(TemplatePath).replace('Package::', '')))).toBe(true);
    expect(actions['Production/Shop-Orders'].Namespace).toBe('Production_Shop-Orders');
    expect(actions['Production/Shop-Orders-Changes'].Configuration).not.toHaveProperty('TemplateConfiguration');
  });

  test('look into the folder of the artifact that the user says', () => {
    const template = deployed(() => ({ assemblyPath: "the team's/cdk.out" }));
    expect(actionsOf(template)['Production/Shop-Alone-Changes'].Configuration.TemplatePath).toMatch(
      /^Package::the team's\/cdk\.out\/assembly-Shop\/ShopAlone/,
    );
    expect(publisherOf(template).commands[1]).toContain(String.raw`--app 'the team'\''s/cdk.out/assembly-Shop' `);
  });

  test('find the stacks of a stage within the stage', () => {
    const make = (stack: Stack): Stage => {
      const stage = new Stage(appOf(stack), 'Shop');
      new Topic(new Stack(new Stage(stage, 'Inner'), 'Orders'), 'Topic');
      return stage;
    };
    const stack = deployStage(make);
    const { TemplatePath } = actionsOf(Template.fromStack(stack))['Production/Shop-Inner-Orders-Changes'].Configuration;
    const { directory } = appOf(stack).synth();
    expect(existsSync(join(directory, String(TemplatePath).replace('Package::', '')))).toBe(true);
  });

  test('give stacks the tags that they have, by a file beside the template', () => {
    const make = (stack: Stack): Stage => {
      const stage = newStage(stack);
      Tags.of(stage.alone).add('team', 'orders');
      return stage;
    };
    const stack = deployStage(make);
    const { TemplateConfiguration } = actionsOf(Template.fromStack(stack))['Production/Shop-Alone-Changes']
      .Configuration;
    const { directory } = appOf(stack).synth();
    const text = readFileSync(join(directory, String(TemplateConfiguration).replace('Package::', '')), 'utf8');
    expect(JSON.parse(text)).toEqual({ Tags: { team: 'orders' } });
  });

  test('warn of a termination protection that CodePipeline does not set', () => {
    const stack = deployStage((own) => newStage(own, { stack: () => ({ terminationProtection: true }) }));
    const warnings = Annotations.fromStack(stack).findWarning(
      '*',
      Match.stringLikeRegexp('termination protection of stack'),
    );
    expect(warnings).toHaveLength(3);
  });
});

describe('the assets', () => {
  test('are published by the CLI of one version, all that the assembly of the stage has when it runs', () => {
    const { commands, properties } = publisherOf(deployed());
    expect(commands).toEqual([
      `test -f 'assembly-Shop'/manifest.json || { echo "The artifact has no cloud assembly in" 'assembly-Shop'; exit 1; }`,
      "npx --yes aws-cdk@2.1148.1 publish-assets --app 'assembly-Shop' --unstable=publish-assets --no-notices",
    ]);
    expect(properties.Name).toBe('Test-Pipeline--Production--Shop-Assets');
    expect(properties.Environment).toMatchObject({ PrivilegedMode: false });
  });

  test('are published by the version and on the machine that the user says', () => {
    const environment = { buildImage: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0 };
    const { commands, properties } = publisherOf(deployed(() => ({ cliVersion: '2.1149.0', environment })));
    expect(commands[1]).toContain('npx --yes aws-cdk@2.1149.0 publish-assets');
    expect(properties.Environment).toMatchObject({ Type: 'ARM_CONTAINER' });
  });

  test('that are images need a privileged build, and the role that publishes images', () => {
    const make = (stack: Stack): Stage => {
      const stage = newStage(stack);
      const directory = mkdtempSync(join(tmpdir(), 'cdk-delivery-image-'));
      writeFileSync(join(directory, 'Dockerfile'), 'FROM scratch');
      new DockerImageAsset(stage.alone, 'Image', { directory });
      return stage;
    };
    const template = deployed(undefined, make);
    expect(publisherOf(template).properties.Environment).toMatchObject({ PrivilegedMode: true });
    expect(JSON.stringify(statementsOf(template, 'PublishRole'))).toContain('image-publishing-role');
  });

  test('are published with no right but the roles of the bootstrap, its version, logs and artifacts', () => {
    const template = deployed();
    expect(allowedActionsOf(template, 'PublishRole').filter((action) => !action.startsWith('codebuild:'))).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:GetObjectVersion',
      'ssm:GetParameter',
      'sts:AssumeRole',
    ]);
    expect(statementsOf(template, 'PublishRole').filter(({ Action }) => Action === 'sts:AssumeRole')).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Resource: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':iam::',
              { Ref: 'AWS::AccountId' },
              ':role/cdk-hnb659fds-file-publishing-role-',
              { Ref: 'AWS::AccountId' },
              '-',
              { Ref: 'AWS::Region' },
            ],
          ],
        },
      },
    ]);
  });

  test('go by the roles and the bucket that the synthesizer of the stage names, with tags where it gives any', () => {
    const synthesizer = (): DefaultStackSynthesizer =>
      new DefaultStackSynthesizer({
        qualifier: 'shop',
        fileAssetPublishingRoleArn: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/publisher',
        fileAssetPublishingRoleAdditionalOptions: { Tags: [{ Key: 'team', Value: 'orders' }] },
        fileAssetsBucketName: 'assets-${AWS::Region}',
      });
    const env = { account: '111122223333', region: 'eu-west-1' };
    const own = new Stack(new App(), 'Test', { env });
    const make = (stack: Stack): Stage =>
      newStage(stack, { stage: { env }, stack: () => ({ synthesizer: synthesizer() }) });
    const template = deployed(undefined, make, own);
    const publishing = statementsOf(template, 'PublishRole').filter(({ Action }) => /^(sts|ssm)/.test(String(Action)));
    const publisher = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:role/publisher']] };
    expect(publishing.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ['sts:AssumeRole', publisher],
      ['sts:TagSession', publisher],
      [
        'ssm:GetParameter',
        {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':ssm:eu-west-1:111122223333:parameter/cdk-bootstrap/shop/version'],
          ],
        },
      ],
    ]);
    expect(JSON.stringify(statementsOf(template, 'DeploymentRole'))).toContain(':s3:::assets-eu-west-1/*');
  });

  test('of stacks without a bootstrap do not exist, and nothing publishes them', () => {
    const make = (stack: Stack): Stage => {
      const stage = new Stage(appOf(stack), 'Shop');
      new Topic(new Stack(stage, 'Plain', { synthesizer: new BootstraplessSynthesizer() }), 'Topic');
      return stage;
    };
    const template = deployed(undefined, make);
    expect(stagesOf(template).Production).toEqual([['Shop-Plain-Changes'], ['Shop-Plain']]);
    expect(allowedActionsOf(template, 'DeploymentRole')).toEqual([
      's3:GetObject',
      's3:GetObjectVersion',
      'sns:CreateTopic',
    ]);
  });
});

describe('the deployment role', () => {
  test('of all stacks may do what the user says, read assets and artifacts, and the version of the bootstrap', () => {
    const template = deployed();
    expect(allowedActionsOf(template, 'DeploymentRole')).toEqual([
      's3:GetObject',
      's3:GetObjectVersion',
      'sns:CreateTopic',
      'ssm:GetParameters',
    ]);
    const roles = Object.values(actionsOf(template)).flatMap(({ Configuration }) => Configuration.RoleArn ?? []);
    expect(new Set(roles.map((role) => JSON.stringify(role))).size).toBe(1);
  });

  test('of the user is let read the same, wherever it is, and locks nothing', () => {
    const app = new App();
    const roles = new Stack(app, 'Roles');
    const deploymentRole = new Role(roles, 'Mine', { assumedBy: new ServicePrincipal('cloudformation.amazonaws.com') });
    deployStage(newStage, () => ({ deploymentRole }), new Stack(app, 'Test'));
    const locked = lockedStacks(app);
    expect(locked).toEqual([]);
  });

  test('is the one of the bootstrap where the user says so, and nothing is added to it', () => {
    const template = deployed(() => ({ useBootstrapRole: true }));
    expect(Object.keys(resourcesOf(template, 'AWS::IAM::Role')).filter((id) => id.includes('Deployment'))).toEqual([]);
    const pass = statementsOf(template, 'PipelineRole').filter(({ Action }) => Action === 'iam:PassRole');
    expect(pass).toHaveLength(1);
    expect(JSON.stringify(pass[0].Resource)).toContain(':role/cdk-hnb659fds-cfn-exec-role-');
    expect(pass[0].Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } });
    expect(actionsOf(template)['Production/Shop-Alone-Changes'].Configuration.RoleArn).toEqual(pass[0].Resource);
  });

  test('has the boundary of the user', () => {
    const arn = 'arn:aws:iam::111122223333:policy/boundary';
    const template = deployed((stack) => ({
      permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', arn),
    }));
    const bounded = Object.entries(resourcesOf(template, 'AWS::IAM::Role')).filter(
      ([, { Properties }]) => Properties.PermissionsBoundary === arn,
    );
    expect(bounded.map(([id]) => id)).toEqual([expect.stringContaining('DeploymentRole')]);
  });
});

describe('capabilities', () => {
  const withRole =
    (roleName?: string, nested = false) =>
    (stack: Stack): Stage => {
      const stage = newStage(stack);
      const scope = nested ? new NestedStack(stage.alone, 'Nested') : stage.alone;
      new Role(scope, 'Role', { roleName, assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      return stage;
    };
  const NONE: CfnCapabilities[] = [];
  const { ANONYMOUS_IAM, NAMED_IAM, AUTO_EXPAND } = CfnCapabilities;

  test('are those that the user says, for each stack', () => {
    const template = deployed(() => ({ capabilities: [NAMED_IAM, AUTO_EXPAND] }), withRole('orders'));
    const said = Object.values(actionsOf(template)).flatMap(({ Configuration }) => Configuration.Capabilities ?? []);
    expect(said).toEqual(Array(3).fill('CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND'));
  });

  test.each([
    ['a role', withRole(), NONE, 'must have CAPABILITY_IAM: Shop-Alone makes AWS::IAM::Role'],
    [
      'a role of a nested stack',
      withRole(undefined, true),
      NONE,
      'must have CAPABILITY_IAM: Shop-Alone makes AWS::IAM::Role',
    ],
    [
      'a named role',
      withRole('orders'),
      [ANONYMOUS_IAM],
      'must have CAPABILITY_NAMED_IAM: Shop-Alone makes AWS::IAM::Role with a name',
    ],
  ])('that %s needs are missed', (_, make, capabilities, says) => {
    expect(errorsOf(deployStage(make, () => ({ capabilities })))).toEqual([
      `Shop (DeployTarget.cdkStage) capabilities: ${says}`,
    ]);
  });

  test.each([
    ['a role', withRole(), [ANONYMOUS_IAM]],
    ['a named role', withRole('orders'), [NAMED_IAM]],
    ['no role', newStage, NONE],
  ])('that %s needs are enough', (_, make, capabilities) => {
    expect(errorsOf(deployStage(make, () => ({ capabilities })))).toEqual([]);
  });
});

test('what the constructs of the stage find wrong is reported with everything else', () => {
  const stack = newStack();
  const stage = newStage(stack);
  stage.alone.node.addValidation({ validate: () => ['is lonely'] });
  const target = DeployTarget.cdkStage(stage, { statements: topics(), cliVersion: 'latest' });
  newPipeline(stack, { stages: [{ stageName: 'Production', targets: [target] }] });
  const text = (() => {
    try {
      Template.fromStack(stack);
    } catch (error) {
      return String(error);
    }
    return '';
  })();
  expect(text).toContain('[Shop/Alone] is lonely');
  expect(text).toContain('cliVersion: must be');
});
