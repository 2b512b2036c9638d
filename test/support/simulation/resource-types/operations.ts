import type { PhysicalResource } from './physical-resource';
import { knownByArn, named, namedWithArn, refOnly, type ResourceTypes, text } from './resource-type';

const logGroupName = named('LogGroupName');
const alarmName = named('AlarmName');
const ruleName = named('Name', { maxLength: 64 });
const scheduleName = named('Name', { maxLength: 64 });
const parameterName = named('Name');

/** The name of the bus of a rule; the default bus stands in no ARN and no Ref. */
function busOf(rule: PhysicalResource): string | undefined {
  const bus = rule.textOr('EventBusName', 'default').split('/').at(-1);
  return bus === 'default' ? undefined : bus;
}

function ruleRef(rule: PhysicalResource): string {
  const bus = busOf(rule);
  return bus === undefined ? ruleName(rule) : `${bus}|${ruleName(rule)}`;
}

function ruleArn(rule: PhysicalResource): string {
  const bus = busOf(rule);
  return rule.arn('events', `rule/${bus === undefined ? '' : `${bus}/`}${ruleName(rule)}`);
}

const parameterArn = (it: PhysicalResource): string =>
  it.arn('ssm', `parameter/${parameterName(it).replace(/^\//, '')}`);
const stateMachineName = named('StateMachineName', { maxLength: 80 });

export const OPERATION_TYPES: ResourceTypes = {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
  'AWS::Logs::LogGroup': namedWithArn(logGroupName, (it) => it.arn('logs', `log-group:${logGroupName(it)}:*`)),
  'AWS::Logs::LogStream': refOnly(named('LogStreamName')),
  'AWS::CloudWatch::Alarm': namedWithArn(alarmName, (it) => it.arn('cloudwatch', `alarm:${alarmName(it)}`)),
  'AWS::CloudWatch::CompositeAlarm': namedWithArn(alarmName, (it) => it.arn('cloudwatch', `alarm:${alarmName(it)}`)),
  'AWS::CloudWatch::Dashboard': refOnly(named('DashboardName')),
  'AWS::Events::Rule': { ref: ruleRef, attributes: { Arn: ruleArn, RuleName: ruleName } },
  'AWS::Events::EventBus': namedWithArn(text('Name'), (it) => it.arn('events', `event-bus/${it.text('Name')}`), {
    Name: text('Name'),
  }),
  'AWS::Scheduler::Schedule': namedWithArn(scheduleName, (it) =>
    it.arn('scheduler', `schedule/${it.textOr('GroupName', 'default')}/${scheduleName(it)}`),
  ),
  'AWS::Scheduler::ScheduleGroup': namedWithArn(scheduleName, (it) =>
    it.arn('scheduler', `schedule-group/${scheduleName(it)}`),
  ),
  'AWS::SSM::Parameter': namedWithArn(parameterName, parameterArn, { Type: text('Type'), Value: text('Value') }),
  'AWS::SSM::Document': refOnly(named('Name')),
  'AWS::StepFunctions::StateMachine': knownByArn(
    (it) => it.arn('states', `stateMachine:${stateMachineName(it)}`),
    'Arn',
    { Name: stateMachineName },
  ),
};
