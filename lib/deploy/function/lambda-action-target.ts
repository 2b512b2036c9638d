import { Token } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import type { IAlias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { writeActionLogs } from '../../core/action-logs';
import { variablesNamespace } from '../../core/artifact';
import { checkChoice, checkList, checkRange, checkText } from '../../core/checks';
import { checkResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { DeployAction } from '../deploy-action';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import { checkAlarms } from '../deployment-group-settings';
import { checkOnce } from '../released-once';
import { ResourceTarget } from '../resource-target';
import { Rollout } from '../rollout';
import type { LambdaActionOptions } from './lambda-action-options';
import { functionArnByName, functionArnOf, literalName } from './lambda-parts';
import { deployStrategy } from './lambda-rollout';

/** A function and its alias, as the stack of the pipeline may say them. */
interface Target {
  readonly functionName: string;
  readonly functionArn: string;
  readonly aliasName: string;
}

/** Releases a Lambda function by an action of CodePipeline's own. */
export class LambdaActionTarget extends ResourceTarget {
  constructor(
    private readonly alias: IAlias | undefined,
    private readonly options: LambdaActionOptions,
  ) {
    super(alias, options, 'Function');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.lambdaAction');
    const { options } = this;
    const target = this.targetIn(scope, problems, context);
    const rollout = checkChoice(problems, 'rollout', options.rollout, Rollout) ?? Rollout.allAtOnce();
    const version = this.publishedVersion(problems);
    const alarms = checkActionAlarms(scope, problems, options.alarms);
    const action = new DeployAction({
      provider: 'Lambda',
      actionName: this.targetName,
      runOrder: context.runOrder,
      variablesNamespace: variablesNamespace(context.stageName, this.targetName),
      input: version === undefined ? context.artifacts.input(context.artifact) : undefined,
      configuration: {
        FunctionName: target.functionName,
        FunctionAlias: target.aliasName,
        DeployStrategy: deployStrategy(problems.within('rollout'), rollout),
        ...(version === undefined ? {} : { PublishedTargetVersion: version }),
        ...(alarms.length === 0 ? {} : { Alarms: alarms.map((alarm) => weak(scope, alarm.alarmName)).join(',') }),
      },
    });
    return { actions: [action], permissions: releasePermissions(scope, context.pipelineName, target, alarms) };
  }

  private targetIn(scope: Construct, problems: Problems, context: DeployTargetContext): Target {
    const alias = checkResource(problems, 'alias', scope, this.alias, 'an alias of a Lambda function', 'aliasName');
    if (alias === undefined) {
      return { functionName: 'missing', functionArn: functionArnByName(scope, 'missing'), aliasName: 'live' };
    }
    checkVersion(problems, alias);
    checkOnce(problems, alias, context, 'alias');
    deployAfter(scope, alias);
    const { lambda } = alias.version;
    return {
      functionName: literalName(lambda) ?? weak(scope, lambda.functionName),
      functionArn: weak(scope, functionArnOf(scope, lambda)),
      aliasName: weak(scope, alias.aliasName),
    };
  }

  private publishedVersion(problems: Problems): string | undefined {
    const { publishedVersion, artifact } = this.options;
    const version = checkText(problems, 'publishedVersion', publishedVersion, LIMITS.actionConfigurationValue);
    if (version === undefined) return undefined;
    if (artifact !== undefined) {
      problems.add('publishedVersion', 'must not be given beside artifact', { cure: 'leave one of them out' });
    }
    const isVariable = Token.isUnresolved(version) || /^#\{[^{}]+\}$/.test(version);
    if (!isVariable && !LIMITS.functionVersion.pattern.test(version)) {
      problems.add('publishedVersion', 'must be the number of a version, or a variable of the pipeline', {
        got: version,
        cure: 'write it like 7 or #{variables.version}',
      });
    }
    return version;
  }
}

/** A version that follows the function would take the alias back to the code of the template with each change of the stack. */
function checkVersion(problems: Problems, alias: IAlias): void {
  if (!(alias instanceof Alias) || alias.version.node.id !== 'CurrentVersion') return;
  problems.add(
    'alias',
    'must be at a version that stays: each change of currentVersion moves it back to the code of the template',
    {
      got: alias.node.id,
      cure: 'make the alias of a new Version, or use a LambdaDeployment',
    },
  );
}

function checkActionAlarms(scope: Construct, problems: Problems, given: IAlarm[] | undefined): IAlarm[] {
  const members = checkList(problems, 'alarms', given ?? undefined);
  const isFew = checkRange(problems, 'alarms', members.length, LIMITS.lambdaActionAlarms) !== undefined;
  const alarms = isFew ? checkAlarms(scope, problems, members) : [];
  const names = alarms.map(({ alarmName }) => alarmName).filter((name) => !Token.isUnresolved(name));
  if (names.some((name) => name.includes(','))) {
    problems.add('alarms', 'must have names without commas, which stand between them', { got: names.join(', ') });
  }
  checkRange(problems, 'alarms', Math.max(1, names.join(',').length), LIMITS.actionConfigurationValue);
  return alarms;
}

function releasePermissions(
  scope: Construct,
  pipelineName: string,
  { functionArn }: Target,
  alarms: IAlarm[],
): PolicyStatement[] {
  const alarmArns = alarms.map((alarm) => weak(scope, alarm.alarmArn));
  return [
    allow(PERMISSIONS.functionAction, [functionArn, `${functionArn}:*`]),
    writeActionLogs(scope, pipelineName),
    ...(alarmArns.length === 0 ? [] : [allow(PERMISSIONS.deploymentAlarms, alarmArns)]),
  ];
}
