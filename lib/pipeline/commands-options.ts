import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { BuildVariable } from '../build/build-variable';
import type { VerificationOptions } from './verification-options';

/**
 * Commands that verify.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html
 */
export interface CommandsOptions extends VerificationOptions {
  /**
   * The commands, 1 to 50, each in one line of at most 1000 characters. They run in the folder of the artifact, 55 minutes at most; the first that fails
   * fails the verification.
   */
  readonly commands: string[];

  /**
   * Environment variables by name, at most 10: plain values, which may have variables of earlier actions, and secrets. At most 2000 characters each; the pages of AWS
   * also say 1000.
   *
   * @default - only those that CodeBuild sets
   */
  readonly variables?: Record<string, BuildVariable>;

  /**
   * The address of what is tested, in the environment variable `TARGET_URL`. It may have variables of earlier actions, such as the output of a stack.
   *
   * @default - no variable
   */
  readonly targetUrl?: string;

  /**
   * Environment variables that later actions get, at most 15. `VerificationVariables` names them.
   *
   * @default - none
   */
  readonly outputVariables?: string[];

  /**
   * What the commands may do in AWS, beside reading the artifacts and the secrets of `variables`. Given, they have a role of their own. Not beside `role`.
   *
   * @default - what the role may do that all commands of the pipeline share
   */
  readonly statements?: PolicyStatement[];

  /**
   * The role of the commands. The role of the pipeline must be allowed to assume it. What reading artifacts and secrets and logging takes is added, unless the role is
   * immutable.
   *
   * @default - a role that may do what `statements` say; without them the role that all commands of the pipeline share. It is never the role of the pipeline
   */
  readonly role?: IRole;
}
