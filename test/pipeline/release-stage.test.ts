import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction, S3DeployAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Build, Gate, StageFailure } from '../../lib';
import type {
  DeliveryStage,
  GateConfig,
  IDeployTarget,
  IGate,
  IVerification,
  VerificationConfig,
  VerificationContext,
} from '../../lib';
import {
  actionsOf,
  allowedActionsOf,
  errorsOf,
  newPipeline,
  newStack,
  newTarget,
  onlyResource,
  resourcesOf,
  stagesOf,
} from '../support/fixtures';
import { untyped } from '../support/mistakes';

/** A verification of a user's own: somebody has a look. */
class Look implements IVerification {
  constructor(
    public readonly verificationName: string,
    private readonly takesFullClone?: boolean,
  ) {}

  public bind(_scope: Construct, { runOrder, artifact }: VerificationContext): VerificationConfig {
    const action = new ManualApprovalAction({
      actionName: this.verificationName,
      runOrder,
      additionalInformation: artifact.artifactName,
    });
    const permissions = [new PolicyStatement({ actions: ['sns:Publish'], resources: ['arn:aws:sns:::look'] })];
    return { actions: [action], permissions, takesFullClone: this.takesFullClone };
  }
}

/** A gate of a user's own that holds the transition into its stage, and remembers which one. */
class Turnstile implements IGate {
  public readonly holdsTransition = true;
  public readonly stages: string[] = [];

  constructor(public readonly gateName = 'Turnstile') {}

  public bind(_scope: Construct, { stageName }: { stageName: string }): GateConfig {
    this.stages.push(stageName);
    return {};
  }
}

type StageOf = (stack: Stack) => Partial<DeliveryStage>;

function made(stageOf: StageOf): Template {
  const stack = newStack();
  newPipeline(stack, { stages: [{ stageName: 'Production', ...stageOf(stack) }] });
  return Template.fromStack(stack);
}

function errorsOfStage(stageOf: StageOf): string[] {
  const stack = newStack();
  newPipeline(stack, { stages: [{ stageName: 'Production', ...stageOf(stack) }] });
  return errorsOf(stack);
}

const targets = (stack: Stack, ...ids: string[]): IDeployTarget[] => ids.map((id) => newTarget(stack, id));

test('gates come first, then targets, then waves with what verifies each, then what verifies the stage', () => {
  const template = made((stack) => ({
    gates: [Gate.approval()],
    targets: targets(stack, 'One', 'Two'),
    waves: [
      { targets: targets(stack, 'Three', 'Four'), verifications: [new Look('LookAtThree')] },
      { targets: targets(stack, 'Five') },
    ],
    verifications: [new Look('Look'), new Look('LookAgain')],
  }));
  expect(stagesOf(template).Production).toEqual([
    ['Approve'],
    ['One', 'Two'],
    ['Three', 'Four'],
    ['LookAtThree'],
    ['Five'],
    ['Look', 'LookAgain'],
  ]);
});

test('a verification gets what the pipeline releases, and the pipeline what the verification needs', () => {
  const template = made(() => ({ verifications: [new Look('Look')] }));
  expect(actionsOf(template)['Production/Look'].Configuration).toMatchObject({ CustomData: 'Package' });
  expect(allowedActionsOf(template, 'PipelineRole')).toContain('sns:Publish');
});

test('a stage may be an approval and nothing else', () => {
  expect(stagesOf(made(() => ({ gates: [Gate.approval()] }))).Production).toEqual([['Approve']]);
});

test('a stage may only verify, e.g. between the builds and the first release', () => {
  expect(stagesOf(made(() => ({ verifications: [new Look('Look')] }))).Production).toEqual([['Look']]);
});

describe('other actions', () => {
  const publish = (stack: Stack): S3DeployAction =>
    new S3DeployAction({
      actionName: 'Publish',
      runOrder: 7,
      bucket: new Bucket(stack, 'Docs'),
      input: new Artifact('Package'),
    });

  test('stand where their run order says, and their grants reach a role of their own', () => {
    const template = made((stack) => ({ targets: targets(stack, 'One'), actions: [publish(stack)] }));
    expect(stagesOf(template).Production).toEqual([['One'], ['Publish']]);
    const [role] = Object.keys(resourcesOf(template, 'AWS::IAM::Role')).filter((id) => id.includes('ActionRole'));
    expect(actionsOf(template)['Production/Publish']).toMatchObject({ RoleArn: { 'Fn::GetAtt': [role, 'Arn'] } });
    expect(allowedActionsOf(template, role)).toEqual(expect.arrayContaining(['s3:DeleteObject*', 's3:GetObject']));
    expect(allowedActionsOf(template, 'PipelineRole')).toContain('sts:AssumeRole');
    expect(allowedActionsOf(template, 'PipelineRole')).not.toContain('s3:DeleteObject*');
  });

  test('are assumed by the role of the pipeline alone', () => {
    const template = made((stack) => ({ actions: [publish(stack)] }));
    const roles = resourcesOf(template, 'AWS::IAM::Role');
    const [id] = Object.keys(roles).filter((key) => key.includes('ActionRole'));
    const [pipelineRole] = Object.keys(roles).filter((key) => key.startsWith('PipelineRole'));
    expect(roles[id].Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Principal: { AWS: { 'Fn::GetAtt': [pipelineRole, 'Arn'] } } }],
    });
  });
});

describe('gates and their stages', () => {
  test('what acts before a gate at the entry gets a stage of its own, in the order of the list', () => {
    const first = new Turnstile('First');
    const second = new Turnstile('Second');
    const approval = (gateName: string): IGate => Gate.approval({ gateName });
    const template = made((stack) => ({
      gates: [first, approval('Approve'), second, approval('ApproveAgain'), new Turnstile('Third')],
      targets: targets(stack, 'One'),
    }));
    expect(stagesOf(template)).toMatchObject({
      'Production-gate': [['Approve']],
      'Production-gate-2': [['ApproveAgain']],
      Production: [['One']],
    });
    expect(Object.keys(stagesOf(template))).toEqual([
      'Source',
      'Build',
      'Production-gate',
      'Production-gate-2',
      'Production',
    ]);
    expect([first.stages, second.stages]).toEqual([['Production-gate'], ['Production-gate-2']]);
  });

  test('gates at the entry alone need no other stage', () => {
    const template = made((stack) => ({
      gates: [new Turnstile(), Gate.approval()],
      targets: targets(stack, 'One'),
    }));
    expect(stagesOf(template).Production).toEqual([['Approve'], ['One']]);
    expect(Object.keys(stagesOf(template))).toHaveLength(3);
  });

  test('a stage of the name that a gate needs is refused', () => {
    const stack = newStack();
    newPipeline(stack, {
      stages: [
        { stageName: 'Production-gate', targets: targets(stack, 'One') },
        { stageName: 'Production', gates: [Gate.approval(), new Turnstile()], targets: targets(stack, 'Two') },
      ],
    });
    expect(errorsOf(stack)).toEqual([
      "Pipeline (DeliveryPipeline) stages[1].gates: must be unique, got 'Production-gate'; stages[0].stageName has that name, too",
    ]);
  });
});

describe('a failed stage', () => {
  test.each([
    ['is rolled back', StageFailure.rollBack(), { Result: 'ROLLBACK' }],
    ['fails, as without a word', StageFailure.fail(), undefined],
    [
      'runs what failed once more',
      StageFailure.retryFailedActions(),
      { Result: 'RETRY', RetryConfiguration: { RetryMode: 'FAILED_ACTIONS' } },
    ],
    [
      'runs all once more',
      StageFailure.retryAllActions(),
      { Result: 'RETRY', RetryConfiguration: { RetryMode: 'ALL_ACTIONS' } },
    ],
  ])('%s', (_what, onFailure, expected) => {
    const template = made((stack) => ({ targets: targets(stack, 'One'), onFailure }));
    const { Stages } = onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties as {
      Stages: { Name: string; OnFailure?: unknown }[];
    };
    expect(Stages.find(({ Name }) => Name === 'Production')?.OnFailure).toEqual(expected);
  });
});

test('a stage that nobody may enter says why', () => {
  const template = made((stack) => ({
    targets: targets(stack, 'One'),
    transitionDisabledReason: 'Freeze until Monday (ops)',
  }));
  expect(onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties).toMatchObject({
    DisableInboundStageTransitions: [{ StageName: 'Production', Reason: 'Freeze until Monday (ops)' }],
  });
});

test('nobody is asked to approve for a stage that nobody may enter', () => {
  const template = made((stack) => ({
    gates: [
      Gate.approval(),
      Gate.deploymentWindow({ toHour: 12 }),
      Gate.approval({ gateName: 'Again' }),
      Gate.deploymentWindow({ toHour: 10, ruleName: 'Early' }),
    ],
    targets: targets(stack, 'One'),
    transitionDisabledReason: 'Freeze',
  }));
  expect(onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties).toMatchObject({
    DisableInboundStageTransitions: [{ StageName: 'Production-gate', Reason: 'Freeze' }],
  });
});

test.each<[string, StageOf, string[]]>([
  ['does nothing', () => ({}), ['stages[0].targets: must have at least 1, got 0']],
  ['has no targets in its list', () => ({ targets: [] }), ['stages[0].targets: must have at least 1, got 0']],
  [
    'has a wave without targets',
    () => ({ waves: [{ targets: [] }] }),
    ['stages[0].waves[0].targets: must have at least 1, got 0'],
  ],
  [
    'has a wave that names no targets',
    () => ({ waves: [untyped({})] }),
    ['stages[0].waves[0].targets: must have at least 1, got 0'],
  ],
  ['has a wave that is none', () => ({ waves: [untyped(7)] }), ['stages[0].waves[0]: must be an object, got 7']],
  [
    'has a verification that is none',
    () => ({ verifications: [untyped('look')] }),
    ["stages[0].verifications[0]: must be a verification, got 'look'; use Verification.test"],
  ],
  [
    'has an action that is none',
    () => ({ actions: [untyped({})] }),
    ['stages[0].actions[0]: must be an action of aws-cdk-lib, got a value of type object'],
  ],
  [
    'says in odd letters why nobody may enter it',
    (stack) => ({ targets: targets(stack, 'One'), transitionDisabledReason: 'Freeze/now' }),
    [
      "stages[0].transitionDisabledReason: must be 1 to 300 characters of letters, digits, spaces and ! @ ( ) . * ? -, got 'Freeze/now'",
    ],
  ],
  [
    'has a failure that is none',
    (stack) => ({ targets: targets(stack, 'One'), onFailure: untyped('ROLLBACK') }),
    ["stages[0].onFailure: must be a StageFailure, got 'ROLLBACK'; use the functions of StageFailure"],
  ],
  [
    'has a condition without rules',
    (stack) => ({ targets: targets(stack, 'One'), onSuccess: { rules: [] } }),
    ['stages[0].onSuccess.rules: must have at least 1, got 0'],
  ],
  [
    'has a rule that is none',
    (stack) => ({ targets: targets(stack, 'One'), onFailure: StageFailure.rollBackWhen(untyped('alarm')) }),
    ["stages[0].onFailure[0]: must be a StageRule, got 'alarm'; use the functions of StageRule"],
  ],
])('a stage that %s is refused', (_what, stageOf, says) => {
  expect(errorsOfStage(stageOf)).toEqual(says.map((line) => `Pipeline (DeliveryPipeline) ${line}`));
});

test('the output of a build that is not in the pipeline cannot be verified', () => {
  const verification: IVerification = Object.assign(new Look('Look'), {
    artifact: Build.project({ buildName: 'Elsewhere' }).artifact,
  });
  expect(errorsOfStage(() => ({ verifications: [verification] }))).toEqual([
    'Pipeline (DeliveryPipeline) stages[0].verifications[0].artifact: must be put out by a source or an earlier build of this pipeline, ' +
      "got 'the output of build Elsewhere'; add what puts it out",
  ]);
});
