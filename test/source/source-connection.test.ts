import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { RemovalPolicy } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { CfnHost } from 'aws-cdk-lib/aws-codeconnections';
import { ConnectionProvider, SourceConnection } from '../../lib';
import type { SourceConnectionProps } from '../../lib';
import { logicalIdOf, newStack, onlyResource } from '../support/fixtures';

const TYPE = 'AWS::CodeConnections::Connection';
const HOST = 'arn:aws:codeconnections:eu-west-1:111122223333:host/ghes-0a1b';

function template(props: Partial<SourceConnectionProps> = {}, stackProps?: StackProps): Template {
  const stack = newStack(stackProps);
  new SourceConnection(stack, 'Connection', { provider: ConnectionProvider.GITHUB, ...props });
  return Template.fromStack(stack);
}

test.each([
  [ConnectionProvider.GITHUB, 'GitHub'],
  [ConnectionProvider.BITBUCKET, 'Bitbucket'],
  [ConnectionProvider.GITLAB, 'GitLab'],
  [ConnectionProvider.AZURE_DEVOPS, 'AzureDevOps'],
])('a connection to a public service says its provider: %s', (provider, name) => {
  expect(onlyResource(template({ provider }), TYPE).Properties).toEqual({
    ConnectionName: 'Test-Connection',
    ProviderType: name,
  });
});

test.each([ConnectionProvider.GITHUB_ENTERPRISE_SERVER, ConnectionProvider.GITLAB_SELF_MANAGED])(
  'a connection to a server of one’s own says its host, and no provider: %s',
  (provider) => {
    expect(onlyResource(template({ provider, hostArn: HOST }), TYPE).Properties).toEqual({
      ConnectionName: 'Test-Connection',
      HostArn: HOST,
    });
  },
);

test('the host may be made with the connection', () => {
  const stack = newStack();
  const host = new CfnHost(stack, 'Host', {
    name: 'ghes',
    providerType: 'GitHubEnterpriseServer',
    providerEndpoint: 'https://git.acme.example',
  });
  const provider = ConnectionProvider.GITHUB_ENTERPRISE_SERVER;
  new SourceConnection(stack, 'Connection', { provider, hostArn: host.attrHostArn });
  expect(onlyResource(Template.fromStack(stack), TYPE).Properties.HostArn).toEqual({
    'Fn::GetAtt': ['Host', 'HostArn'],
  });
});

test('a connection is kept, unless the deployment that made it fails, or the user says otherwise', () => {
  expect(onlyResource(template(), TYPE)).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
  expect(onlyResource(template({ removalPolicy: RemovalPolicy.DESTROY }), TYPE)).toMatchObject({
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
  });
});

test('a connection has the name that the user gives, or one of at most 32 characters', () => {
  expect(onlyResource(template({ connectionName: 'acme on GitHub' }), TYPE).Properties.ConnectionName).toBe(
    'acme on GitHub',
  );
  const long = onlyResource(template({}, { stackName: 'a-stack-with-quite-a-long-name' }), TYPE);
  expect(long.Properties.ConnectionName).toMatch(/^a-stack-with-.{1,19}$/);
});

test('the ARN of the connection is for sources', () => {
  const stack = newStack();
  const connection = new SourceConnection(stack, 'Connection', { provider: ConnectionProvider.GITHUB });
  expect(stack.resolve(connection.connectionArn)).toEqual({ Ref: logicalIdOf(Template.fromStack(stack), TYPE) });
});

describe('an output', () => {
  const outputsOf = (given: Template): unknown[] => Object.values(given.toJSON().Outputs as object);

  test('leads to the page of the console where somebody must confirm the connection', () => {
    const given = template({}, { env: { account: '111122223333', region: 'eu-west-1' } });
    expect(outputsOf(given)).toEqual([
      {
        Description: 'A new connection is pending: confirm it here once, by Update pending connection',
        Value: 'https://console.aws.amazon.com/codesuite/settings/connections?region=eu-west-1',
      },
    ]);
  });

  test('says the region of the deployment where it is not known before', () => {
    expect(JSON.stringify(outputsOf(template()))).toContain('{"Ref":"AWS::Region"}');
  });
});

test.each([
  [ConnectionProvider.GITHUB, 0],
  [ConnectionProvider.AZURE_DEVOPS, 1],
])('Azure DevOps alone warns that CloudFormation may not know it: %s', (provider, count) => {
  const stack = newStack();
  new SourceConnection(stack, 'Connection', { provider });
  const says = Match.stringLikeRegexp('give its ARN to Source.azureDevOps');
  expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toHaveLength(count);
  expect(Annotations.fromStack(stack).findWarning('/Test/Connection', says)).toHaveLength(count);
});
