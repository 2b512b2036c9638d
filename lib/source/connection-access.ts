import { Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';

const ARN = /^arn:[^:]+:(codeconnections|codestar-connections):[^:]+:\d{12}:connection\/.+$/;

/** Gives the ARN of a connection back when it is one or not known yet; else reports it. */
export function checkConnectionArn(problems: Problems, prop: string, value: unknown): string | undefined {
  if (Token.isUnresolved(value) || (typeof value === 'string' && ARN.test(value))) return value as string;
  problems.add(prop, 'must be the ARN of a connection', {
    got: value,
    cure: 'take that of a SourceConnection, or copy it from the console (Developer Tools, Settings, Connections)',
  });
  return undefined;
}

/**
 * Use of a connection for one repository. Connections have ARNs of two services, and the service of an action must be that of the
 * ARN; an ARN that is not known yet gets both.
 *
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
 */
export function useConnection(connectionArn: string, repository: string): PolicyStatement[] {
  return servicesOf(connectionArn).map((service) =>
    allow(
      service === 'codeconnections' ? PERMISSIONS.codeConnectionsUse : PERMISSIONS.codeStarConnectionsUse,
      [connectionArn],
      { StringEquals: { [`${service}:FullRepositoryId`]: repository } },
    ),
  );
}

/** What a project needs that CodeBuild connects with its source by itself. */
export function readConnection(connectionArn: string): PolicyStatement[] {
  return servicesOf(connectionArn).map((service) =>
    allow(service === 'codeconnections' ? PERMISSIONS.codeConnectionsToken : PERMISSIONS.codeStarConnectionsToken, [
      connectionArn,
    ]),
  );
}

function servicesOf(connectionArn: string): string[] {
  const service = ARN.exec(connectionArn)?.[1];
  return service === undefined ? ['codeconnections', 'codestar-connections'] : [service];
}
