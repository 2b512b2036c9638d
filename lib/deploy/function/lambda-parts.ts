import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias, Function, Version } from 'aws-cdk-lib/aws-lambda';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkGiven } from '../../core/checks';
import { checkEnvironment } from '../../core/environments';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';

/** The function as this stack may refer to it. A missing one is reported, and stood in for. */
export function localFunction(scope: Construct, problems: Problems, given: IFunction | undefined): IFunction {
  const target = checkGiven(problems, 'function', given, 'a Lambda function');
  if (target === undefined || !checkEnvironment(problems, 'function', scope, target.env)) {
    return Function.fromFunctionName(scope, 'Function', 'missing');
  }
  if (Stack.of(target) === Stack.of(scope)) return target;
  const functionArn = weak(scope, target.functionArn);
  return Function.fromFunctionAttributes(scope, 'Function', { functionArn, sameEnvironment: true });
}

/**
 * The alias, at a first version of the code in the template. Neither has a property that could change later: an update of
 * the alias by CloudFormation would take it back to this first version.
 */
export function firstAlias(scope: Construct, target: IFunction, aliasName: string): Alias {
  const version = new Version(scope, 'FirstVersion', { lambda: target, removalPolicy: RemovalPolicy.RETAIN });
  return new Alias(scope, 'Alias', { aliasName, version });
}

/** What CodeDeploy needs to move the alias and to read its alarms. */
export function servicePermissions(scope: Construct, functionArn: string, alarms: IAlarm[]): PolicyStatement[] {
  const alarmArns = alarms.map((alarm) => weak(scope, alarm.alarmArn));
  return [
    allow(PERMISSIONS.functionTraffic, [functionArn, `${functionArn}:*`]),
    ...(alarmArns.length === 0 ? [] : [allow(PERMISSIONS.deploymentAlarms, alarmArns)]),
  ];
}
