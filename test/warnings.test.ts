import { Duration, Lazy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Alarm, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmProps, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Build, BuildProject, DeployTarget, Gate, Rollback, Rollout, Verification } from '../lib';
import type { DeliveryStage, IGate } from '../lib';
import { newStage, topics } from './support/cdk-stage';
import { newCodeDeployDeployment, newEcsDeployment, newService } from './support/container-fixtures';
import { newDeployment, newPipeline, newSource, newStack, newTarget } from './support/fixtures';

/** What synthesis warns of, with one of these ids. */
function warned(id: string, make: (stack: Stack) => unknown): string[] {
  const stack = newStack();
  make(stack);
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ entry }) => entry.data as string)
    .filter((text) => text.includes(`cdk-delivery:${id}`))
    .map((text) => text.replace(/ \[ack: .*$/, ''));
}

const stages = (stack: Stack, ...given: DeliveryStage[]): unknown => newPipeline(stack, { stages: given });

describe('an alarm', () => {
  const alarm = (stack: Stack, id: string, periods: number, more: Partial<AlarmProps> = {}): IAlarm =>
    new Alarm(stack, id, {
      metric: new Metric({ namespace: 'N', metricName: 'M', period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...more,
    });
  const sum = new MathExpression({
    expression: 'a + 1',
    usingMetrics: { a: new Metric({ namespace: 'N', metricName: 'M' }) },
    period: Duration.minutes(5),
  });
  const rollout = Rollout.canary({ percentage: 10, interval: Duration.minutes(10) });
  const words = (minutes: number, slow: string): string =>
    `A release is watched for ${minutes} minutes while its traffic moves, and these alarms need longer to go off: ${slow}. ` +
    'Shorten their period or evaluationPeriods, or lengthen the interval of the rollout';
  const release =
    (...alarms: ((stack: Stack) => IAlarm)[]) =>
    (stack: Stack) => {
      const [first, ...others] = alarms.map((make) => make(stack));
      return newDeployment(stack, 'Production', { rollout, rollback: Rollback.onAlarms(first, ...others) });
    };

  test('that needs longer than the traffic of a function moves is warned of, once a deployment', () => {
    const make = release(
      (stack) => alarm(stack, 'Slow', 3),
      (stack) => alarm(stack, 'Sum', 5, { metric: sum }),
      (stack) => alarm(stack, 'Fast', 2),
    );
    expect(warned('slowAlarms', make)).toEqual([words(10, 'Slow (15 minutes), Sum (25 minutes)')]);
  });

  test('that needs longer than the traffic of a service moves is warned of', () => {
    const props = (stack: Stack): object => ({ rollout, rollback: Rollback.onAlarms(alarm(stack, 'Slow', 5)) });
    expect(warned('slowAlarms', (stack) => newCodeDeployDeployment(stack, 'Production', {}, props(stack)))).toEqual([
      words(10, 'Slow (25 minutes)'),
    ]);
    expect(warned('slowAlarms', (stack) => newEcsDeployment(stack, 'Production', props(stack)))).toEqual([
      words(20, 'Slow (25 minutes)'),
    ]);
  });

  test.each<[string, (stack: Stack) => IAlarm]>([
    ['is fast enough', (stack) => alarm(stack, 'A', 2)],
    ['goes off after fewer figures', (stack) => alarm(stack, 'A', 3, { datapointsToAlarm: 1 })],
    ['is known at deployment only', (stack) => alarm(stack, 'A', Lazy.number({ produce: () => 9 }))],
    ['is of another stack', (stack) => Alarm.fromAlarmArn(stack, 'A', 'arn:aws:cloudwatch:eu-west-1:1:alarm:a')],
  ])('that %s is not', (_, make) => {
    expect(warned('slowAlarms', release(make))).toEqual([]);
  });

  test('is not where traffic moves at once', () => {
    const all = (stack: Stack): unknown =>
      newDeployment(stack, 'P', { rollout: Rollout.allAtOnce(), rollback: Rollback.onAlarms(alarm(stack, 'A', 9)) });
    expect(warned('slowAlarms', all)).toEqual([]);
  });
});

describe('a circuit breaker of the service', () => {
  const release = (circuitBreaker: object | undefined) => (stack: Stack) =>
    newEcsDeployment(stack, 'Production', { service: newService(stack, 'Orders', { circuitBreaker }) });

  test.each([{ rollback: false }, { enable: false }])('%p is replaced by that of the deployment', (breaker) => {
    expect(warned('circuitBreaker', release(breaker))).toEqual([
      'The circuit breaker of the service is replaced by that of its deployment, with rollback true: leave it out of the service, and set rollback of the deployment',
    ]);
  });

  test.each([undefined, { rollback: true }])('%p is the same', (breaker) => {
    expect(warned('circuitBreaker', release(breaker))).toEqual([]);
  });
});

describe('a value of an earlier action in a command', () => {
  const REFERENCE = '#{codepipeline.PipelineExecutionId}';
  const command = `echo ${REFERENCE}`;
  const words = (cure: string): string =>
    `A command has ${REFERENCE}, which CodePipeline does not replace there by the value of an earlier action: ${cure}`;
  const VARIABLE = words('give it to the action as a variable, and write "$NAME" in the command');
  const RULE = words('use Gate.variable for the value, or commands of a build or a verification, which take variables');
  const gate = (stack: Stack, make: (input: ReturnType<typeof newSource>) => IGate): unknown => {
    const source = newSource(stack, 'Own');
    const stage = { stageName: 'P', gates: [make(source)], targets: [newTarget(stack)] };
    return newPipeline(stack, { sources: [source], stages: [stage] });
  };

  test.each<[string, string, (stack: Stack) => unknown]>([
    ['a build', VARIABLE, (stack) => new BuildProject(stack, 'Build', { commands: ['npm ci', command] })],
    ['a phase', VARIABLE, (stack) => new BuildProject(stack, 'Build', { phases: { main: [command] } })],
    [
      'a buildspec',
      VARIABLE,
      (stack) =>
        new BuildProject(stack, 'Build', {
          buildSpec: BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: [command] } } }),
        }),
    ],
    [
      'a verification',
      VARIABLE,
      (stack) => {
        const check = Verification.commands({ verificationName: 'V', commands: [command] });
        return stages(stack, { stageName: 'P', verifications: [check] });
      },
    ],
    ['a gate', RULE, (stack) => gate(stack, ({ artifact }) => Gate.commands({ commands: [command], input: artifact }))],
  ])('of %s is warned of', (_, says, make) => {
    expect(warned('referenceInCommand', make)).toEqual([says]);
  });

  test.each(['echo "#{x}"', 'sed "s/#{a b.c}/x/"', 'echo $COMMIT'])('is something else in %s', (other) => {
    expect(warned('referenceInCommand', (stack) => new BuildProject(stack, 'B', { commands: [other] }))).toEqual([]);
  });
});

describe('a review link', () => {
  const approve = (reviewLink: string) => (stack: Stack) =>
    stages(stack, { stageName: 'P', gates: [Gate.approval({ reviewLink })], targets: [newTarget(stack)] });

  test.each(['orders', 'www.example.com/orders', 'https://'])('%p is no page', (link) => {
    expect(warned('reviewLink', approve(link))).toEqual([
      `The reviewLink '${link}' does not begin with https:// or http://, so that nobody can open it`,
    ]);
  });

  test.each([
    'https://example.com/#{Source_Source.CommitId}',
    'http://intranet',
    '#{codepipeline.PipelineExecutionId}',
    Lazy.string({ produce: () => 'x' }),
  ])('%p may be a page', (link) => {
    expect(warned('reviewLink', approve(link))).toEqual([]);
  });
});

describe('a cloud assembly', () => {
  const deploy = (builds?: Build[]) => (stack: Stack) => {
    const target = DeployTarget.cdkStage(newStage(stack), { statements: topics() });
    return newPipeline(stack, { builds, stages: [{ stageName: 'P', targets: [target] }] });
  };

  test('that nobody builds is warned of', () => {
    expect(warned('assemblyOfSource', deploy([]))).toEqual([
      'The cloud assembly is taken out of source Source as it is, for nothing is built from it: add a build that runs cdk synth and puts out cdk.out, unless it is in there',
    ]);
  });

  test('that is built is not', () => {
    expect(
      warned('assemblyOfSource', deploy([Build.project({ buildName: 'Synth', commands: ['cdk synth'] })])),
    ).toEqual([]);
  });
});

describe('what two stages release', () => {
  const statements = [new PolicyStatement({ actions: ['sns:CreateTopic'], resources: ['arn:aws:sns:*:*:x'] })];
  const words = (what: string): string =>
    `The stage Second releases ${what} once more, which the stage First releases: give each stage what is its own`;
  const twice = (stack: Stack, target: () => ReturnType<typeof newTarget>): unknown =>
    stages(stack, { stageName: 'First', targets: [target()] }, { stageName: 'Second', targets: [target()] });

  test('is warned of', () => {
    const orders = (): ReturnType<typeof newTarget> => DeployTarget.stack({ stackName: 'orders', statements });
    expect(warned('releasedAgain', (stack) => twice(stack, orders))).toEqual([words('orders')]);
  });

  test('is warned of by each stack of a CDK stage', () => {
    const make = (stack: Stack): unknown => {
      const stage = newStage(stack);
      return twice(stack, () => DeployTarget.cdkStage(stage, { statements }));
    };
    expect(warned('releasedAgain', make)).toEqual(['Shop-Shared', 'Shop-Orders', 'Shop-Alone'].map(words));
  });

  test('is warned of where it is a deployment', () => {
    const make = (stack: Stack): unknown => {
      const deployment = newDeployment(stack, 'Orders');
      return twice(stack, () => DeployTarget.lambdaFunction(deployment));
    };
    expect(warned('releasedAgain', make)).toEqual([words('Test/Orders')]);
  });

  test('is not where each has its own', () => {
    let count = 0;
    expect(warned('releasedAgain', (stack) => twice(stack, () => newTarget(stack, `T${count++}`)))).toEqual([]);
  });
});
