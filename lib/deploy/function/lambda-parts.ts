import { ArnFormat, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnFunction, Function, Version } from 'aws-cdk-lib/aws-lambda';
import type { IFunction, IVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkResource } from '../../core/environments';
import { allow, PERMISSIONS } from '../../core/permissions';
import type { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { checkOnlyDeployment } from '../released-once';

/** The function as this stack may refer to it. What cannot be released is reported, and stood in for. */
export function localFunction(scope: Construct, problems: Problems, given: IFunction | undefined): IFunction {
  const target = checkResource(problems, 'function', scope, given, 'a Lambda function', 'functionArn');
  if (target === undefined) return Function.fromFunctionName(scope, 'Function', 'missing');
  if (target instanceof Alias || target instanceof Version) {
    problems.add('function', 'must be the function itself, not a version or an alias of it');
  }
  const { defaultChild } = target.node;
  if (defaultChild instanceof CfnFunction && defaultChild.packageType === 'Image') {
    problems.add(
      'function',
      'must have its code in a zip: a function made of a container image is not released this way',
    );
  }
  // CodeDeploy moves one alias of a function, and the first version can be made once.
  checkOnlyDeployment(scope, problems, 'function', target);
  if (Stack.of(target) === Stack.of(scope)) return target;
  deployAfter(scope, target);
  const functionArn =
    literalName(target) === undefined ? weak(scope, target.functionArn) : functionArnOf(scope, target);
  return Function.fromFunctionAttributes(scope, 'Function', { functionArn, sameEnvironment: true });
}

/** The name in the template: a reference would still read the same after a rename, and the rename go unnoticed. */
export function literalName(target: IFunction): string | undefined {
  const { defaultChild } = target.node;
  const name = defaultChild instanceof CfnFunction ? defaultChild.functionName : undefined;
  return name === undefined || Token.isUnresolved(name) ? undefined : name;
}

/** The ARN of a function, by its literal name where it has one. */
export function functionArnOf(scope: Construct, target: IFunction): string {
  const name = literalName(target);
  return name === undefined ? target.functionArn : functionArnByName(scope, name);
}

/** The ARN of a function of this account and region. */
export function functionArnByName(scope: Construct, functionName: string): string {
  return Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: functionName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/**
 * The alias, at a first version of the code in the template. Neither has a property that could change later: an update of
 * the alias by CloudFormation would take it back to this first version.
 */
export function firstAlias(scope: Construct, target: IFunction, aliasName: string, first: IVersion | undefined): Alias {
  const version =
    first ??
    new Version(scope, 'FirstVersion', { lambda: target, removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE });
  return new Alias(scope, 'Alias', { aliasName, version });
}

/** What CodeDeploy needs to move the alias, to read its alarms and to ask its hooks. */
export function servicePermissions(
  scope: Construct,
  functionArn: string,
  alarms: IAlarm[],
  hooks: string[],
): PolicyStatement[] {
  const alarmArns = alarms.map((alarm) => weak(scope, alarm.alarmArn));
  return [
    allow(PERMISSIONS.functionTraffic, [functionArn, `${functionArn}:*`]),
    ...(alarmArns.length === 0 ? [] : [allow(PERMISSIONS.deploymentAlarms, alarmArns)]),
    ...(hooks.length === 0 ? [] : [allow(PERMISSIONS.hookInvocation, hooks)]),
  ];
}
