import { Token } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import type { IAlias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { writeActionLogs } from '../../core/action-logs';
import { variablesNamespace } from '../../core/artifact';
import { checkChoice, checkRange, checkText } from '../../core/checks';
import { checkList } from '../../core/list-checks';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { DeployAction } from '../deploy-action';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import { checkAlarms } from '../deployment-group-settings';
import { checkOnce } from '../released-once';
import { AccessTarget, namesOf } from '../access-target';
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

const ALIAS = { prop: 'alias', what: 'an alias of a Lambda function', member: 'aliasName' } as const;

/** Releases a Lambda function by an action of CodePipeline's own. */
export class LambdaActionTarget extends AccessTarget {
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
    const { access } = context;
    const alarms = checkActionAlarms(access === undefined ? scope : (this.alias ?? scope), problems, options.alarms);
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
        ...(alarms.length === 0 ? {} : { Alarms: this.alarmNames(scope, problems, context, alarms) }),
      },
    });
    if (access !== undefined) return { actions: [action] };
    return {
      actions: [action],
      permissions: releasePermissions(scope, context.pipelineName, target.functionArn, alarms),
    };
  }

  public allowed(scope: Construct, problems: Problems, pipelineName: string): PolicyStatement[] {
    const alias = this.checkKind(problems, scope, this.alias, ALIAS);
    if (alias === undefined) return [];
    deployAfter(scope, alias);
    const functionArn = weak(scope, functionArnOf(scope, alias.version.lambda));
    return releasePermissions(
      scope,
      pipelineName,
      functionArn,
      checkActionAlarms(scope, problems, this.options.alarms),
    );
  }

  protected names(): string[] {
    const { alias } = this;
    if (!Construct.isConstruct(alias) || !('aliasName' in alias)) return [];
    const alarms = Array.isArray(this.options.alarms) ? this.options.alarms : [];
    return [
      alias.version.lambda.functionName,
      alias.aliasName,
      ...alarms.flatMap((alarm) => namesOf(alarm, 'alarmName')),
    ];
  }

  private alarmNames(scope: Construct, problems: Problems, context: DeployTargetContext, alarms: IAlarm[]): string {
    return alarms.map(({ alarmName }) => this.nameIn(problems, 'alarms', scope, context, alarmName)).join(',');
  }

  private targetIn(scope: Construct, problems: Problems, context: DeployTargetContext): Target {
    const alias = this.checkKind(problems, scope, this.alias, ALIAS, context);
    if (alias === undefined) {
      return { functionName: 'missing', functionArn: functionArnByName(scope, 'missing'), aliasName: 'live' };
    }
    checkVersion(problems, alias);
    checkOnce(problems, alias, context, 'alias');
    deployAfter(scope, alias);
    const { lambda } = alias.version;
    return {
      functionName: literalName(lambda) ?? this.nameIn(problems, 'alias', scope, context, lambda.functionName),
      functionArn: context.access === undefined ? weak(scope, functionArnOf(scope, lambda)) : '',
      aliasName: this.nameIn(problems, 'alias', scope, context, alias.aliasName),
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

function checkActionAlarms(scope: IConstruct, problems: Problems, given: IAlarm[] | undefined): IAlarm[] {
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
  functionArn: string,
  alarms: IAlarm[],
): PolicyStatement[] {
  const alarmArns = alarms.map((alarm) => weak(scope, alarm.alarmArn));
  return [
    allow(PERMISSIONS.functionAction, [functionArn, `${functionArn}:*`]),
    writeActionLogs(scope, pipelineName),
    ...(alarmArns.length === 0 ? [] : [allow(PERMISSIONS.deploymentAlarms, alarmArns)]),
  ];
}
