import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { Connections } from 'aws-cdk-lib/aws-ec2';
import type { IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable, IPrincipal, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkChoice, checkName, checkStruct, orEmpty } from '../core/checks';
import { LIMITS } from '../core/limits';
import { fixedName } from '../core/names';
import { Problems } from '../core/problems';
import { RolePolicy } from '../core/role-policy';
import { checkServiceRole } from '../core/service-role';
import { bindNetwork } from './build-network';
import type { BuildProjectProps } from './build-settings';
import { BuildSource } from './build-source';
import { startBuilds } from './build-starter';
import { ProjectAssembly } from './project-assembly';

/**
 * A CodeBuild project, for a pipeline or with a source of its own, with a role that may do nothing but log, report, and read its
 * source and its variables. Grant it more with the grants of aws-cdk-lib: `bucket.grantRead(build)`.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/working-with-build-projects.html
 */
export class BuildProject extends Construct implements IGrantable, IConnectable {
  /** The project. */
  public readonly project: IProject;

  /** The name of the project, known at synthesis. */
  public readonly projectName: string;

  /** The role of the build. */
  public readonly role: IRole;

  /** What grants to the build go to. */
  public readonly grantPrincipal: IPrincipal;

  /** The security groups of the build, where it runs in a VPC; else none. */
  public readonly connections: Connections;

  private readonly rolePolicy: RolePolicy;

  constructor(scope: Construct, id: string, props: BuildProjectProps = {}) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'BuildProject');
    const projectName = checkName(problems, 'projectName', given.projectName, LIMITS.projectName);
    this.projectName = projectName ?? fixedName(this, LIMITS.projectName.max);
    const role = checkServiceRole(problems, 'role', this, given.role, 'codebuild.amazonaws.com');
    this.rolePolicy = new RolePolicy(this, 'Role', 'codebuild.amazonaws.com', role);
    this.role = this.rolePolicy.role;
    this.grantPrincipal = this.role.grantPrincipal;
    const source = checkChoice(problems, 'source', given.source, BuildSource)?._bind(this, problems.within('source'));
    const inVpc = checkStruct(problems, 'network', given.network);
    const network = inVpc && bindNetwork(this, problems.within('network'), inVpc);
    this.connections = new Connections({ securityGroups: network?.securityGroups ?? [] });
    const parts = { projectName: this.projectName, rolePolicy: this.rolePolicy, source, network };
    const project = new ProjectAssembly(this, problems, given, parts).make();
    // From here on the grants of aws-cdk-lib reach the real role again, also those made through `project`.
    this.project = Object.assign(project, { role: this.role, grantPrincipal: this.role.grantPrincipal });
    if (source !== undefined) startBuilds(this, this.project, this.projectName, source);
  }

  /** @internal */
  public _allow(...statements: PolicyStatement[]): void {
    this.rolePolicy.add(...statements);
  }
}
