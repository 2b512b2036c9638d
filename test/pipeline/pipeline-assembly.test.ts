import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ActionCategory } from 'aws-cdk-lib/aws-codepipeline';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import {
  LambdaInvokeAction,
  ManualApprovalAction,
  S3DeployAction,
  S3SourceAction,
  S3Trigger,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { AccountRootPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { Build, DeliveryArtifact, DeliveryPipeline, Gate } from '../../lib';
import type {
  DeliveryActionContext,
  DeployTargetConfig,
  GateConfig,
  SourceConfig,
  DeliveryPipelineProps,
  DeployTargetContext,
  IDeployTarget,
  IGate,
  ISource,
} from '../../lib';
import {
  actionsOf,
  allowedActionsOf,
  errorsOf,
  newFunction,
  newPipeline,
  newSource,
  newStack,
  newTarget,
  resourcesOf,
  stagesOf,
  statementsOf,
} from '../support/fixtures';

const STORE_ARN = 'arn:aws:s3:::inbox';

/** A source of a user's own: an object in a bucket. */
class BucketSource implements ISource {
  public readonly sourceName = 'Inbox';
  public readonly artifact = DeliveryArtifact.named('Inbox', 'source Inbox');
  public context?: DeliveryActionContext;

  public bind(scope: Construct, context: DeliveryActionContext): SourceConfig {
    this.context = context;
    const action = new S3SourceAction({
      actionName: this.sourceName,
      runOrder: context.runOrder,
      bucket: Bucket.fromBucketName(scope, 'Bucket', 'inbox'),
      bucketKey: 'app.zip',
      output: context.artifacts.output(this.artifact),
      trigger: S3Trigger.NONE,
    });
    return { action, permissions: [new PolicyStatement({ actions: ['s3:GetObject'], resources: [STORE_ARN] })] };
  }
}

/** A gate of a user's own: a function decides. */
class FunctionGate implements IGate {
  public context?: DeliveryActionContext;
  public scope?: Construct;

  constructor(
    public readonly gateName: string,
    public readonly holdsFor?: Duration,
  ) {}

  public bind(scope: Construct, context: DeliveryActionContext): GateConfig {
    [this.scope, this.context] = [scope, context];
    const lambda = newFunction(scope, 'Decide');
    return {
      actions: [new LambdaInvokeAction({ actionName: this.gateName, runOrder: context.runOrder, lambda })],
      permissions: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] })],
    };
  }
}

/** A target of a user's own: the artifact is unpacked into a bucket. */
class BucketTarget implements IDeployTarget {
  public context?: DeployTargetContext;

  constructor(
    public readonly targetName: string,
    public readonly artifact?: DeliveryArtifact,
    private readonly role?: Role,
  ) {}

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    this.context = context;
    const action: IAction = new S3DeployAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      bucket: new Bucket(scope, 'Site'),
      input: context.artifacts.input(context.artifact),
      role: this.role,
    });
    return { actions: [action] };
  }
}

function template(props: (stack: Stack) => Partial<DeliveryPipelineProps>): Template {
  const stack = newStack();
  newPipeline(stack, props(stack));
  return Template.fromStack(stack);
}

describe('a source of the user’s own', () => {
  const source = new BucketSource();
  const given = template(() => ({ sources: [source] }));

  test('stands in the first stage, and builds take what it puts out', () => {
    expect(stagesOf(given).Source).toEqual([['Inbox']]);
    expect(actionsOf(given)['Source/Inbox']).toMatchObject({
      ActionTypeId: { Provider: 'S3' },
      OutputArtifacts: [{ Name: 'Inbox' }],
    });
    expect(actionsOf(given)['Build/Package'].InputArtifacts).toEqual([{ Name: 'Inbox' }]);
  });

  test('lets the pipeline do what it says, and no more of what aws-cdk-lib would grant', () => {
    const ofInbox = statementsOf(given, 'PipelineRole').filter(({ Resource }) =>
      JSON.stringify(Resource).includes('inbox'),
    );
    expect(ofInbox).toEqual([{ Effect: 'Allow', Action: 's3:GetObject', Resource: STORE_ARN }]);
  });

  test('is told where it is', () => {
    expect(source.context).toMatchObject({ pipelineName: 'Test-Pipeline', stageName: 'Source', runOrder: 1 });
    expect(source.context?.foundation.artifactBucket).toBeDefined();
    expect(source.context?.artifacts.has(source.artifact)).toBe(true);
  });

  test('stands beside the ready ones', () => {
    const both = template((stack) => ({ sources: [newSource(stack, 'app'), new BucketSource()] }));
    expect(stagesOf(both).Source).toEqual([['app', 'Inbox']]);
    expect(actionsOf(both)['Build/Package'].InputArtifacts).toEqual([{ Name: 'app' }]);
  });
});

describe('a gate of the user’s own', () => {
  const gate = new FunctionGate('Decide');
  const given = template((stack) => ({
    stages: [
      {
        stageName: 'Production',
        gates: [Gate.approval({ gateName: 'Lead' }), gate, Gate.approval({ gateName: 'Owner' })],
        targets: [newTarget(stack, 'Orders'), newTarget(stack, 'Invoices')],
      },
    ],
  }));

  test('has its place in the user’s order, before all targets', () => {
    expect(stagesOf(given).Production).toEqual([['Lead'], ['Decide'], ['Owner'], ['Orders', 'Invoices']]);
  });

  test('lets the pipeline do what it says', () => {
    const invoked = statementsOf(given, 'PipelineRole').find(({ Action }) => Action === 'lambda:InvokeFunction');
    expect(invoked?.Resource).toContainEqual({ 'Fn::GetAtt': [expect.stringMatching(/Decide/), 'Arn'] });
  });

  test('is told where it is, and makes what it needs below its own place', () => {
    expect(gate.context).toMatchObject({ stageName: 'Production', runOrder: 2 });
    expect(gate.scope?.node.path).toBe('Test/Pipeline/Stages/Production/Decide');
  });
});

describe('a target of the user’s own', () => {
  test('releases the output of the last build, and gets the handle of it', () => {
    const target = new BucketTarget('Site');
    const last = Build.project({ buildName: 'Last' });
    const given = template(() => ({
      builds: [Build.project({ buildName: 'First' }), last],
      stages: [{ stageName: 'Production', targets: [target] }],
    }));
    expect(actionsOf(given)['Production/Site'].InputArtifacts).toEqual([{ Name: 'Last' }]);
    expect(target.context?.artifact).toBe(last.artifact);
  });

  test('releases the artifact that it names', () => {
    const tests = Build.project({ buildName: 'Tests' });
    const given = template(() => ({
      builds: [tests, Build.project({ buildName: 'Package' })],
      stages: [{ stageName: 'Production', targets: [new BucketTarget('Site', tests.artifact)] }],
    }));
    expect(actionsOf(given)['Production/Site'].InputArtifacts).toEqual([{ Name: 'Tests' }]);
  });

  test('without permissions lets the pipeline do nothing more', () => {
    const ordinary = template((stack) => ({
      builds: [],
      stages: [{ stageName: 'P', gates: [Gate.approval()], targets: [newTarget(stack)] }],
    }));
    const own = template(() => ({ builds: [], stages: [{ stageName: 'P', targets: [new BucketTarget('Site')] }] }));
    expect(allowedActionsOf(own, 'PipelineRole')).toEqual(
      allowedActionsOf(ordinary, 'PipelineRole').filter((action) => !action.startsWith('lambda:')),
    );
  });

  test('may have a role of its own, which the grants of aws-cdk-lib reach', () => {
    const given = template((stack) => {
      const role = new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codepipeline.amazonaws.com') });
      return { stages: [{ stageName: 'Production', targets: [new BucketTarget('Site', undefined, role)] }] };
    });
    expect(actionsOf(given)['Production/Site'].RoleArn).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^Mine/) as unknown, 'Arn'],
    });
    expect(allowedActionsOf(given, 'Mine')).toContain('s3:PutObject');
  });

  test('may be in the environment of the pipeline, known or not', () => {
    const target = Object.assign(new BucketTarget('Site'), {
      targetEnv: { account: '111122223333', region: 'eu-west-1' },
    });
    for (const env of [undefined, { account: '111122223333', region: 'eu-west-1' }]) {
      const stack = newStack({ env });
      newPipeline(stack, { stages: [{ stageName: 'Production', targets: [target] }] });
      expect(errorsOf(stack)).toEqual([]);
    }
  });
});

test('targets of one stage run side by side, whatever their kinds', () => {
  const given = template((stack) => ({
    stages: [{ stageName: 'Production', targets: [newTarget(stack, 'Orders'), new BucketTarget('Site')] }],
  }));
  expect(stagesOf(given).Production).toEqual([['Orders', 'Site']]);
});

test('a stage without gates begins with its targets', () => {
  const given = template((stack) => ({ stages: [{ stageName: 'P', gates: [], targets: [newTarget(stack)] }] }));
  expect(actionsOf(given)['P/Production'].RunOrder).toBe(1);
});

test('equal names in two stages are no mistake', () => {
  const given = template(() => ({
    stages: ['One', 'Two'].map((stageName) => ({
      stageName,
      gates: [Gate.approval()],
      targets: [new BucketTarget('Site')],
    })),
  }));
  expect(Object.keys(actionsOf(given)).slice(2)).toEqual(['One/Approve', 'One/Site', 'Two/Approve', 'Two/Site']);
  expect(Object.keys(resourcesOf(given, 'AWS::S3::Bucket')).filter((id) => id.includes('Stages'))).toHaveLength(2);
});

/** Something that the compiler refuses, and that users of plain JavaScript write all the same. */
function untyped<T>(value: unknown): T {
  return value as T;
}

const PIPELINE = 'Pipeline (DeliveryPipeline)';

test('several mistakes of one pipeline are reported together', () => {
  const stack = newStack();
  newPipeline(stack, {
    sources: [new BucketSource(), untyped({ bucket: 1 })],
    builds: [Build.project({ buildName: 'Package' }), Build.project({ buildName: 'a/b' })],
    stages: [
      { stageName: 'One', targets: [] },
      { stageName: 'One', gates: [untyped(7)], targets: [new BucketTarget('Site', new BucketSource().artifact)] },
    ],
  });
  expect(errorsOf(stack)).toEqual([
    `${PIPELINE} sources[1]: must be a source, got a value of type object; use Source.codeCommit`,
    `${PIPELINE} builds[1].buildName: must be 1 to 100 characters of letters, digits and . @ - _, got 'a/b'`,
    `${PIPELINE} stages[0].targets: must have at least 1, got 0`,
    `${PIPELINE} stages[1].gates[0]: must be a gate, got 7; use Gate.approval`,
    `${PIPELINE} stages[1].stageName: must be unique, got 'One'; stages[0].stageName has that name, too`,
    `${PIPELINE} stages[1].targets[0].artifact: must be put out by a source or an earlier build of this pipeline, got 'the output of source Inbox'; add what puts it out`,
  ]);
});

test.each<[string, (stack: Stack) => Partial<DeliveryPipelineProps>, string]>([
  [
    'a source',
    () => ({ sources: [new BucketSource(), untyped(undefined), untyped(7)] }),
    'sources[2]: must be a source',
  ],
  [
    'a build after a missing one',
    () => ({ builds: [untyped(undefined), Build.project({ buildName: 'a/b' })] }),
    'builds[1].buildName: must be 1 to 100',
  ],
  [
    'a build after one that is none',
    () => ({ builds: [untyped('Package'), Build.project({ buildName: 'a/b' })] }),
    'builds[1].buildName: must be 1 to 100',
  ],
  [
    'a stage',
    () => ({ stages: [untyped(undefined), { stageName: 'a/b', targets: [new BucketTarget('Site')] }] }),
    'stages[1].stageName: must be 1 to 100',
  ],
  [
    'a gate',
    () => ({
      stages: [{ stageName: 'P', gates: [untyped(undefined), untyped(7)], targets: [new BucketTarget('Site')] }],
    }),
    'stages[0].gates[1]: must be a gate',
  ],
  [
    'a target',
    () => ({ stages: [{ stageName: 'P', targets: [untyped(undefined), untyped(7)] }] }),
    'stages[0].targets[1]: must be a deployment target',
  ],
])('a mistake after another is told at its own place: %s', (_, props, says) => {
  const stack = newStack();
  newPipeline(stack, props(stack));
  expect(errorsOf(stack).map((error) => error.replace(`${PIPELINE} `, ''))).toContainEqual(
    expect.stringContaining(says),
  );
});

test('a stage whose actions were all refused does not hide the mistakes behind one of aws-cdk-lib', () => {
  const stack = newStack();
  new DeliveryPipeline(stack, 'Pipeline', {
    sources: [{} as ISource],
    stages: [{ stageName: 'Production', targets: [new BucketTarget('Site')] }],
  });
  const errors = errorsOf(stack);
  expect(errors).toContain(
    'Pipeline (DeliveryPipeline) sources[0]: must be a source, got a value of type object; use Source.codeCommit',
  );
  expect(errors.join()).not.toContain('must have at least one action');
});

test('an approval of aws-cdk-lib can be a gate', () => {
  const gate: IGate = {
    gateName: 'Plain',
    bind: (_, { runOrder }) => ({ actions: [new ManualApprovalAction({ actionName: 'Plain', runOrder })] }),
  };
  const given = template((stack) => ({ stages: [{ stageName: 'P', gates: [gate], targets: [newTarget(stack)] }] }));
  expect(actionsOf(given)['P/Plain'].ActionTypeId.Category).toBe(ActionCategory.APPROVAL);
});

test('what a topic of aws-cdk-lib grants by itself does not reach the pipeline', () => {
  const given = template((stack) => {
    const notificationTopic = new Topic(stack, 'Topic');
    const gate: IGate = {
      gateName: 'Plain',
      bind: (_, { runOrder }) => ({
        actions: [new ManualApprovalAction({ actionName: 'Plain', runOrder, notificationTopic })],
      }),
    };
    return { stages: [{ stageName: 'P', gates: [gate], targets: [newTarget(stack)] }] };
  });
  expect(allowedActionsOf(given, 'PipelineRole').filter((action) => action.startsWith('sns:'))).toEqual([]);
});

describe('parts of several actions', () => {
  const approve = (actionName: string, runOrder: number, role?: Role): IAction =>
    new ManualApprovalAction({ actionName, runOrder, role });
  /** A gate, or a target, of so many approvals in a row. */
  const row =
    (name: string, count: number) =>
    (_: Construct, { runOrder }: DeliveryActionContext): { actions: IAction[] } => ({
      actions: Array.from({ length: count }, (__, index) => approve(`${name}${index}`, runOrder + index)),
    });
  const gate = (gateName: string, count: number): IGate => ({ gateName, bind: row(gateName, count) });
  const target = (targetName: string, count: number): IDeployTarget => ({ targetName, bind: row(targetName, count) });

  test('come one after the other: what follows a gate waits for all of its actions', () => {
    const given = template(() => ({
      stages: [
        {
          stageName: 'P',
          gates: [gate('First', 2), gate('Second', 1)],
          targets: [target('Orders', 2), target('Invoices', 1)],
        },
      ],
    }));
    expect(stagesOf(given).P).toEqual([['First0'], ['First1'], ['Second0'], ['Orders0', 'Invoices0'], ['Orders1']]);
  });

  test('a gate without actions holds nothing up', () => {
    const given = template((stack) => ({
      stages: [{ stageName: 'P', gates: [{ gateName: 'Open', bind: () => ({}) }], targets: [newTarget(stack)] }],
    }));
    expect(Object.keys(actionsOf(given)).filter((name) => name.startsWith('P/'))).toEqual(['P/Production']);
  });

  test('may not call two actions of a stage the same', () => {
    const stack = newStack();
    const twins = (name: string): IDeployTarget => ({ targetName: name, bind: row('Twin', 1) });
    newPipeline(stack, { stages: [{ stageName: 'P', targets: [twins('One'), twins('Two')] }] });
    expect(errorsOf(stack)).toEqual([
      `${PIPELINE} stages[0].targets[1].targetName: must give actions with names of their own, got 'Twin0'`,
    ]);
  });

  test('may have roles of their own, which the pipeline may take, just these', () => {
    const given = template((stack) => {
      const role = new Role(stack, 'Mine', { assumedBy: new AccountRootPrincipal() });
      const bind = (_: Construct, { runOrder }: DeliveryActionContext): { actions: IAction[] } => ({
        actions: [approve('Own', runOrder, role)],
      });
      return { stages: [{ stageName: 'P', gates: [{ gateName: 'Own', bind }], targets: [newTarget(stack)] }] };
    });
    expect(statementsOf(given, 'PipelineRole').filter(({ Action }) => Action === 'sts:AssumeRole')).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Mine/) as unknown, 'Arn'] },
      },
    ]);
  });
});

describe('a stage of builds', () => {
  const says = (builds: Build[]): string[] => {
    const stack = newStack();
    newPipeline(stack, { builds, stages: [] });
    return errorsOf(stack);
  };
  const builds = (count: number): Build[] =>
    Array.from({ length: count }, (_, index) => Build.project({ buildName: `B${index}` }));

  test('may hold 50 of them, and is followed by another for more', () => {
    expect(says(builds(50))).toEqual([]);
    expect(says(builds(51))).toEqual([]);
  });

  test('of which each was refused does not hide the mistakes behind one of aws-cdk-lib', () => {
    expect(says([untyped('Package')])).toEqual([
      `${PIPELINE} builds[0]: must be a build, got 'Package'; use Build.project`,
    ]);
  });
});

test.each<[string, (stack: Stack) => Partial<DeliveryPipelineProps>, string]>([
  [
    'two builds',
    () => ({ builds: [Build.project({ buildName: 'a.b' }), Build.project({ buildName: 'a_b' })] }),
    "builds[1].buildName: must give its artifact another name than builds[0].buildName, got 'a_b'",
  ],
  [
    'a source and a build',
    () => ({ sources: [new BucketSource()], builds: [Build.project({ buildName: 'Inbox' })] }),
    "builds[0].buildName: must give its artifact another name than sources[0].sourceName, got 'Inbox'",
  ],
])('%s must not give one artifact', (_, props, says) => {
  const stack = newStack();
  newPipeline(stack, props(stack));
  expect(errorsOf(stack)).toContainEqual(expect.stringContaining(says));
});

test('a source of the user’s own whose artifact is no handle is reported with the cure', () => {
  const stack = newStack();
  const source: ISource = Object.assign(new BucketSource(), { artifact: untyped<DeliveryArtifact>('Inbox') });
  newPipeline(stack, { sources: [source] });
  expect(errorsOf(stack)).toContain(
    `${PIPELINE} sources[0].artifact: must be a DeliveryArtifact, got 'Inbox'; use the artifact of a build or source`,
  );
});
