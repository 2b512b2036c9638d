import {
  App,
  CfnResource,
  NestedStack,
  PhysicalName,
  PropertyInjectors,
  RemovalPolicy,
  Stack,
  Stage,
} from 'aws-cdk-lib';
import type { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ArnPrincipal,
  CfnManagedPolicy,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { BuildProject, DeliveryAccess, DeliveryConventions, DeliveryFoundation } from '../../lib';
import type { DeliveryConventionsOptions } from '../../lib';
import { LIMITS } from '../../lib/core/limits';
import { fixedName } from '../../lib/core/names';
import { errorsOf, lockedStacks, newFunction, newPipeline, newStack, onlyResource } from '../support/fixtures';
import { untyped } from '../support/mistakes';
import { deployStage, ShopStage } from '../support/cdk-stage';
import { each, expectCollected } from '../support/wrong-javascript';
import type { Give } from '../support/wrong-javascript';

const assumedBy = new ServicePrincipal('ec2.amazonaws.com');

/** A stack with conventions on its app. */
function stackWith(options: DeliveryConventionsOptions, stackName = 'Test'): Stack {
  const app = new App({ treeMetadata: false });
  DeliveryConventions.of(app).apply(options);
  return new Stack(app, 'Stack', { stackName });
}

/** The properties of the only resource of a type in a stack. */
function propertiesIn(stack: Stack, type: string): Record<string, unknown> {
  return onlyResource(Template.fromStack(stack), type).Properties;
}

const roleIn = (stack: Stack): Record<string, unknown> => propertiesIn(stack, 'AWS::IAM::Role');
const newRole = (scope: Construct, props: { roleName?: string; path?: string } = {}): Role =>
  new Role(scope, 'Role', { assumedBy, ...props });
const assume = (role: Role): PolicyStatement =>
  new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [role.roleArn] });
const logGroupIn = (stack: Stack): Record<string, unknown> => propertiesIn(stack, 'AWS::Logs::LogGroup');

describe('the names of what has none', () => {
  const REGION = { Ref: 'AWS::Region' };

  test('have prefix, stack, path, a hash, and for IAM the region, whose names are known in all regions', () => {
    const stack = stackWith({ namePrefix: 'acme-' });
    newRole(stack);
    newFunction(stack, 'Api');
    const template = Template.fromStack(stack);
    const roles = Object.values(template.findResources('AWS::IAM::Role')) as { Properties: { RoleName: unknown } }[];
    for (const { Properties } of roles) {
      expect(Properties.RoleName).toEqual({
        'Fn::Join': ['', [expect.stringMatching(/^acme-Test-(Role|Api-ServiceRole)-[\da-f]{8}-$/), REGION]],
      });
    }
    const { FunctionName } = onlyResource(template, 'AWS::Lambda::Function').Properties;
    expect(FunctionName).toMatch(/^acme-Test-Api-[\da-f]{8}$/);
  });

  test('differ where what they stand for must be replaced', () => {
    const nameWith = (path: string, description: string): unknown => {
      const stack = stackWith({ namePrefix: 'acme-' });
      const policyDocument = {};
      new CfnManagedPolicy(stack, 'Policy', { policyDocument, path, description });
      return propertiesIn(stack, 'AWS::IAM::ManagedPolicy').ManagedPolicyName;
    };
    const names = [nameWith('/a/', 'one'), nameWith('/b/', 'one'), nameWith('/a/', 'two'), nameWith('/a/', 'one')];
    expect(new Set(names.map((name) => JSON.stringify(name))).size).toBe(3);
    expect(names[3]).toEqual(names[0]);
  });

  test('end with the id of the stack where the resource outlives it, so that the stack can be made again', () => {
    const stack = stackWith({ namePrefix: 'acme-' });
    new LogGroup(stack, 'Logs', { removalPolicy: RemovalPolicy.RETAIN });
    const id = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
    expect(logGroupIn(stack).LogGroupName).toEqual({
      'Fn::Join': ['', [expect.stringMatching(/^acme-Test-Logs-[\da-f]{8}-$/), id]],
    });
  });

  test('are legal and begin with the prefix, however long stack and path are', () => {
    const prefixes = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,18}-?$/);
    const id = fc.string({
      unit: fc.constantFrom(...Array.from('abcXYZ019-_. ')),
      minLength: 1,
      maxLength: 80,
      size: 'max',
    });
    fc.assert(
      fc.property(prefixes, id, fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/), (namePrefix, path, stackName) => {
        const stack = stackWith({ namePrefix }, stackName);
        const resource = newFunction(stack, path).node.defaultChild as CfnFunction;
        Template.fromStack(stack);
        expect(resource.functionName).toMatch(LIMITS.functionName.pattern);
        expect(resource.functionName?.length).toBeLessThanOrEqual(LIMITS.functionName.max);
        expect(resource.functionName?.startsWith(namePrefix)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('reach what a library makes by its type alone', () => {
    const stack = stackWith({ namePrefix: 'acme-', rolePath: '/delivery/' });
    new CfnResource(stack, 'Provider', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: {} } });
    expect(roleIn(stack)).toMatchObject({ Path: '/delivery/', RoleName: expect.anything() as unknown });
  });

  test('reach the policies that a role overflows into', () => {
    const stack = stackWith({ namePrefix: 'acme-', rolePath: '/delivery/' });
    const role = newRole(stack);
    const resources = Array.from({ length: 300 }, (_, index) => `arn:aws:sqs:eu-west-1:111111111111:queue-${index}`);
    for (const resource of resources) {
      role.addToPolicy(
        new PolicyStatement({ actions: [`sqs:SendMessage`], resources: [resource], sid: `S${resource.slice(43)}` }),
      );
    }
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
    expect(policies.length).toBeGreaterThan(0);
    for (const policy of policies) {
      expect(policy).toMatchObject({
        Properties: { Path: '/delivery/', ManagedPolicyName: expect.anything() as unknown },
      });
    }
  });

  test('are left out of topics whose names need an ending', () => {
    const stack = stackWith({ namePrefix: 'acme-' });
    new CfnTopic(stack, 'Topic', { fifoTopic: true });
    expect(propertiesIn(stack, 'AWS::SNS::Topic')).toEqual({ FifoTopic: true });
  });

  test('are those of aws-cdk-lib where another account needs one', () => {
    const app = new App({ treeMetadata: false });
    DeliveryConventions.of(app).apply({ namePrefix: 'acme-' });
    const [here, there] = ['111111111111', '222222222222'].map(
      (account) => new Stack(app, `In${account}`, { env: { account, region: 'eu-west-1' } }),
    );
    const needed = newRole(here, { roleName: PhysicalName.GENERATE_IF_NEEDED });
    newRole(there, { roleName: PhysicalName.GENERATE_IF_NEEDED });
    new ManagedPolicy(there, 'Policy', { statements: [assume(needed)] });
    expect(roleIn(there).RoleName).toMatch(/^acme-In222222222222-Role-/);
    const { RoleName } = roleIn(here);
    expect(RoleName).toMatch(/^in111111111111/);
    expect(JSON.stringify(Template.fromStack(there))).toContain(`role/${String(RoleName)}`);
  });
});

describe('what a user says stays', () => {
  test('a name and a path', () => {
    const stack = stackWith({ namePrefix: 'acme-', rolePath: '/delivery/' });
    newRole(stack, { roleName: 'mine', path: '/' });
    expect(roleIn(stack)).toMatchObject({ RoleName: 'mine', Path: '/' });
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['a log group', (stack) => new LogGroup(stack, 'Logs', { retention: RetentionDays.ONE_WEEK })],
    ['a build', (stack) => new BuildProject(stack, 'Build', { logRetention: RetentionDays.ONE_WEEK })],
    ['a foundation', (stack) => new DeliveryFoundation(stack, 'Store', { logRetention: RetentionDays.ONE_WEEK })],
  ])('the retention of %s', (_, make) => {
    const stack = stackWith({ logRetention: RetentionDays.SIX_MONTHS });
    make(stack);
    expect(logGroupIn(stack).RetentionInDays).toBe(7);
  });

  test('a log group that keeps logs for ever', () => {
    const stack = stackWith({ logRetention: RetentionDays.SIX_MONTHS });
    new LogGroup(stack, 'Logs', { retention: RetentionDays.INFINITE });
    expect(JSON.stringify(Template.fromStack(stack))).not.toContain('RetentionInDays');
  });

  test('a throw-away foundation', () => {
    const stack = stackWith({ logRetention: RetentionDays.SIX_MONTHS });
    DeliveryFoundation.throwAway(stack, 'Store');
    expect(logGroupIn(stack).RetentionInDays).toBe(1);
  });
});

test.each<[string, (stack: Stack) => unknown, number]>([
  ['a log group of the user', (stack) => new LogGroup(stack, 'Logs'), 180],
  ['a build', (stack) => new BuildProject(stack, 'Build'), 180],
  ['a foundation', (stack) => new DeliveryFoundation(stack, 'Store'), 180],
])('%s keeps logs as the organization says', (_, make, days) => {
  const stack = stackWith({ logRetention: RetentionDays.SIX_MONTHS });
  make(stack);
  expect(logGroupIn(stack).RetentionInDays).toBe(days);
});

test('a name that begins with the prefix is not given it twice', () => {
  expect(fixedName(stackWith({ namePrefix: 'acme-' }, 'acme-orders'), 64)).toBe('acme-orders');
  expect(fixedName(stackWith({ namePrefix: 'acme-' }, 'orders'), 64)).toBe('acme-orders');
});

test('the key of logs lets in the log groups that have names of the organization', () => {
  const stack = stackWith({ namePrefix: 'acme-' });
  const nested = new NestedStack(stack, 'Inner');
  new BuildProject(nested, 'Build', { logEncryptionKey: new Key(nested, 'Key') });
  const template = Template.fromStack(nested);
  expect(JSON.stringify(onlyResource(template, 'AWS::KMS::Key'))).toContain(':log-group:acme-Test-Inner-*');
  const name = onlyResource(template, 'AWS::Logs::LogGroup').Properties.LogGroupName;
  expect(JSON.stringify(name)).toContain('acme-Test-Inner-');
});

test('of scopes within each other the nearest wins, for each property by itself', () => {
  const stack = stackWith({ namePrefix: 'acme-', rolePath: '/acme/', tags: { team: 'acme' } });
  DeliveryConventions.of(stack).apply({ namePrefix: 'orders-' });
  DeliveryConventions.of(stack).apply({ tags: { team: 'orders' } });
  newRole(stack);
  expect(fixedName(stack, 64)).toBe('orders-Test');
  expect(roleIn(stack)).toMatchObject({ Path: '/acme/', Tags: [{ Key: 'team', Value: 'orders' }] });
});

describe('a boundary', () => {
  test('of another stack of the app is referred to without an export', () => {
    const app = new App({ treeMetadata: false });
    const guard = new Stack(app, 'Guard');
    const permissionsBoundary = new ManagedPolicy(guard, 'Boundary', {
      statements: [new PolicyStatement({ actions: ['s3:*'], resources: ['*'] })],
    });
    DeliveryConventions.of(app).apply({ permissionsBoundary });
    const stack = new Stack(app, 'Test');
    newRole(stack);
    expect(lockedStacks(app)).toEqual([]);
    expect(JSON.stringify(roleIn(stack).PermissionsBoundary)).toContain('Fn::GetStackOutput');
  });

  test('that AWS manages is taken', () => {
    const permissionsBoundary = ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess');
    const stack = stackWith({ permissionsBoundary });
    newRole(stack);
    expect(JSON.stringify(roleIn(stack).PermissionsBoundary)).toContain(':iam::aws:policy/PowerUserAccess');
  });
});

describe('the path of a role', () => {
  test('is in its ARN where another account names it', () => {
    const app = new App({ treeMetadata: false });
    DeliveryConventions.of(app).apply({ rolePath: '/delivery/' });
    const [here, there] = ['111111111111', '222222222222'].map(
      (account) => new Stack(app, `In${account}`, { env: { account, region: 'eu-west-1' } }),
    );
    const role = newRole(here, { roleName: 'deployer' });
    new Role(there, 'Role', { assumedBy: new ArnPrincipal(role.roleArn) });
    expect(JSON.stringify(Template.fromStack(there).toJSON())).toContain(':iam::111111111111:role/delivery/deployer');
  });

  test('of an access is what the user says of it, else that of the organization', () => {
    const access = (rolePath?: string): DeliveryAccess => {
      const app = new App();
      DeliveryConventions.of(app).apply({ rolePath: '/acme/' });
      const stack = new Stack(app, 'Test', { env: { account: '222222222222', region: 'eu-west-1' } });
      const [pipelineAccount, pipelineName] = ['111111111111', 'orders'];
      const props = { pipelineAccount, pipelineName, artifactBucketName: 'artifacts', rolePath };
      return new DeliveryAccess(stack, 'Access', props);
    };
    expect(access().actionRoleArn).toContain(':role/acme/cdk-delivery-action-orders-');
    expect(access('/mine/').deploymentRoleArn).toContain(':role/mine/cdk-delivery-deployment-orders-');
  });
});

describe('injectors of the user', () => {
  /** Gives every role a path of its own. */
  class Injector implements IPropertyInjector {
    public readonly constructUniqueId = Role.PROPERTY_INJECTION_ID;

    public inject(props: object, { id }: InjectionContext): object {
      return { ...props, path: `/${id}/` };
    }
  }

  test.each<[string, (app: App, stack: Stack) => Construct, (app: App, stack: Stack) => Construct]>([
    ['on the same scope', (app) => app, (app) => app],
    ['further away', (app) => app, (_, stack) => stack],
    ['nearer', (_, stack) => stack, (app) => app],
  ])('%s are asked first', (_, injectorOn, conventionsOn) => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    PropertyInjectors.of(injectorOn(app, stack)).add(new Injector());
    DeliveryConventions.of(conventionsOn(app, stack)).apply({ rolePath: '/delivery/' });
    newRole(stack);
    expect(roleIn(stack).Path).toBe('/Role/');
  });
});

test('a stage that a pipeline deploys needs the capability of named roles', () => {
  const stack = stackWith({ namePrefix: 'acme-' });
  const make = (): ShopStage => {
    const stage = new ShopStage(stack);
    newRole(stage.alone);
    return stage;
  };
  deployStage(make, undefined, stack);
  expect(errorsOf(stack).join()).toContain(
    'capabilities: must have CAPABILITY_NAMED_IAM: Shop-Alone makes AWS::IAM::Role with a name',
  );
});

describe('the stages of the CDK', () => {
  const namesIn = (stage: Stage): unknown[] =>
    stage.synth().stacks.flatMap(({ template }) =>
      Object.values((template as { Resources: Record<string, { Type: string; Properties: object }> }).Resources)
        .filter(({ Type }) => Type === 'AWS::IAM::Role')
        .map(({ Properties }) => Properties),
    );

  test('are reached, however deep they are, and before or after they are made', () => {
    const app = new App();
    const early = new Stage(app, 'Early');
    newRole(new Stack(early, 'Stack', { stackName: 'early' }));
    DeliveryConventions.of(app).apply({ tags: { team: 'acme', cost: '1' } });
    const late = new Stage(new Stage(app, 'Late'), 'Inner');
    newRole(new Stack(late, 'Stack', { stackName: 'late' }));
    DeliveryConventions.of(late).apply({ tags: { team: 'orders' } });
    const tags = (team: string): object => ({
      Tags: [
        { Key: 'cost', Value: '1' },
        { Key: 'team', Value: team },
      ],
    });
    expect(namesIn(early)).toEqual([expect.objectContaining(tags('acme'))]);
    expect(namesIn(late)).toEqual([expect.objectContaining(tags('orders'))]);
  });

  test('get paths, names and boundaries too', () => {
    const app = new App();
    const permissionsBoundary = ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess');
    DeliveryConventions.of(app).apply({ rolePath: '/acme/', namePrefix: 'acme-', permissionsBoundary });
    const stage = new Stage(app, 'Live');
    newRole(new Stack(stage, 'Stack'));
    expect(namesIn(stage)).toEqual([
      expect.objectContaining({
        Path: '/acme/',
        RoleName: { 'Fn::Join': ['', [expect.stringMatching(/^acme-Live-Stack-Role-/), { Ref: 'AWS::Region' }]] },
        PermissionsBoundary: expect.anything() as unknown,
      }),
    ]);
  });

  test('are reported where nothing in them asks', () => {
    const app = new App();
    DeliveryConventions.of(app).apply({ tags: { team: 'orders' } });
    new CfnTopic(new Stack(new Stage(app, 'Topics'), 'Stack'), 'Topic');
    expect(errorsOf(new Stack(app, 'Test'))).toEqual([
      'DeliveryConventions: must be applied to the stage Topics too, in which nothing asks for them; apply them right after the stage is made',
    ]);
  });

  test('are well when they say the same', () => {
    const app = new App();
    DeliveryConventions.of(app).apply({ namePrefix: 'acme-' });
    const stage = new Stage(app, 'Topics');
    const stack = new Stack(stage, 'Stack');
    newPipeline(stack);
    DeliveryConventions.of(stage).apply({ namePrefix: 'acme-' });
    expect(errorsOf(stack)).toEqual([]);
  });
});

describe('users of plain JavaScript', () => {
  const props = ['permissionsBoundary', 'tags', 'rolePath', 'namePrefix', 'logRetention'];
  const apply = (stack: Stack, options: unknown): void => {
    DeliveryConventions.of(stack).apply(options as DeliveryConventionsOptions);
    newRole(stack);
  };

  test.each<[string, Give]>([...each('DeliveryConventions', props, apply), ['DeliveryConventions', apply]])(
    'hear of everything wrong at synthesis: %s',
    (_, give) => {
      expectCollected(give);
    },
  );
});

describe('what comes too late', () => {
  const LATE = 'must be applied before anything is made below that it decides';
  const CURE = 'apply it right after the app, the stage or the stack is made';

  test.each<[DeliveryConventionsOptions, (stack: Stack) => unknown, string]>([
    [{ namePrefix: 'acme-' }, newPipeline, `Test (DeliveryConventions) namePrefix: ${LATE}, got 'acme-'; ${CURE}`],
    [
      { logRetention: RetentionDays.ONE_WEEK },
      (stack) => new DeliveryFoundation(stack, 'Store'),
      `Test (DeliveryConventions) logRetention: ${LATE}, got 7; ${CURE}`,
    ],
  ])('%j is reported', (options, make, says) => {
    const stack = newStack();
    make(stack);
    DeliveryConventions.of(stack).apply(options);
    expect(errorsOf(stack)).toEqual([says]);
  });

  test('is reported of an app too, which has no id', () => {
    const stack = newStack();
    newPipeline(stack);
    DeliveryConventions.of(stack.node.root).apply({ namePrefix: 'acme-' });
    expect(errorsOf(stack)).toEqual([`DeliveryConventions namePrefix: ${LATE}, got 'acme-'; ${CURE}`]);
  });

  test('are not a boundary, tags, what was said before, and what something nearer decides', () => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    DeliveryConventions.of(stack).apply({ namePrefix: 'orders-' });
    newPipeline(stack);
    const permissionsBoundary = ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess');
    DeliveryConventions.of(stack).apply({ namePrefix: 'orders-', permissionsBoundary, tags: { team: 'orders' } });
    DeliveryConventions.of(app).apply({ namePrefix: 'acme-' });
    expect(errorsOf(stack)).toEqual([]);
  });
});

test.each([undefined, null, 'app', {}])('conventions of %j are an error at once', (scope) => {
  expect(() => DeliveryConventions.of(untyped(scope))).toThrow(
    'DeliveryConventions.of: must be given an app, a stage or a stack',
  );
});
