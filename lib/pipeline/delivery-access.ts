import { Resource, Token } from 'aws-cdk-lib';
import { AccountPrincipal, PermissionsBoundary, PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IPrincipal, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import type { IDeliveryAccess } from '../core/access';
import { agree } from '../core/agreement';
import { accessRoleName } from '../core/access-names';
import { acknowledgeFindings, wildcardFindings } from '../core/acknowledgements';
import { checkAccount, checkLiteralName, checkManagedPolicy, checkRoleArn, orEmpty } from '../core/checks';
import { conventionOf } from '../core/conventions';
import { LIMITS } from '../core/limits';
import type { NameLimit } from '../core/limits';
import { Problems } from '../core/problems';
import { RolePolicy } from '../core/role-policy';
import { forcedWildcards } from '../core/shared-policy';
import { checkStatements } from '../core/statements';
import type { AccessTarget } from '../deploy/access-target';
import { plainDocument } from './plain-document';
import { accessRepositories } from './access-repositories';
import { checkPipelineRole, checkRegionName, checkStoreKey } from './access-checks';
import { AccessTargets } from './access-targets';
import { actionStatementsOf, deploymentStatementsOf, sourceStatementsOf } from './access-statements';
import type { DeliveryAccessAttributes, DeliveryAccessDocuments, DeliveryAccessProps } from './delivery-access-props';

/** A pipeline that an access is given to. */
interface AccessingPipeline {
  readonly pipelineName: string;
  readonly account: string;
  readonly roleArn: string;

  /** The name of its store in the region of the access, where it is known. */
  readonly bucketName?: string;
}

type RoleLimits = Pick<DeliveryAccessProps, 'permissionsBoundary' | 'rolePath'>;

/**
 * What a pipeline needs in another account, or in another region: a role for its actions and one for CloudFormation, with names that both sides know. Make it in a
 * stack of that account and region, and give it to the stages that work there.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
 */
export class DeliveryAccess extends Resource implements IDeliveryAccess {
  /**
   * Roles that exist already, or that another team makes from the `documents` of an access.
   */
  public static fromRoleArns(scope: Construct, id: string, attributes: DeliveryAccessAttributes): IDeliveryAccess {
    return new ImportedAccess(scope, id, orEmpty(attributes));
  }

  public readonly actionRoleArn: string;
  public readonly deploymentRoleArn: string;

  public readonly stackNames?: string[];
  public readonly repositoryNames?: string[];

  /** The role that the actions of the pipeline have here. */
  public readonly actionRole: IRole;

  /** The role that CloudFormation works with here. */
  public readonly deploymentRole: IRole;

  /** The same roles as documents, for those who make them without this library. */
  public readonly documents: DeliveryAccessDocuments;

  private readonly targets: AccessTargets;
  private readonly pipelineName: string;
  private readonly pipelineAccount: string;
  private readonly pipelineRoleArn?: string;
  private readonly bucketName: string;

  constructor(scope: Construct, id: string, props: DeliveryAccessProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'DeliveryAccess');
    checkPlace(problems, this);
    const account = checkAccount(problems, 'pipelineAccount', given.pipelineAccount) ?? '000000000000';
    const pipelineName = nameOf(problems, 'pipelineName', given.pipelineName, LIMITS.pipelineName);
    const bucketName = nameOf(problems, 'artifactBucketName', given.artifactBucketName, LIMITS.bucketName);
    const cure = 'name what the resources of the stacks need';
    const statements = (prop: 'deploymentStatements' | 'actionStatements'): PolicyStatement[] =>
      checkStatements(problems, prop, given[prop], cure);
    const name = (kind: 'action' | 'deployment'): string => accessRoleName(this, kind, pipelineName, this.stack.region);
    const surroundings = {
      pipelineName: pipelineName,
      pipelineAccount: account,
      bucketName,
      encryptionKeyArn: checkStoreKey(problems, given.encryptionKeyArn ?? undefined, {
        account,
        region: this.stack.region,
      }),
    };
    const pipelineRoleArn = checkPipelineRole(problems, given.pipelineRoleArn ?? undefined, account);
    const limits = this.limits(problems, given);
    const deploymentPolicy = [...statements('deploymentStatements'), ...deploymentStatementsOf(this, surroundings)];
    const deploymentRole = this.role(
      'DeploymentRole',
      name('deployment'),
      new ServicePrincipal('cloudformation.amazonaws.com'),
      limits,
    );
    this.deploymentRoleArn = this.roleArn(name('deployment'), limits.rolePath);
    const read = (): PolicyStatement[] => deploymentStatementsOf(this, surroundings);
    this.targets = new AccessTargets(this, problems, given.targets, pipelineName, read);
    const repositories = accessRepositories(this, problems, given, account);
    const actionPolicy = [
      ...actionStatementsOf(this, problems, surroundings, given.stackNames, this.deploymentRoleArn),
      ...(repositories.names.length === 0 ? [] : sourceStatementsOf(this, surroundings)),
      ...repositories.statements,
      ...this.targets.statements,
      ...statements('actionStatements'),
    ];
    const actionRole = this.role('ActionRole', name('action'), trusted(account, pipelineRoleArn), limits);
    this.actionRoleArn = this.roleArn(name('action'), limits.rolePath);
    this.documents = {
      actionRoleName: name('action'),
      actionTrust: plainDocument(this, actionRole.assumeRolePolicy),
      actionPolicy: plainDocument(
        this,
        new PolicyDocument({ statements: actionPolicy.map((statement) => statement.copy()) }),
      ),
      deploymentRoleName: name('deployment'),
      deploymentTrust: plainDocument(this, deploymentRole.assumeRolePolicy),
      deploymentPolicy: plainDocument(
        this,
        new PolicyDocument({ statements: deploymentPolicy.map((statement) => statement.copy()) }),
      ),
    };
    this.permit('DeploymentPolicy', deploymentRole, deploymentPolicy);
    this.permit('ActionPolicy', actionRole, actionPolicy);
    this.stackNames = Array.isArray(given.stackNames) ? given.stackNames : [];
    this.repositoryNames = repositories.names;
    this.pipelineName = pipelineName;
    this.pipelineAccount = account;
    this.pipelineRoleArn = pipelineRoleArn;
    this.bucketName = bucketName;
    this.actionRole = actionRole;
    this.deploymentRole = deploymentRole;
  }

  /**
   * Whether the access is for this pipeline; else what is not its is reported. What is known at deployment only is not looked at.
   *
   * @internal
   */
  public _checkPipeline(problems: Problems, prop: string, pipeline: AccessingPipeline): boolean {
    const { pipelineName, account, roleArn, bucketName } = pipeline;
    if (this.pipelineName !== pipelineName || this.pipelineAccount !== account) {
      problems.add(prop, `must be for this pipeline, ${pipelineName} in account ${account}`, {
        got: `an access for ${this.pipelineName} in account ${this.pipelineAccount}`,
        cure: 'say pipelineName and pipelineAccount of the DeliveryAccess so',
      });
      return false;
    }
    const hasStore = agree(this.bucketName, bucketName);
    if (!hasStore) {
      problems.add(prop, `must be for the store of the pipeline in its region, ${bucketName}`, {
        got: `an access for ${this.bucketName}`,
        cure: 'say artifactBucketName of the DeliveryAccess so',
      });
    }
    const hasRole = agree(this.pipelineRoleArn, roleArn);
    if (!hasRole) {
      problems.add(prop, `must be for the role of the pipeline, ${roleArn}`, {
        got: `an access for ${this.pipelineRoleArn}`,
        cure: 'say pipelineRoleArn of the DeliveryAccess so',
      });
    }
    return hasStore && hasRole;
  }

  /**
   * Whether the roles here may release to a target of the pipeline; else it is reported.
   *
   * @internal
   */
  public _checkTarget(problems: Problems, prop: string, scope: Construct, target: AccessTarget): boolean {
    if (this.targets.has(scope, target)) return true;
    problems.add(prop, 'must be among the targets of the access', {
      got: target.targetName,
      cure: 'add it to the DeliveryAccess',
    });
    return false;
  }

  private limits(problems: Problems, given: DeliveryAccessProps): RoleLimits {
    const { permissionsBoundary, rolePath } = given;
    return {
      permissionsBoundary: checkManagedPolicy(problems, 'permissionsBoundary', permissionsBoundary ?? undefined),
      rolePath:
        checkLiteralName(problems, 'rolePath', rolePath ?? undefined, LIMITS.rolePath) ??
        conventionOf(this, 'rolePath'),
    };
  }

  private role(
    id: string,
    roleName: string,
    assumedBy: IPrincipal,
    { rolePath, permissionsBoundary }: RoleLimits,
  ): Role {
    const role = new Role(this, id, { roleName, path: rolePath, assumedBy });
    if (permissionsBoundary !== undefined) PermissionsBoundary.of(role).apply(permissionsBoundary);
    return role;
  }

  private permit(id: string, role: Role, statements: PolicyStatement[]): void {
    const forced = forcedWildcards(statements);
    acknowledgeFindings(role, () => wildcardFindings(this.stack, forced));
    new RolePolicy(this, id, 'cloudformation.amazonaws.com', role).add(...statements);
  }

  /** Written out, so that a pipeline in another account can say it. */
  private roleArn(roleName: string, path = '/'): string {
    const { account, region, partition: unknown } = this.stack;
    const { partition = unknown } = RegionInfo.get(region);
    return `arn:${partition}:iam::${account}:role${path}${roleName}`;
  }
}

/** The pipeline must be able to say account and region of what it works in. */
function checkPlace(problems: Problems, access: Resource): void {
  const { account, region } = access.stack;
  if (!Token.isUnresolved(account) && !Token.isUnresolved(region)) return;
  problems.add('', 'must be in a stack that says its account and region: the pipeline names the roles by them', {
    cure: 'give the stack an env',
  });
}

function nameOf(problems: Problems, prop: string, given: unknown, limit: NameLimit): string {
  return checkLiteralName(problems, prop, given ?? '', limit) ?? 'missing';
}

function trusted(account: string, pipelineRoleArn: string | undefined): IPrincipal {
  const principal = new AccountPrincipal(account);
  if (pipelineRoleArn === undefined) return principal;
  return principal.withConditions({ ArnEquals: { 'aws:PrincipalArn': pipelineRoleArn } });
}

const MISSING = 'arn:aws:iam::000000000000:role/missing';

class ImportedAccess extends Resource implements IDeliveryAccess {
  public readonly actionRoleArn: string;
  public readonly deploymentRoleArn: string;

  constructor(scope: Construct, id: string, attributes: DeliveryAccessAttributes) {
    const { actionRoleArn, deploymentRoleArn = actionRoleArn, region } = attributes;
    const account = /^arn:[\w-]+:iam::(\d{12}):/.exec(actionRoleArn)?.[1];
    super(scope, id, { account, region });
    const problems = Problems.of(this, 'DeliveryAccess.fromRoleArns');
    this.actionRoleArn = checkRoleArn(problems, 'actionRoleArn', actionRoleArn) ?? MISSING;
    this.deploymentRoleArn = checkRoleArn(problems, 'deploymentRoleArn', deploymentRoleArn) ?? MISSING;
    checkRegionName(problems, 'region', region);
  }
}
