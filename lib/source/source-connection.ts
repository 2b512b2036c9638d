import { Annotations, CfnOutput, RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import { CfnConnection } from 'aws-cdk-lib/aws-codeconnections';
import type { Construct } from 'constructs';
import { removalPolicyOf } from '../core/cdk-choices';
import { checkGiven, checkLiteralOneOf, checkName, orEmpty } from '../core/checks';
import { LIMITS } from '../core/limits';
import { fixedName } from '../core/names';
import { Problems } from '../core/problems';
import { consoleHost } from '../core/console-host';
import { ConnectionProvider } from './git-provider';

/**
 * Properties of a `SourceConnection`.
 */
export interface SourceConnectionProps {
  /**
   * The host of the repositories. Another one makes another connection, which must be confirmed anew.
   */
  readonly provider: ConnectionProvider;

  /**
   * The ARN of the host, for a server of your own: GitHub Enterprise Server and GitLab self-managed. The host must be set up once by
   * hand before.
   *
   * @default - the provider's public service
   */
  readonly hostArn?: string;

  /**
   * The name of the connection, 1 to 32 characters. Another name makes another connection.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly connectionName?: string;

  /**
   * What becomes of the connection when it leaves the stack: a new one must be confirmed by hand, so that it is kept by default,
   * except when the very deployment that made it fails.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

const SELF_HOSTED: readonly unknown[] = [
  ConnectionProvider.GITHUB_ENTERPRISE_SERVER,
  ConnectionProvider.GITLAB_SELF_MANAGED,
];

/**
 * A connection to a host of Git repositories. AWS makes it pending: somebody must confirm it once in the console, where an output of the
 * stack leads; until then nothing can be fetched.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/welcome-connections.html
 */
export class SourceConnection extends Resource {
  /** The ARN of the connection. */
  public readonly connectionArn: string;

  constructor(scope: Construct, id: string, props: SourceConnectionProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'SourceConnection');
    checkProvider(problems, given);
    const name = checkName(problems, 'connectionName', given.connectionName, LIMITS.connectionName);
    const connection = new CfnConnection(this, 'Resource', {
      connectionName: name ?? fixedName(this, LIMITS.connectionName.max),
      // The provider of a host is that of the host: AWS takes one of the two.
      ...(!isHostArn(given.hostArn) ? { providerType: given.provider } : { hostArn: given.hostArn }),
    });
    connection.applyRemovalPolicy(removalPolicyOf(problems, given.removalPolicy));
    this.connectionArn = connection.ref;
    if (given.provider === ConnectionProvider.AZURE_DEVOPS) {
      Annotations.of(this).addWarningV2(
        'cdk-delivery:azureDevOpsConnection',
        'The documentation of CloudFormation does not name AzureDevOps among the providers of AWS::CodeConnections::Connection: ' +
          'if the deployment refuses it, make the connection in the console and give its ARN to Source.azureDevOps',
      );
    }
    const { region } = Stack.of(this);
    new CfnOutput(this, 'Confirm', {
      value: `https://${consoleHost(region)}/codesuite/settings/connections?region=${region}`,
      description: 'A new connection is pending: confirm it here once, by Update pending connection',
    });
  }
}

function checkProvider(problems: Problems, { provider, hostArn }: SourceConnectionProps): void {
  const said = checkGiven<ConnectionProvider>(problems, 'provider', provider, 'a ConnectionProvider');
  checkLiteralOneOf(problems, 'provider', said, ConnectionProvider, 'ConnectionProvider');
  if (SELF_HOSTED.includes(provider) && hostArn === undefined) {
    problems.add('hostArn', `must be given for ${provider}`, { cure: 'make a CfnHost, and set it up in the console' });
  }
  if (hostArn !== undefined && !isHostArn(hostArn)) {
    problems.add('hostArn', 'must be the ARN of a host', { got: hostArn });
  }
  if (!SELF_HOSTED.includes(provider) && hostArn !== undefined) {
    problems.add('hostArn', `must not be given for ${provider}, which AWS reaches by itself`);
  }
}

function isHostArn(value: unknown): value is string {
  return (
    Token.isUnresolved(value) || (typeof value === 'string' && /^arn:[^:]+:[^:]+:[^:]+:\d{12}:host\/.+$/.test(value))
  );
}
