import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnPipeline, ExecutionMode, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Build, DeliveryFoundation, DeliveryPipeline, DeployTarget } from '../../lib';
import type { DeliveryPipelineProps, IDeployTarget } from '../../lib';
import {
  actionsOf,
  allowedActionsOf,
  lockedStacks,
  logicalIdOf,
  newDeployment,
  newPipeline,
  newSource,
  newStack,
  newTarget,
  onlyResource,
  resourcesOf,
  stagesOf,
  statementsOf,
} from '../support/fixtures';
import type { TemplateResource } from '../support/fixtures';

const PIPELINE = 'AWS::CodePipeline::Pipeline';

function template(
  props: Partial<DeliveryPipelineProps> | ((stack: Stack) => Partial<DeliveryPipelineProps>) = {},
): Template {
  const stack = newStack();
  newPipeline(stack, typeof props === 'function' ? props(stack) : props);
  return Template.fromStack(stack);
}

const pipelineOf = (given: Template): TemplateResource => onlyResource(given, PIPELINE) as TemplateResource;

describe('a pipeline', () => {
  const given = template((stack) => ({ stages: [{ stageName: 'Production', targets: [newTarget(stack)] }] }));
  const { Properties, DependsOn } = pipelineOf(given);

  test('is of type V2, and a run that waits gives way to a newer one', () => {
    expect(Properties).toMatchObject({ PipelineType: 'V2', ExecutionMode: 'SUPERSEDED' });
  });

  test('does not run again because it was updated', () => {
    expect(Properties.RestartExecutionOnUpdate).toBe(false);
  });

  test('goes from the sources through the builds to the stages of the user', () => {
    expect(stagesOf(given)).toEqual({ Source: [['Source']], Build: [['Package']], Production: [['Production']] });
    expect((Properties.Stages as { Name: string }[]).map(({ Name }) => Name)).toEqual([
      'Source',
      'Build',
      'Production',
    ]);
  });

  test('keeps artifacts in a foundation of its own, without a key', () => {
    expect(Properties.ArtifactStore).toEqual({
      Type: 'S3',
      Location: { Ref: logicalIdOf(given, 'AWS::S3::Bucket', 'PipelineFoundationArtifacts') },
    });
    expect(Properties).not.toHaveProperty('ArtifactStores');
    given.resourceCountIs('AWS::KMS::Key', 0);
  });

  test('is created after the policy of its role', () => {
    expect(DependsOn).toContain(logicalIdOf(given, 'AWS::IAM::Policy', 'PipelineRole'));
  });

  test('runs with one role, which CodePipeline alone can take', () => {
    const role = logicalIdOf(given, 'AWS::IAM::Role', 'PipelineRole');
    expect(Properties.RoleArn).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
    expect(resourcesOf(given, 'AWS::IAM::Role')[role].Properties).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'codepipeline.amazonaws.com' } },
        ],
      },
    });
    for (const action of Object.values(actionsOf(given))) expect(action).not.toHaveProperty('RoleArn');
  });

  test('may do exactly what its actions need: no role to pass, no pattern of actions', () => {
    expect(allowedActionsOf(given, 'PipelineRole')).toEqual([
      'codebuild:BatchGetBuilds',
      'codebuild:StartBuild',
      'codebuild:StopBuild',
      'codecommit:CancelUploadArchive',
      'codecommit:GetBranch',
      'codecommit:GetCommit',
      'codecommit:GetUploadArchiveStatus',
      'codecommit:UploadArchive',
      'lambda:InvokeFunction',
      'lambda:ListFunctions',
      's3:GetBucketAcl',
      's3:GetBucketLocation',
      's3:GetBucketVersioning',
      's3:GetObject',
      's3:GetObjectVersion',
      's3:PutObject',
    ]);
  });
});

describe('the execution mode', () => {
  test.each([[ExecutionMode.QUEUED], [ExecutionMode.PARALLEL], [ExecutionMode.SUPERSEDED]])(
    'may be %s',
    (executionMode) => {
      expect(pipelineOf(template({ executionMode })).Properties.ExecutionMode).toBe(executionMode);
    },
  );

  const warnings = (executionMode?: ExecutionMode): unknown[] => {
    const stack = newStack();
    newPipeline(stack, { executionMode });
    return Annotations.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ id, entry }) => [id, entry.data]);
  };

  test('PARALLEL comes with a warning of what a source then gives', () => {
    expect(warnings(ExecutionMode.PARALLEL)).toEqual([
      [
        '/Test/Pipeline',
        expect.stringMatching(/source takes the latest revision.*cdk-delivery:parallelTakesLatestRevision/),
      ],
    ]);
  });

  test('of any other kind comes without a warning', () => {
    expect([warnings(), warnings(ExecutionMode.QUEUED), warnings(ExecutionMode.SUPERSEDED)]).toEqual([[], [], []]);
  });
});

describe('the shape of a pipeline', () => {
  test('without builds: the stages release what the first source puts out', () => {
    const given = template((stack) => ({ builds: [], sources: [newSource(stack, 'app'), newSource(stack, 'infra')] }));
    expect(stagesOf(given)).toEqual({ Source: [['app', 'infra']], Production: [['Production']] });
    expect(actionsOf(given)['Production/Production'].InputArtifacts).toEqual([{ Name: 'app' }]);
    given.resourceCountIs('AWS::CodeBuild::Project', 0);
  });

  test('without builds at all is the same', () => {
    const stack = newStack();
    new DeliveryPipeline(stack, 'Pipeline', {
      sources: [newSource(stack)],
      stages: [{ stageName: 'Production', targets: [newTarget(stack)] }],
    });
    expect(stagesOf(Template.fromStack(stack))).toEqual({ Source: [['Source']], Production: [['Production']] });
  });

  test('without stages: the pipeline builds and releases nothing', () => {
    const stack = newStack();
    new DeliveryPipeline(stack, 'Pipeline', {
      sources: [newSource(stack)],
      builds: [Build.project({ buildName: 'Package' })],
    });
    const given = Template.fromStack(stack);
    expect(stagesOf(given)).toEqual({ Source: [['Source']], Build: [['Package']] });
    given.resourceCountIs('AWS::Lambda::Function', 0);
    expect(allowedActionsOf(given, 'PipelineRole').filter((action) => action.startsWith('lambda:'))).toEqual([]);
  });

  test('with several stages: they come in the user’s order', () => {
    const given = template((stack) => ({
      stages: ['Staging', 'Canary', 'Production'].map((stageName) => ({
        stageName,
        targets: [newTarget(stack, stageName)],
      })),
    }));
    expect(Object.keys(stagesOf(given))).toEqual(['Source', 'Build', 'Staging', 'Canary', 'Production']);
  });

  test('with the most stages and the most targets that CodePipeline takes', () => {
    const stack = newStack();
    const targets = Array.from({ length: 50 }, (_, index) => newTarget(stack, `T${index}`));
    newPipeline(stack, {
      stages: Array.from({ length: 48 }, (_, index) => ({
        stageName: `S${index}`,
        targets: index === 0 ? targets : targets.slice(0, 1),
      })),
    });
    const stages = stagesOf(Template.fromStack(stack));
    expect(Object.keys(stages)).toHaveLength(50);
    expect(stages.S0[0]).toHaveLength(50);
  });

  test('a stage between two others changes no logical id', () => {
    const idsWith = (...names: string[]): string[] =>
      Object.keys(
        template((stack) => ({
          stages: names.map((stageName) => ({ stageName, targets: [newTarget(stack, stageName)] })),
        })).toJSON().Resources as object,
      );
    expect(idsWith('Staging', 'Canary', 'Production')).toEqual(
      expect.arrayContaining(idsWith('Production', 'Staging')),
    );
  });

  test('one target can be released by two stages', () => {
    const given = template((stack) => {
      const target = newTarget(stack);
      return { stages: ['One', 'Two'].map((stageName) => ({ stageName, targets: [target] })) };
    });
    const { 'One/Production': one, 'Two/Production': two } = actionsOf(given);
    expect(one.Configuration).toEqual(two.Configuration);
    expect([one.Namespace, two.Namespace]).toEqual(['One_Production', 'Two_Production']);
  });
});

describe('namespaces of variables', () => {
  const namespaces = (given: Template): (string | undefined)[] =>
    Object.values(actionsOf(given)).map(({ Namespace }) => Namespace);

  // https://github.com/aws/aws-cdk/issues/6111: CodePipeline refuses a pipeline in which one occurs twice.
  test.each<[string, [string, string][]]>([
    [
      'names that differ in a character that a namespace cannot have',
      [
        ['Prod', 'eu.west'],
        ['Prod', 'eu_west'],
      ],
    ],
    [
      'names that are the same when they are joined',
      [
        ['Prod', 'EU_Orders'],
        ['Prod_EU', 'Orders'],
      ],
    ],
    [
      'long names',
      [
        ['P'.repeat(100), 'A'],
        ['P'.repeat(100), 'B'],
      ],
    ],
  ])('are different also for %s', (_, places) => {
    const given = template((stack) => {
      const stageNames = [...new Set(places.map(([stageName]) => stageName))];
      const targetOf = (targetName: string): IDeployTarget =>
        DeployTarget.lambdaFunction(newDeployment(stack, `Of-${targetName}`), { targetName });
      return {
        stages: stageNames.map((stageName) => ({
          stageName,
          targets: places.filter(([other]) => other === stageName).map(([, targetName]) => targetOf(targetName)),
        })),
      };
    });
    expect(new Set(namespaces(given)).size).toBe(namespaces(given).length);
  });

  test('are different in an ordinary pipeline', () => {
    const given = template((stack) => ({
      stages: ['Staging', 'Production'].map((stageName) => ({
        stageName,
        targets: [DeployTarget.lambdaFunction(newDeployment(stack, stageName), { targetName: 'Orders' })],
      })),
    }));
    expect(namespaces(given)).toEqual(['Source_Source', 'Build_Package', 'Staging_Orders', 'Production_Orders']);
  });
});

describe('the name of a pipeline', () => {
  const nameOf = (scope: Construct, props: Partial<DeliveryPipelineProps> = {}): string =>
    new DeliveryPipeline(scope, 'Pipeline', {
      sources: [newSource(scope)],
      builds: [Build.project({ buildName: 'Package' })],
      ...props,
    }).pipelineName;

  test('is made of the stack and the path', () => {
    const stack = newStack();
    expect(nameOf(new Construct(stack, 'Orders'))).toBe('Test-Orders-Pipeline');
    expect(pipelineOf(Template.fromStack(stack)).Properties.Name).toBe('Test-Orders-Pipeline');
  });

  test('never holds what parts it from the names of its builds', () => {
    expect(nameOf(newStack({ stackName: 'orders--eu' }))).toMatch(/^orders-eu-Pipeline-[0-9a-f]{8}$/);
    expect(nameOf(newStack({ stackName: 'orders---eu' }))).not.toContain('--');
  });

  test('may be the user’s', () => {
    const given = template({ pipelineName: 'orders' });
    expect(pipelineOf(given).Properties.Name).toBe('orders');
    expect(onlyResource(given, 'AWS::CodeBuild::Project').Properties.Name).toBe('orders--Package');
  });

  test.each([['orders.eu@home'], ['7orders'], ['o'], ['_orders']])(
    'may be all that CodePipeline takes, e.g. %s',
    (pipelineName) => {
      expect(pipelineOf(template({ pipelineName })).Properties.Name).toBe(pipelineName);
    },
  );

  test('is where its artifacts lie, cut to 20 characters as CodePipeline does it', () => {
    const given = template({ pipelineName: 'a-pipeline-with-a-long-name' });
    const objects = statementsOf(given, 'PipelineRole').find(({ Action }) => Action.includes('s3:PutObject'));
    expect(JSON.stringify(objects?.Resource)).toContain('"/a-pipeline-with-a-lo*"');
  });
});

describe('the user’s own parts', () => {
  test('a foundation is used, and no other is made', () => {
    const given = template((stack) => ({ foundation: new DeliveryFoundation(stack, 'Mine') }));
    expect(pipelineOf(given).Properties.ArtifactStore).toMatchObject({
      Location: { Ref: logicalIdOf(given, 'AWS::S3::Bucket', 'MineArtifacts') },
    });
    given.resourceCountIs('AWS::S3::Bucket', 2);
  });

  test('a role is used and gets the policy, and no other is made', () => {
    const given = template((stack) => ({
      roles: { pipeline: new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codepipeline.amazonaws.com') }) },
    }));
    expect(pipelineOf(given).Properties.RoleArn).toEqual({
      'Fn::GetAtt': [logicalIdOf(given, 'AWS::IAM::Role', 'Mine'), 'Arn'],
    });
    expect(allowedActionsOf(given, 'Mine')).toEqual(allowedActionsOf(template(), 'PipelineRole'));
    expect(Object.keys(resourcesOf(given, 'AWS::IAM::Role')).filter((id) => id.startsWith('PipelineRole'))).toEqual([]);
  });

  test('an imported role is used by its ARN', () => {
    const arn = 'arn:aws:iam::111122223333:role/releaser';
    const given = template((stack) => ({ roles: { pipeline: Role.fromRoleArn(stack, 'Mine', arn) } }));
    expect(pipelineOf(given).Properties.RoleArn).toBe(arn);
    expect(statementsOf(given, 'releaser').length).toBeGreaterThan(3);
    expect(pipelineOf(given).DependsOn).toContain(logicalIdOf(given, 'AWS::IAM::Policy', 'Mine'));
  });

  test('what the construct gives is what it made', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack);
    expect(pipeline.pipeline).toBeInstanceOf(Pipeline);
    expect(pipeline.pipeline.node.defaultChild).toBeInstanceOf(CfnPipeline);
    expect(pipeline.foundation).toBeInstanceOf(DeliveryFoundation);
    expect(pipeline.role).toBeInstanceOf(Role);
    expect(pipeline.pipelineName).toBe('Test-Pipeline');
    new Bucket(stack, 'Reports').grantRead(pipeline.role);
    expect(allowedActionsOf(Template.fromStack(stack), 'PipelineRole')).toContain('s3:GetObject*');
  });
});

describe('several pipelines', () => {
  test('can be made of the same sources and builds: each gets its own rule, project and artifacts', () => {
    const app = new App();
    const [code, one, other] = ['Code', 'One', 'Other'].map((id) => new Stack(app, id)) as [Stack, Stack, Stack];
    const sources = [newSource(code)];
    const compile = Build.project({ buildName: 'Compile' });
    const builds = [compile, Build.project({ buildName: 'Package', input: compile.artifact })];
    for (const stack of [one, other]) new DeliveryPipeline(stack, 'Pipeline', { sources, builds });
    for (const stack of [one, other]) {
      const given = Template.fromStack(stack);
      given.resourceCountIs('AWS::Events::Rule', 1);
      given.resourceCountIs('AWS::CodeBuild::Project', 2);
      expect(stagesOf(given).Build).toEqual([['Compile'], ['Package']]);
      expect(
        Object.values(resourcesOf(given, 'AWS::CodeBuild::Project')).map(({ Properties }) => Properties.Name),
      ).toEqual(['Compile', 'Package'].map((name) => `${stack.stackName}-Pipeline--${name}`));
    }
  });

  test('stand side by side in one stack', () => {
    const stack = newStack();
    for (const id of ['One', 'Other']) {
      const scope = new Construct(stack, id);
      new DeliveryPipeline(scope, 'Pipeline', {
        sources: [newSource(scope)],
        stages: [{ stageName: 'Production', targets: [newTarget(scope)] }],
      });
    }
    const given = Template.fromStack(stack);
    expect(Object.values(resourcesOf(given, PIPELINE)).map(({ Properties }) => Properties.Name)).toEqual([
      'Test-One-Pipeline',
      'Test-Other-Pipeline',
    ]);
    expect(
      Object.keys(resourcesOf(given, 'AWS::Lambda::Function')).filter((id) => id.includes('lambdarelease')),
    ).toHaveLength(1);
  });
});

describe('the project of a build', () => {
  test('is found by the name of the build, and can be granted more', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack, {
      builds: ['Unit', 'Package'].map((buildName) => Build.project({ buildName })),
    });
    expect(pipeline.buildProject('Unit').projectName).toBe('Test-Pipeline--Unit');
    new Bucket(stack, 'Fixtures').grantRead(pipeline.buildProject('Unit'));
    const given = Template.fromStack(stack);
    expect(allowedActionsOf(given, 'CommandRole')).toContain('s3:GetObject*');
    expect(allowedActionsOf(given, 'PipelineRole')).not.toContain('s3:GetObject*');
  });

  test('that is not there is an error at once, which says the builds that are', () => {
    const pipeline = newPipeline(newStack(), {
      builds: ['Unit', 'Package'].map((buildName) => Build.project({ buildName })),
    });
    expect(() => pipeline.buildProject('unit')).toThrow(
      "Test/Pipeline has no build 'unit'; its builds are: 'Unit', 'Package'",
    );
    expect(() => newPipeline(newStack(), { builds: [] }).buildProject('Unit')).toThrow('its builds are: none');
  });
});

test('two pipelines on one store whose artifacts would lie in one folder are warned of', () => {
  const stack = newStack();
  const foundation = new DeliveryFoundation(stack, 'Foundation');
  for (const pipelineName of ['orders-delivery-europe-1', 'orders-delivery-europe-2']) {
    const scope = new Construct(stack, pipelineName);
    new DeliveryPipeline(scope, 'Pipeline', {
      foundation,
      pipelineName,
      sources: [newSource(scope)],
      builds: [Build.project({ buildName: 'Package' })],
    });
  }
  expect(
    Annotations.fromStack(stack)
      .findWarning('*', Match.stringLikeRegexp('share an artifact store'))
      .map(({ id }) => id),
  ).toEqual(['/Test/orders-delivery-europe-2/Pipeline']);
});

test('the role of a pipeline may be of another stack, which gets no policy, without a lock between the two', () => {
  const app = new App();
  const people = new Stack(app, 'People');
  const role = new Role(people, 'Mine', { assumedBy: new ServicePrincipal('codepipeline.amazonaws.com') });
  const stack = new Stack(app, 'Test');
  newPipeline(stack, { roles: { pipeline: role } });
  expect(lockedStacks(app)).toEqual([]);
  Template.fromStack(people).resourceCountIs('AWS::IAM::Policy', 0);
  expect(pipelineOf(Template.fromStack(stack)).Properties.RoleArn).toMatchObject({
    'Fn::GetStackOutput': { StackName: 'People' },
  });
});
