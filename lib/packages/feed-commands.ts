import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { weak } from '../core/references';
import type { IPackageRepository } from './package-repository-interface';

/** What commands of the AWS CLI say of one repository. Names are within quotation marks, since some are known at deployment only. */
export class FeedCommands {
  private readonly domain: string;
  private readonly repository: string;
  private readonly region: string;

  constructor(scope: IConstruct, repository: IPackageRepository) {
    const { domainName, domainOwner, repositoryName } = repository;
    this.domain = `--domain "${weak(scope, domainName)}" --domain-owner "${weak(scope, domainOwner)}"`;
    this.repository = `--repository "${weak(scope, repositoryName)}"`;
    const { region } = repository.env;
    const isElsewhere = !Token.isUnresolved(region) && region !== Stack.of(scope).region;
    this.region = isElsewhere ? ` --region "${region}"` : '';
  }

  /** https://docs.aws.amazon.com/cli/latest/reference/codeartifact/login.html */
  public login(tool: string, lifetime: string, namespace?: string): string {
    const scope = namespace === undefined ? '' : ` --namespace "${namespace}"`;
    return `aws codeartifact login --tool ${tool} ${this.domain} ${this.repository} --duration-seconds ${lifetime}${scope}${this.region}`;
  }

  /** A token in a variable. An `export` on the same line would hide a failure. */
  public token(variable: string, lifetime: string): string[] {
    const flags = `${this.domain} --duration-seconds ${lifetime} --query authorizationToken --output text${this.region}`;
    return [`${variable}="$(aws codeartifact get-authorization-token ${flags})"`, `export ${variable}`];
  }

  /** The address of the repository in a variable, which files of the project may read as well. */
  public address(variable: string, format: string): string[] {
    const flags = `${this.domain} ${this.repository} --format ${format} --query repositoryEndpoint --output text${this.region}`;
    return [`${variable}="$(aws codeartifact get-repository-endpoint ${flags})"`, `export ${variable}`];
  }

  /** Which repository it is, for commands of the user. */
  public variables(
    scope: IConstruct,
    { domainName, domainOwner, repositoryName }: IPackageRepository,
  ): Record<string, string> {
    return {
      CODEARTIFACT_DOMAIN: weak(scope, domainName),
      CODEARTIFACT_DOMAIN_OWNER: weak(scope, domainOwner),
      CODEARTIFACT_REPOSITORY: weak(scope, repositoryName),
    };
  }
}
