import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { checkStruct } from '../../core/checks';
import type { Problems } from '../../core/problems';
import { decideCondition, makeAlarm } from '../alarm-condition';
import type { PlatformAlarms } from '../platform-alarms';

const ERRORS = { threshold: 1, period: Duration.minutes(1), evaluationPeriods: 1 };

/** What the alarm of the new version watches as long as nothing was released: no version has such a number. */
const NO_VERSION = 'none';

/** What alarms are made of. */
export interface AlarmNames {
  readonly functionName: string;
  readonly aliasName: string;

  /** The new version, where the template knows it. */
  readonly version?: string;
}

/** The alarms of a function, all together, and the one of the new version among them. */
export interface FunctionAlarms {
  readonly all: IAlarm[];
  readonly ofVersion: IAlarm;
}

/**
 * The alarms of `Rollback.onPlatformAlarms`: invocations of the alias that end with an error, and those among them that the new version had. Where the
 * pipeline publishes versions the template does not know its number: the release lets the alarm watch it. The alias counts the errors of both versions
 * while traffic moves, and a count, other than a rate, is not thinned out by the share of the old one.
 */
export function functionAlarms(
  scope: Construct,
  problems: Problems,
  { functionName, aliasName, version }: AlarmNames,
  alarms: PlatformAlarms,
): FunctionAlarms {
  const given = checkStruct(problems, '', alarms) ?? {};
  for (const prop of ['cpu', 'memory'] as const) {
    if (given[prop] !== undefined) problems.add(prop, 'must not be given for a function, which does not measure it');
  }
  for (const prop of ['unhealthyHosts', 'latency'] as const) {
    if (given[prop] === undefined) continue;
    problems.add(prop, 'must not be given for a function, which has no load balancer', {
      cure: 'give onAlarms an alarm',
    });
  }
  const errors = new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'Errors',
    statistic: Stats.SUM,
    dimensionsMap: { FunctionName: functionName, Resource: `${functionName}:${aliasName}` },
  });
  const condition = decideCondition(problems, 'serverErrors', given.serverErrors, ERRORS);
  const ofAlias = makeAlarm(scope, 'ServerErrors', errors, condition);
  const dimensionsMap = { ...errors.dimensions, ExecutedVersion: version ?? NO_VERSION } as Record<string, string>;
  const ofVersion = makeAlarm(scope, 'VersionErrors', errors.with({ dimensionsMap }), condition);
  return { all: [ofAlias, ofVersion], ofVersion };
}
