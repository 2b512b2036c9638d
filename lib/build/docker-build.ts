import { Stack } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { forEachMember } from '../core/list-checks';
import { checkResource } from '../core/environments';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import type { BuildAdditions } from './build-additions';
import { BuildVariable } from './build-variable';

/**
 * What a build does with Docker. The build is privileged, and logs in before the commands of the user.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-docker.html
 */
export interface DockerBuild {
  /**
   * Repositories of ECR that the build pulls from, in the account and region of the stack.
   *
   * @default - none
   */
  readonly pullFrom?: IRepository[];

  /**
   * Repositories of ECR that the build pushes to, in the account and region of the stack.
   *
   * @default - none
   */
  readonly pushTo?: IRepository[];

  /**
   * A secret with the fields `username` and `password` of an account of Docker Hub, whose limits on pulls are wider than those of
   * nobody. The password should be an access token.
   *
   * @default - images of Docker Hub are pulled without an account
   */
  readonly dockerHub?: ISecret;
}

/** What Docker adds to a build. */
export function bindDocker(scope: Construct, problems: Problems, docker: DockerBuild): BuildAdditions {
  const pull = repositoriesOf(scope, problems, 'pullFrom', docker.pullFrom);
  const push = repositoriesOf(scope, problems, 'pushTo', docker.pushTo);
  const hub = docker.dockerHub;
  if (hub !== undefined && !(Construct.isConstruct(hub) && 'secretArn' in hub)) {
    // What stands there instead may be a password: it is not repeated.
    problems.add('dockerHub', 'must be a secret', { cure: 'put user name and token into a secret of Secrets Manager' });
  }
  const login = pull.length + push.length > 0 ? ecrLogin(scope) : [];
  return {
    prop: 'docker',
    before: [...login, ...(docker.dockerHub === undefined ? [] : [HUB_LOGIN])],
    variables: hub === undefined || !Construct.isConstruct(hub) ? {} : hubVariables(hub),
    permissions: [
      ...(login.length === 0 ? [] : [allow(PERMISSIONS.imagePullToken, ['*'])]),
      ...(pull.length === 0 ? [] : [allow(PERMISSIONS.imagePull, pull)]),
      ...(push.length === 0 ? [] : [allow(PERMISSIONS.imagePush, push)]),
    ],
  };
}

/** The registry of the stack's own account and region. */
export function registryOf(scope: Construct): string {
  const { account, region, urlSuffix } = Stack.of(scope);
  return `${account}.dkr.ecr.${region}.${urlSuffix}`;
}

/** Logs in to the registry of the stack's own account and region. */
export function ecrLogin(scope: Construct): string[] {
  return [
    `aws ecr get-login-password --region "$AWS_REGION" | docker login --username AWS --password-stdin ${registryOf(scope)}`,
  ];
}

const HUB_LOGIN = 'printf %s "$DOCKERHUB_PASSWORD" | docker login --username "$DOCKERHUB_USERNAME" --password-stdin';

function hubVariables(secret: ISecret): Record<string, BuildVariable> {
  return {
    DOCKERHUB_USERNAME: BuildVariable.secret(secret, { field: 'username' }),
    DOCKERHUB_PASSWORD: BuildVariable.secret(secret, { field: 'password' }),
  };
}

function repositoriesOf(
  scope: Construct,
  problems: Problems,
  prop: string,
  given: IRepository[] | undefined,
): string[] {
  const arns: string[] = [];
  forEachMember(problems, prop, given ?? [], 0, (member, memberProp) => {
    const repository = checkResource(problems, memberProp, scope, member, 'an ECR repository', 'repositoryUri');
    if (repository === undefined) return;
    deployAfter(scope, repository);
    arns.push(weak(scope, repository.repositoryArn));
  });
  return arns;
}
