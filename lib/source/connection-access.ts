import { Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';

const ARN = /^arn:[^:]+:(codeconnections|codestar-connections):[^:]+:\d{12}:connection\/[\w-]+$/;

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
 * Use of a connection for one repository. The ARNs of connections begin with one of two services, and both services must allow
 * the use, whatever the ARN: a part of CodePipeline calls the one, a part the other.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html#edit-role-connections
 */
export function useConnection(
  connectionArn: string,
  repository: string,
  operator: 'StringEquals' | 'StringEqualsIfExists' = 'StringEquals',
): PolicyStatement[] {
  return [
    allow(PERMISSIONS.codeConnectionsUse, [connectionArn], {
      [operator]: { 'codeconnections:FullRepositoryId': repository },
    }),
    allow(PERMISSIONS.codeStarConnectionsUse, [connectionArn], {
      [operator]: { 'codestar-connections:FullRepositoryId': repository },
    }),
  ];
}

/** The same for a build that clones: no source says that CodeBuild names the repository. */
export function cloneByConnection(connectionArn: string, repository: string): PolicyStatement[] {
  return useConnection(connectionArn, repository, 'StringEqualsIfExists');
}

/**
 * What a project needs that CodeBuild connects with its source by itself. Its token is that of the connection, which no
 * condition confines to a repository.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/connections-github-app.html
 */
export function readConnection(connectionArn: string, repository: string): PolicyStatement[] {
  return [
    allow(PERMISSIONS.codeConnectionsToken, [connectionArn]),
    allow(PERMISSIONS.codeStarConnectionsToken, [connectionArn]),
    ...cloneByConnection(connectionArn, repository),
  ];
}
