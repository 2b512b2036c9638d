import { Stack, Token } from 'aws-cdk-lib';
import { RepositoryEventTrigger } from 'aws-cdk-lib/aws-codecommit';
import type { CfnRepository, IRepository } from 'aws-cdk-lib/aws-codecommit';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { checkGiven, checkLiteralName, checkRange, checkText } from '../core/checks';
import { checkAllOneOf, checkNames, forEachMember } from '../core/list-checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { literalRepositoryName } from './repository-name';
import type { RepositoryTrigger } from './repository-settings';

const CODECOMMIT = new ServicePrincipal('codecommit.amazonaws.com');

/** The triggers of a repository, whose topics and functions let CodeCommit reach them for this repository alone. */
export function repositoryTriggers(
  repository: IRepository,
  problems: Problems,
  given: RepositoryTrigger[] | undefined,
): CfnRepository.RepositoryTriggerProperty[] {
  const triggers: CfnRepository.RepositoryTriggerProperty[] = [];
  forEachMember(problems, 'triggers', given ?? [], 0, (trigger, prop) => {
    const within = problems.within(prop);
    checkTrigger(within, trigger);
    if (triggers.some(({ name }) => name === trigger.triggerName)) {
      within.add('triggerName', 'must be unique', { got: trigger.triggerName });
    }
    triggers.push({
      name: trigger.triggerName,
      destinationArn: destinationOf(repository, within, trigger) ?? 'missing',
      events: trigger.events ?? [RepositoryEventTrigger.ALL],
      branches: trigger.branches,
      customData: trigger.customData,
    });
  });
  checkRange(problems, 'triggers', triggers.length, LIMITS.repositoryTriggers);
  return triggers;
}

function checkTrigger(problems: Problems, trigger: RepositoryTrigger): void {
  checkGiven(problems, 'triggerName', trigger.triggerName, 'given');
  checkLiteralName(problems, 'triggerName', trigger.triggerName, LIMITS.triggerName);
  checkText(problems, 'customData', trigger.customData, LIMITS.triggerData);
  const branches = checkNames(problems, 'branches', trigger.branches, LIMITS.branchName);
  checkRange(problems, 'branches', branches.length, LIMITS.triggerBranches);
  const events =
    trigger.events === undefined
      ? []
      : checkAllOneOf(problems, 'events', trigger.events, RepositoryEventTrigger, 'RepositoryEventTrigger', 1);
  if (events.length > 1 && events.includes(RepositoryEventTrigger.ALL)) {
    problems.add('events', 'must not have others beside ALL');
  }
}

function destinationOf(repository: IRepository, problems: Problems, trigger: RepositoryTrigger): string | undefined {
  if ((trigger.topic === undefined) === (trigger.function === undefined)) {
    problems.add('topic', 'must be given, or function, and not both');
    return undefined;
  }
  if (trigger.topic !== undefined) return topicArn(repository, problems, trigger.topic);
  return functionArn(repository, problems, trigger.function, trigger.triggerName);
}

/** The ARN by the literal name: a reference from a topic or its key back to the repository would close a circle. */
function sourceArn(scope: IConstruct, repository: IRepository): string {
  const resource = literalRepositoryName(repository);
  if (resource === undefined) return weak(scope, repository.repositoryArn);
  return Stack.of(scope).formatArn({ service: 'codecommit', resource });
}

function topicArn(repository: IRepository, problems: Problems, given: ITopic): string | undefined {
  const topic = checkResource(problems, 'topic', repository, given, 'a topic', 'topicArn');
  if (topic === undefined) return undefined;
  if (topic.fifo) problems.add('topic', 'must not be a FIFO topic');
  const fromRepository = { ArnEquals: { 'aws:SourceArn': sourceArn(topic, repository) } };
  topic.masterKey?.addToResourcePolicy(
    new PolicyStatement({
      principals: [CODECOMMIT],
      actions: PERMISSIONS.topicKey.actions,
      resources: ['*'],
      conditions: { ArnEquals: { 'aws:SourceArn': sourceArn(topic.masterKey, repository) } },
    }),
    true,
  );
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [CODECOMMIT],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: fromRepository,
    }),
  );
  return weak(repository, topic.topicArn);
}

function functionArn(
  repository: IRepository,
  problems: Problems,
  given: IFunction | undefined,
  triggerName: string,
): string | undefined {
  const target = checkResource(problems, 'function', repository, given, 'a function', 'functionArn');
  if (target === undefined || Token.isUnresolved(triggerName)) return undefined;
  target.addPermission(`${repository.node.path}/${triggerName}`, {
    principal: CODECOMMIT,
    sourceArn: sourceArn(target, repository),
  });
  return weak(repository, target.functionArn);
}
