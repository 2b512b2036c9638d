import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryArtifact } from '../core/artifact';
import { checkCommandRole, chosenCommandRole } from '../core/command-role';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { checkCommands } from './command-checks';
import { inputOf } from './rule-input';
import { DeclaredRule } from './rule-kind';
import type { BoundRule, RuleContext, RuleKind } from './rule-kind';

/**
 * Options of a rule that runs commands.
 */
export interface CommandsRuleOptions {
  /**
   * The name of the rule, and of the gate, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'Commands'
   */
  readonly ruleName?: string;

  /**
   * The commands, 1 to 50 of one line each, at most 1000 characters. They run in the files of `input`, for 55 minutes at most, in a container of CodeBuild that is charged. A
   * command that fails says no.
   */
  readonly commands: string[];

  /**
   * The artifact that the commands run in.
   */
  readonly input: DeliveryArtifact;

  /**
   * What the commands may do beside reading the artifacts of the pipeline and writing its log. Given, they have a role of their own, so that builds may not do it. Not
   * beside `role`.
   *
   * @default - nothing more
   */
  readonly statements?: PolicyStatement[];

  /**
   * The role of the commands. The role of the pipeline must be allowed to assume it. What reading artifacts and logging takes is added, unless the role is
   * immutable.
   *
   * @default - a role that may do what `statements` say; without them the role that all commands of the pipeline share. It is never the role of the pipeline
   */
  readonly role?: IRole;
}

const REFERENCES = 'use Gate.variable for the value, or commands of a build or a verification, which take variables';

/** Commands that end well or not. */
export class CommandsRule implements RuleKind {
  public readonly provider = 'Commands';
  public readonly ruleName: string;

  constructor(private readonly options: CommandsRuleOptions) {
    this.ruleName = options.ruleName ?? 'Commands';
  }

  public bind(scope: Construct, problems: Problems, context: RuleContext): BoundRule {
    const role = chosenCommandRole(scope, context, checkCommandRole(scope, problems, this.options));
    const commands = checkCommands(scope, problems, this.options.commands, REFERENCES);
    const inputArtifacts = inputOf(problems, context, this.options.input);
    const declaration = { name: context.ruleName, provider: this.provider, inputArtifacts, commands } as const;
    return {
      rule: new DeclaredRule(declaration, role),
      permissions: [allow(PERMISSIONS.assumeRole, [weak(scope, role.roleArn)])],
    };
  }
}
