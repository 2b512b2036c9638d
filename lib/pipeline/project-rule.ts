import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { Construct } from 'constructs';
import type { BuildVariable } from '../build/build-variable';
import { bindVariables } from '../build/build-variables';
import { checkProject } from '../build/given-project';
import type { DeliveryArtifact } from '../core/artifact';
import { readArtifacts } from '../core/artifact-access';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { listVariables } from './action-variables';
import { allowProject } from './existing-project';
import { inputOf } from './rule-input';
import { DeclaredRule } from './rule-kind';
import type { BoundRule, RuleContext, RuleKind } from './rule-kind';

/**
 * Options of a rule that runs a build.
 */
export interface ProjectRuleOptions {
  /**
   * The name of the rule, and of the gate, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'CodeBuild'
   */
  readonly ruleName?: string;

  /**
   * The artifact that is built.
   */
  readonly input: DeliveryArtifact;

  /**
   * Environment variables by name, for this rule only. As JSON at most 1000 characters together.
   *
   * @default - those of the project
   */
  readonly variables?: Record<string, BuildVariable>;
}

/** A build that ends well or not, with the role of its project. */
export class ProjectRule implements RuleKind {
  public readonly provider = 'CodeBuild';
  public readonly ruleName: string;

  constructor(
    private readonly given: IProject,
    private readonly options: ProjectRuleOptions,
  ) {
    this.ruleName = options.ruleName ?? 'CodeBuild';
  }

  public bind(scope: Construct, problems: Problems, context: RuleContext): BoundRule {
    const project = checkProject(problems, 'project', scope, this.given);
    const { variables, permissions } = bindVariables(scope, problems.within('variables'), this.options.variables);
    if (project !== undefined) {
      deployAfter(scope, project);
      allowProject(scope, project, [...readArtifacts(context.foundation, context.pipelineName), ...permissions]);
    }
    const listed = listVariables(scope, problems, variables, 'set them on the project');
    const configuration = {
      ProjectName: project === undefined ? 'missing' : weak(scope, project.projectName),
      ...(listed.length === 0 ? {} : { EnvironmentVariables: Stack.of(scope).toJsonString(listed) }),
    };
    const inputArtifacts = inputOf(problems, context, this.options.input);
    return {
      rule: new DeclaredRule({ name: context.ruleName, provider: this.provider, configuration, inputArtifacts }),
      permissions: project === undefined ? [] : [allow(PERMISSIONS.ruleProject, [weak(scope, project.projectArn)])],
    };
  }
}
