import { Duration, Lazy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LambdaDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import fc from 'fast-check';
import { LambdaDeployment, Rollout } from '../../../lib';
import type { LambdaDeploymentProps, TrafficShift } from '../../../lib';
import { LIMITS } from '../../../lib/core/limits';
import { errorsOf, newDeployment, newFunction, newStack, onlyResource, resourcesOf } from '../../support/fixtures';

type Kind = 'canary' | 'linear';

interface Config {
  readonly DeploymentConfigName: string;
  readonly ComputePlatform: string;
  readonly TrafficRoutingConfig: Record<string, unknown>;
}

const after = (percentage: number, minutes: number): TrafficShift => ({
  percentage,
  interval: Duration.minutes(minutes),
});

/** The configuration that a rollout ends in: its name, and the configuration itself where one is made. */
function configOf(rollout: Rollout, props: Partial<LambdaDeploymentProps> = {}): { name: string; made?: Config } {
  const stack = newStack();
  const deployment = newDeployment(stack, 'Production', { rollout, ...props });
  const template = Template.fromStack(stack);
  const { DeploymentConfigName } = onlyResource(template, 'AWS::CodeDeploy::DeploymentGroup').Properties;
  const name = deployment.deploymentConfigName;
  const configs = Object.entries(resourcesOf(template, 'AWS::CodeDeploy::DeploymentConfig'));
  if (configs.length === 0) {
    expect(DeploymentConfigName).toBe(name);
    return { name };
  }
  const [[id, { Properties }]] = configs;
  expect(configs).toHaveLength(1);
  expect(DeploymentConfigName).toEqual({ Ref: id });
  expect(Properties.DeploymentConfigName).toBe(name);
  return { name, made: Properties as unknown as Config };
}

describe('a rollout that CodeDeploy has ready', () => {
  const READY: [Kind, number, number, string][] = [
    ['canary', 10, 5, 'CodeDeployDefault.LambdaCanary10Percent5Minutes'],
    ['canary', 10, 10, 'CodeDeployDefault.LambdaCanary10Percent10Minutes'],
    ['canary', 10, 15, 'CodeDeployDefault.LambdaCanary10Percent15Minutes'],
    ['canary', 10, 30, 'CodeDeployDefault.LambdaCanary10Percent30Minutes'],
    ['linear', 10, 1, 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute'],
    ['linear', 10, 2, 'CodeDeployDefault.LambdaLinear10PercentEvery2Minutes'],
    ['linear', 10, 3, 'CodeDeployDefault.LambdaLinear10PercentEvery3Minutes'],
    ['linear', 10, 10, 'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes'],
  ];

  test.each(READY)('a %s of %d percent and %d minutes is %s, and none is made', (kind, percentage, minutes, name) => {
    expect(configOf(Rollout[kind](after(percentage, minutes)))).toEqual({ name, made: undefined });
  });

  test('is said the same in whatever unit its interval is said', () => {
    const { name } = configOf(Rollout.canary({ percentage: 10, interval: Duration.seconds(300) }));
    expect(name).toBe('CodeDeployDefault.LambdaCanary10Percent5Minutes');
  });

  test('all at once is ready as well', () => {
    expect(configOf(Rollout.allAtOnce())).toEqual({ name: 'CodeDeployDefault.LambdaAllAtOnce', made: undefined });
  });

  test('is each that aws-cdk-lib has a constant for', () => {
    const constants = new Map<string, string>();
    for (let type: unknown = LambdaDeploymentConfig; type instanceof Object; type = Object.getPrototypeOf(type)) {
      for (const key of Object.getOwnPropertyNames(type).filter((name) => /^[A-Z0-9_]+$/.test(name))) {
        constants.set(key, (Reflect.get(type, key) as { deploymentConfigName: string }).deploymentConfigName);
      }
    }
    expect([...constants.values()].sort()).toEqual(
      [...READY.map(([, , , name]) => name), 'CodeDeployDefault.LambdaAllAtOnce'].sort(),
    );
  });

  test('is not taken for the other kind', () => {
    expect(configOf(Rollout.canary(after(10, 1))).made).toBeDefined();
    expect(configOf(Rollout.linear(after(10, 5))).made).toBeDefined();
  });
});

describe('any other rollout', () => {
  test('becomes a configuration that is named after the deployment and its settings', () => {
    expect(configOf(Rollout.canary(after(25, 7)))).toEqual({
      name: 'Test-Production-canary-25-percent-7-minutes',
      made: {
        DeploymentConfigName: 'Test-Production-canary-25-percent-7-minutes',
        ComputePlatform: 'Lambda',
        TrafficRoutingConfig: { Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryPercentage: 25, CanaryInterval: 7 } },
      },
    });
    expect(configOf(Rollout.linear(after(20, 4))).made).toEqual({
      DeploymentConfigName: 'Test-Production-linear-20-percent-4-minutes',
      ComputePlatform: 'Lambda',
      TrafficRoutingConfig: { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: 20, LinearInterval: 4 } },
    });
  });

  test('gets another name and another logical id with every other setting: CodeDeploy changes no configuration', () => {
    const rollouts = [
      Rollout.canary(after(25, 7)),
      Rollout.canary(after(26, 7)),
      Rollout.canary(after(25, 8)),
      Rollout.linear(after(25, 7)),
    ];
    const ids = rollouts.map((rollout) => {
      const stack = newStack();
      newDeployment(stack, 'Production', { rollout });
      return Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::CodeDeploy::DeploymentConfig'))[0];
    });
    expect(new Set(rollouts.map((rollout) => configOf(rollout).name)).size).toBe(4);
    expect(new Set(ids).size).toBe(4);
  });

  test('has a name of at most 100 characters, whatever the path', () => {
    const stack = newStack();
    const rollout = Rollout.canary(after(99, 2880));
    const { deploymentConfigName } = newDeployment(stack, 'D'.repeat(120), { rollout });
    expect(deploymentConfigName).toMatch(/^Test-D+-[0-9a-f]{8}-canary-99-percent-2880-minutes$/);
    expect(deploymentConfigName).toHaveLength(100);
  });

  test('has a name that does not follow the name of the group, which is unique in its application only', () => {
    const deploymentGroupName = 'g'.repeat(100);
    const { name } = configOf(Rollout.canary(after(99, 2880)), { deploymentGroupName });
    expect(name).toBe('Test-Production-canary-99-percent-2880-minutes');
  });

  test('in two deployments with one long beginning of their names is two configurations', () => {
    const stack = newStack({ stackName: 'S'.repeat(90) });
    const rollout = Rollout.canary(after(25, 7));
    const names = ['Staging', 'Production'].map((id) => newDeployment(stack, id, { rollout }).deploymentConfigName);
    expect(new Set(names).size).toBe(2);
  });

  test('in two groups of one name in two applications is two configurations', () => {
    const stack = newStack();
    const rollout = Rollout.canary(after(25, 7));
    const names = ['Orders', 'Invoices'].map(
      (id) => newDeployment(stack, id, { rollout, deploymentGroupName: 'production' }).deploymentConfigName,
    );
    expect(new Set(names).size).toBe(2);
  });
});

describe('the space of rollouts', () => {
  const kind = fc.constantFrom<Kind>('canary', 'linear');
  const percentage = fc.integer({ min: 1, max: 99 });

  test('every legal one ends in a configuration whose name and values are those that were given', () => {
    const legal = fc
      .tuple(kind, percentage, fc.integer({ min: 1, max: 2880 }))
      .filter(([which, percent, minutes]) => which === 'canary' || minutes * Math.floor(100 / percent) <= 2880);
    fc.assert(
      fc.property(legal, ([which, percent, minutes]) => {
        const { name, made } = configOf(Rollout[which](after(percent, minutes)));
        expect(name).toMatch(/^[A-Za-z0-9+=,.@_-]{1,100}$/);
        if (made === undefined) {
          const [readyPercent, readyMinutes] = [...name.matchAll(/\d+/g)].map(([digits]) => Number(digits));
          expect(name).toMatch(which === 'canary' ? /LambdaCanary/ : /LambdaLinear/);
          expect([readyPercent, readyMinutes]).toEqual([percent, minutes]);
          return;
        }
        expect(name).toContain(`-${which}-${percent}-percent-${minutes}-minutes`);
        expect(made.TrafficRoutingConfig).toEqual(
          which === 'canary'
            ? { Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryPercentage: percent, CanaryInterval: minutes } }
            : { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: percent, LinearInterval: minutes } },
        );
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['percentage', { interval: Duration.minutes(5) }],
    ['interval', { percentage: 10 }],
  ])('one without its %s is reported', (prop, given) => {
    const stack = newStack();
    newDeployment(stack, 'Production', { rollout: Rollout.linear(given as TrafficShift) });
    expect(errorsOf(stack)).toEqual([`Production (LambdaDeployment) rollout.${prop}: must be given, got nothing`]);
  });

  test('a linear one may take just two days, and not a minute more', () => {
    const says = (percentage: number, minutes: number): number => {
      const stack = newStack();
      newDeployment(stack, 'Production', { rollout: Rollout.linear(after(percentage, minutes)) });
      return errorsOf(stack).length;
    };
    expect([says(10, 288), says(10, 289), says(99, 2880), says(50, 1440), says(50, 1441)]).toEqual([0, 1, 0, 0, 1]);
  });

  test('a linear one that is too long for CodeDeploy is reported, with its steps', () => {
    const long = fc
      .tuple(percentage, fc.integer({ min: 1, max: 2880 }))
      .filter(([percent, minutes]) => minutes * Math.floor(100 / percent) > 2880);
    fc.assert(
      fc.property(long, ([percent, minutes]) => {
        const stack = newStack();
        newDeployment(stack, 'Production', { rollout: Rollout.linear(after(percent, minutes)) });
        const steps = Math.floor(100 / percent);
        expect(errorsOf(stack)).toEqual([
          `Production (LambdaDeployment) rollout.interval: must be so short that all steps take at most 2880 minutes, got '${minutes * steps} minutes for ${steps} steps'`,
        ]);
      }),
      { numRuns: 12 },
    );
  });

  test('every other one is reported by its props, and nothing else is thrown', () => {
    const anyShift = fc.record({
      percentage: fc.oneof(fc.integer(), fc.double(), fc.anything()),
      interval: fc.oneof(
        fc.integer({ min: 0, max: 1_000_000 }).map((seconds) => Duration.seconds(seconds)),
        fc.integer({ min: 0, max: 100 }).map((days) => Duration.days(days)),
        fc.anything(),
      ),
    });
    const shift = fc.oneof(anyShift, fc.constant(undefined), fc.constant(null), fc.constant({}));
    const isLegal = (given: unknown): boolean => {
      const { percentage: percent, interval } = (given ?? {}) as Partial<TrafficShift>;
      if (!(interval instanceof Duration) || !Number.isInteger(percent)) return false;
      const minutes = interval.toSeconds() / 60;
      const inRange = Number(percent) >= 1 && Number(percent) <= 99 && minutes >= 1 && minutes <= 2880;
      return inRange && Number.isInteger(minutes);
    };
    fc.assert(
      fc.property(
        kind,
        shift.filter((given) => !isLegal(given)),
        (which, given) => {
          const stack = newStack();
          new LambdaDeployment(stack, 'Production', {
            function: newFunction(stack),
            rollout: Rollout[which](given as TrafficShift),
          });
          const errors = errorsOf(stack);
          expect(errors.length).toBeGreaterThan(0);
          for (const error of errors) {
            expect(error).toMatch(/^Production \(LambdaDeployment\) rollout\.(percentage|interval): must be /);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test.each<[string, () => TrafficShift]>([
    ['a share', () => ({ percentage: Lazy.number({ produce: () => 25 }), interval: Duration.minutes(7) })],
    ['an interval', () => after(25, Lazy.number({ produce: () => 7 }))],
    [
      'an interval in seconds',
      () => ({ percentage: 25, interval: Duration.seconds(Lazy.number({ produce: () => 420 })) }),
    ],
  ])(
    '%s that is known at deployment only is reported, or gives the same logical ids at every synthesis',
    (_, given) => {
      const outcome = (): unknown => {
        const stack = newStack();
        newDeployment(stack, 'Production', { rollout: Rollout.canary(given()) });
        const errors = errorsOf(stack);
        if (errors.length > 0) return errors;
        return Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::CodeDeploy::DeploymentConfig'));
      };
      expect(outcome()).toEqual(outcome());
    },
  );
});

test('the limits that are told are those of CodeDeploy', () => {
  expect([LIMITS.trafficPercentage.min, LIMITS.trafficPercentage.max]).toEqual([1, 99]);
  expect([LIMITS.trafficInterval.min, LIMITS.trafficInterval.max]).toEqual([1, 2880]);
});
