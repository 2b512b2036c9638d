import { Stack, Token } from 'aws-cdk-lib';
import type { IRole, IUser } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { checkResource } from '../core/environments';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';

type Bind = (scope: IConstruct, problems: Problems) => string | undefined;

const MEMBER =
  /^(?:arn:[^:]+:(?:iam|sts)::(?:\d{12}|\*):(?:user|assumed-role|federated-user)\/.+|CodeCommitApprovers:\d{12}:.+)$/;

/**
 * A member of an approval pool: somebody whose approval counts.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html
 */
export class Approver {
  /**
   * Everybody who works in a role of the stack's account, in whatever session, people who come through Identity Center too.
   */
  public static role(role: IRole): Approver {
    return new Approver((scope, problems) => {
      const given = checkResource(problems, '', scope, role, 'a role', 'roleArn');
      return given === undefined ? undefined : sessionsOf(scope, weak(scope, given.roleName));
    });
  }

  /**
   * Everybody who works in a role, by the name of the role: without its path, with `*` where part of it is not known, e.g.
   * `AWSReservedSSO_Reviewers_*`.
   */
  public static roleNamed(roleName: string): Approver {
    return new Approver((scope, problems) => {
      if (typeof roleName === 'string' && (Token.isUnresolved(roleName) || /^[\w+=,.@*-]{1,64}$/.test(roleName))) {
        return sessionsOf(scope, roleName);
      }
      problems.add('', 'must be the name of a role, without its path', { got: roleName });
      return undefined;
    });
  }

  /**
   * A user of IAM, in the stack's account.
   */
  public static user(user: IUser): Approver {
    return new Approver((scope, problems) => {
      const given = checkResource(problems, '', scope, user, 'a user', 'userArn');
      return given === undefined ? undefined : weak(scope, given.userArn);
    });
  }

  /**
   * A member as CodeCommit writes it: the ARN of a user or of the sessions of a role, with `*` for any characters, e.g.
   * `arn:aws:sts::111122223333:assumed-role/Reviewers/*`; or `CodeCommitApprovers:111122223333:Mary_Major`.
   */
  public static member(member: string): Approver {
    return new Approver((_, problems) => {
      if (typeof member === 'string' && (Token.isUnresolved(member) || MEMBER.test(member))) return member;
      problems.add('', 'must be the ARN of a user or of sessions of a role, or begin with CodeCommitApprovers:', {
        got: member,
        cure: 'a role counts by its sessions, arn:aws:sts::111122223333:assumed-role/NAME/*',
      });
      return undefined;
    });
  }

  private constructor(private readonly binding: Bind) {}

  /** @internal */
  public _bind(scope: IConstruct, problems: Problems): string | undefined {
    return this.binding(scope, problems);
  }
}

/** The name of a session is chosen by whoever takes the role. */
function sessionsOf(scope: IConstruct, roleName: string): string {
  const { partition, account } = Stack.of(scope);
  return `arn:${partition}:sts::${account}:assumed-role/${roleName}/*`;
}
