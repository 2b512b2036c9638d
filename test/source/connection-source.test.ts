import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Build, ConnectionProvider, DeliveryPipeline, Source, SourceConnection } from '../../lib';
import type { ConnectionSourceOptions, ISource } from '../../lib';
import { actionsOf, lockedStacks, newStack, onlyResource, statementsOf } from '../support/fixtures';
import type { TemplateStatement } from '../support/fixtures';
import { CONNECTION, gitConfigurations, pipelineOf, rulesOf, sourceAction, templateOf, withAction } from './support';

type Make = (options: ConnectionSourceOptions) => ISource;

const PROVIDERS: [string, Make, string][] = [
  ['gitHub', (options) => Source.gitHub(options), 'acme/orders'],
  ['gitHubEnterprise', (options) => Source.gitHubEnterprise(options), 'acme/orders'],
  ['bitbucket', (options) => Source.bitbucket(options), 'acme-team/orders'],
  ['gitLab', (options) => Source.gitLab(options), 'acme/shop/backend/orders'],
  ['gitLabSelfManaged', (options) => Source.gitLabSelfManaged(options), 'acme/orders'],
  ['azureDevOps', (options) => Source.azureDevOps(options), 'acme/Web Shop/orders'],
];

const usesOf = (template: Template, role: string): TemplateStatement[] =>
  ['codeconnections:', 'codestar-connections:'].flatMap((prefix) => withAction(statementsOf(template, role), prefix));

/** The use of a connection for one repository, by both names that its service has. */
const uses = (connection: unknown, repository: string, operator = 'StringEquals'): unknown[] =>
  ['codeconnections', 'codestar-connections'].map((service) => ({
    Effect: 'Allow',
    Action: `${service}:UseConnection`,
    Resource: connection,
    Condition: { [operator]: { [`${service}:FullRepositoryId`]: repository } },
  }));

describe.each(PROVIDERS)('Source.%s', (_, make, repository) => {
  const template = (options: Partial<ConnectionSourceOptions> = {}): Template =>
    templateOf(() => make({ connectionArn: CONNECTION, repository, ...options }));
  const plain = template();

  test('is an action on the connection, which puts out an artifact and variables', () => {
    expect(sourceAction(plain)).toEqual({
      Name: 'Source',
      ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeStarSourceConnection', Version: '1' },
      Configuration: {
        ConnectionArn: CONNECTION,
        FullRepositoryId: repository,
        BranchName: 'main',
        DetectChanges: true,
      },
      OutputArtifacts: [{ Name: 'Source' }],
      Namespace: 'Source_Source',
      RunOrder: 1,
    });
  });

  test('starts at a push to its branch by itself: without filters, rules, schedules or polling', () => {
    expect(gitConfigurations(plain)).toEqual([]);
    expect(rulesOf(plain)).toEqual([]);
    expect(JSON.stringify(plain.toJSON())).not.toContain('PollForSourceChanges');
  });

  test('lets the role of the pipeline use just this connection for just this repository', () => {
    expect(usesOf(plain, 'PipelineRole')).toEqual(uses(CONNECTION, repository));
  });

  test('lets nobody else use the connection', () => {
    expect(usesOf(plain, 'CommandRole')).toEqual([]);
    expect(JSON.stringify(plain.toJSON()).match(/:UseConnection/g)).toHaveLength(2);
  });

  test.each([
    'arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b',
    'arn:aws:codestar-connections:eu-west-1:111122223333:connection/0a1b',
    'arn:aws-us-gov:codestar-connections:us-gov-west-1:111122223333:connection/0a1b',
  ])('takes the ARN %s, whose own service is among those that allow', (connectionArn) => {
    const given = template({ connectionArn });
    expect(sourceAction(given).Configuration.ConnectionArn).toBe(connectionArn);
    const statements = usesOf(given, 'PipelineRole');
    expect(statements).toEqual(uses(connectionArn, repository));
    const service = connectionArn.split(':')[2];
    expect(withAction(statements, `${service}:`).map(({ Resource }) => Resource)).toEqual([connectionArn]);
  });

  test('takes an ARN that is known at deployment only, with both services', () => {
    const given = templateOf((stack) =>
      make({ connectionArn: new CfnParameter(stack, 'Connection').valueAsString, repository }),
    );
    expect(usesOf(given, 'PipelineRole')).toEqual(uses({ Ref: 'Connection' }, repository));
  });

  test('reads the branch, and has the name, that the user says', () => {
    const given = actionsOf(template({ branch: 'release/2.1', sourceName: 'app-code' }))['Source/app-code'];
    expect(given).toMatchObject({
      Configuration: { BranchName: 'release/2.1' },
      OutputArtifacts: [{ Name: 'app_code' }],
      Namespace: 'Source_app-code',
    });
  });

  test('takes a connection of another stack, which is deployed before, without a lock between the two', () => {
    const app = new App();
    const [shared, delivery] = [new Stack(app, 'Shared'), new Stack(app, 'Delivery')];
    const { connectionArn } = new SourceConnection(shared, 'Connection', { provider: ConnectionProvider.GITHUB });
    pipelineOf(delivery, make({ connectionArn, repository }));
    expect(lockedStacks(app)).toEqual([]);
    expect(delivery.dependencies).toEqual([shared]);
    const arn = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Shared' }) as unknown };
    const given = Template.fromStack(delivery);
    expect(sourceAction(given).Configuration.ConnectionArn).toEqual(arn);
    expect(usesOf(given, 'PipelineRole')).toEqual(uses(arn, repository));
  });

  test('gives builds a clone with its history on request, for which they use the connection as well', () => {
    const given = template({ fullClone: true });
    expect(sourceAction(given).Configuration.OutputArtifactFormat).toBe('CODEBUILD_CLONE_REF');
    expect(usesOf(given, 'CommandRole')).toEqual(uses(CONNECTION, repository, 'StringEqualsIfExists'));
    expect(sourceAction(template({ fullClone: false })).Configuration).not.toHaveProperty('OutputArtifactFormat');
  });
});

describe('two sources of a pipeline', () => {
  test('may use one connection for two repositories, each under its own condition', () => {
    const stack = newStack();
    pipelineOf(
      stack,
      Source.gitHub({ connectionArn: CONNECTION, repository: 'acme/app', sourceName: 'app' }),
      Source.gitHub({ connectionArn: CONNECTION, repository: 'acme/infra', sourceName: 'infra' }),
    );
    const statements = usesOf(Template.fromStack(stack), 'PipelineRole');
    expect(statements).toHaveLength(4);
    expect(statements).toEqual(
      expect.arrayContaining([...uses(CONNECTION, 'acme/app'), ...uses(CONNECTION, 'acme/infra')]),
    );
  });

  test('may come from two providers, of which the first is what builds take', () => {
    const stack = newStack();
    const second = Source.gitLab({ connectionArn: CONNECTION, repository: 'acme/config', sourceName: 'config' });
    new DeliveryPipeline(stack, 'Pipeline', {
      sources: [Source.gitHub({ connectionArn: CONNECTION, repository: 'acme/app', sourceName: 'app' }), second],
      builds: [Build.project({ buildName: 'First' }), Build.project({ buildName: 'Second', input: second.artifact })],
    });
    const actions = actionsOf(Template.fromStack(stack));
    expect(actions['Build/First'].InputArtifacts).toEqual([{ Name: 'app' }]);
    expect(actions['Build/Second'].InputArtifacts).toEqual([{ Name: 'config' }]);
  });
});

test('a connection that is made with the pipeline is what its action and its role say', () => {
  const given = templateOf((stack) => {
    const connection = new SourceConnection(stack, 'Connection', { provider: ConnectionProvider.GITHUB });
    return Source.gitHub({ connectionArn: connection.connectionArn, repository: 'acme/orders' });
  });
  const arn = { Ref: expect.stringMatching(/^Connection/) as unknown };
  expect(sourceAction(given).Configuration.ConnectionArn).toEqual(arn);
  expect(usesOf(given, 'PipelineRole').map(({ Resource }) => Resource)).toEqual([arn, arn]);
  expect(onlyResource(given, 'AWS::CodePipeline::Pipeline').Properties.PipelineType).toBe('V2');
});
