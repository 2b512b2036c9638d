import { Annotations, Token } from 'aws-cdk-lib';
import { ArnPrincipal, Role, User } from 'aws-cdk-lib/aws-iam';
import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { checkRange } from '../core/checks';
import { mapMembers } from '../core/list-checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';

/** https://docs.aws.amazon.com/codeguru/latest/profiler-ug/resource-based-policies.html */
const ROLE_OR_USER = /^arn:[^:]+:iam::\d{12}:(?:role|user)\/[^*?]+$/;

/** The ARNs of those that may report by the policy of the group; nothing where nobody is named, since AWS takes no empty list. */
export function agentPrincipals(
  scope: Construct,
  problems: Problems,
  given: IPrincipal[] | undefined,
): string[] | undefined {
  const agents = mapMembers(problems, 'agents', given ?? undefined, (agent, prop) => {
    const arn = arnOf(agent);
    if (arn !== undefined && (Token.isUnresolved(arn) || ROLE_OR_USER.test(arn))) return weak(scope, arn);
    problems.add(prop, 'must be a role or a user, or an ArnPrincipal of one, without wildcards', { got: arn ?? agent });
    return undefined;
  });
  if (agents.length === 0) return undefined;
  checkRange(problems, 'agents', agents.length, LIMITS.profilerAgents);
  return agents;
}

function arnOf(agent: IPrincipal): string | undefined {
  if (agent instanceof ArnPrincipal) return agent.arn;
  const { roleArn, userArn } = agent as Partial<Role> & Partial<User>;
  return roleArn ?? userArn;
}

/** The topics that are told of anomalies. */
export function anomalyTopics(scope: Construct, problems: Problems, given: ITopic[] | undefined): string[] {
  const topics = mapMembers(problems, 'notify', given ?? undefined, (topic, prop) => {
    const checked = checkResource(problems, prop, scope, topic, 'a topic', 'topicArn');
    if (checked?.masterKey !== undefined) warnOfKey(scope);
    return checked && weak(scope, checked.topicArn);
  });
  checkRange(problems, 'notify', topics.length, LIMITS.profilerTopics);
  return topics;
}

/** https://docs.aws.amazon.com/codeguru/latest/profiler-ug/using-service-linked-roles.html names no permission on keys. */
function warnOfKey(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:encryptedAnomalyTopic',
    'CodeGuru Profiler publishes by its service-linked role, which may use no key: let the policy of the key of the topic allow ' +
      'AWSServiceRoleForCodeGuruProfiler kms:Decrypt and kms:GenerateDataKey, or nobody is told',
  );
}
