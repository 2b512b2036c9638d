import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Grant, IRole } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ApplicationProfiler, Gate, Verification } from '../../lib';
import type { DeliveryPipeline } from '../../lib';
import { errorsOf, newPipeline, newStack, newTarget, resourcesOf } from '../support/fixtures';
import { newServers } from '../deploy/server/support';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const newRole = (stack: Stack, id = 'Ops'): Role =>
  new Role(stack, id, { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });

const VERBS: ((pipeline: DeliveryPipeline, role: IRole) => Grant)[] = [
  (pipeline, role) => pipeline.grantApprove('Production', role),
  ({ grants }, role) => grants.read(role),
  ({ grants }, role) => grants.start(role),
  ({ grants }, role) => grants.stop(role),
  ({ grants }, role) => grants.retry(role),
  ({ grants }, role) => grants.retry(role, 'Production'),
  ({ grants }, role) => grants.rollBack(role, 'Production'),
  ({ grants }, role) => grants.disableTransition(role, 'Production'),
  ({ grants }, role) => grants.overrideCondition(role, 'Production'),
];

const withApproval = (stack: Stack): DeliveryPipeline =>
  newPipeline(stack, {
    stages: [{ stageName: 'Production', gates: [Gate.approval()], targets: [newTarget(stack)] }],
  });

describe('what a role may do with a pipeline', () => {
  /** The policies below the grants of a pipeline, where these are given in this order. */
  function policiesOf(verbs: typeof VERBS): [string, Record<string, unknown>][] {
    const app = new App();
    const role = newRole(new Stack(app, 'People'));
    const stack = new Stack(app, 'Test');
    const pipeline = withApproval(stack);
    for (const verb of verbs) expect(verb(pipeline, role).success).toBe(true);
    return Object.entries(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy'))
      .filter(([id]) => id.includes('Grants'))
      .map(([id, { Properties }]) => [id, Properties]);
  }

  test('stands in one policy, that says once how to look at the pipeline', () => {
    const policies = policiesOf(VERBS);
    expect(policies).toHaveLength(1);
    const text = JSON.stringify(policies);
    expect(text.match(/codepipeline:GetPipelineState/g)).toHaveLength(1);
    expect(text.length).toBeLessThan(3500);
    for (const action of ['PutApprovalResult', 'StartPipelineExecution', 'RollbackStage', 'OverrideStageCondition']) {
      expect(text).toContain(`codepipeline:${action}`);
    }
  });

  test('has a logical id that no order and no number of grants changes', () => {
    const ids = [VERBS, [...VERBS].reverse(), VERBS.slice(3, 4)].map((verbs) => policiesOf(verbs).map(([id]) => id));
    expect(new Set(ids.flat()).size).toBe(1);
  });

  test('on a stage is left out where it is given on all stages already', () => {
    const ofRetry = [
      ({ grants }: DeliveryPipeline, role: IRole): Grant => grants.retry(role),
      ({ grants }: DeliveryPipeline, role: IRole): Grant => grants.retry(role, 'Production'),
    ];
    expect(JSON.stringify(policiesOf(ofRetry))).not.toContain('/Production');
  });
});

describe('a grant to a role', () => {
  test.each<[string, (stack: Stack, role: IRole) => Grant, string]>([
    ['start', (stack, role) => newPipeline(stack).grants.start(role), 'Grants (DeliveryPipeline.grants) grantee'],
    [
      'approve',
      (stack, role) => withApproval(stack).grantApprove('Production', role),
      'Approvers (DeliveryPipeline.grantApprove) grantee',
    ],
    [
      'post profiles',
      (stack, role) => new ApplicationProfiler(stack, 'Profiler').grantPublish(role),
      'Profiler (ApplicationProfiler) grantee',
    ],
    ['be a server', (stack, role) => newServers(stack).grantInstance(role), 'Fleet (ServerDeployment) grantInstance'],
  ])('of another account is refused, with what to do: to %s', (_what, grant, subject) => {
    const stack = newStack({ env: ENV });
    const role = Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::222222222222:role/ops');
    expect(grant(stack, role).success).toBe(false);
    expect(errorsOf(stack)).toEqual([
      `${subject}: must be of the account of the stack that grants, 111111111111, got '222222222222'; ` +
        'grant it to a role of that account, which the other may assume',
    ]);
  });

  test('that a stack of another account makes is refused, too', () => {
    const app = new App();
    const role = newRole(new Stack(app, 'People', { env: { ...ENV, account: '222222222222' } }));
    const stack = new Stack(app, 'Test', { env: ENV });
    newPipeline(stack).grants.read(role);
    expect(errorsOf(stack).join()).toContain('must be of the account of the stack that grants');
  });

  test.each([
    ['that is imported, of this account or one that is not known, is written', { mutable: true }, 1, 0],
    ['that is imported as immutable is not written, which a warning says', { mutable: false }, 0, 1],
  ])('%s', (_what, options, policies, warnings) => {
    const stack = newStack();
    const role = Role.fromRoleArn(stack, 'Ops', 'arn:aws:iam::111111111111:role/ops', options);
    const { grants } = newPipeline(stack);
    for (const grant of [grants.start(role), grants.stop(role)]) expect(grant.success).toBe(true);
    const ids = Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy'));
    expect(ids.filter((id) => id.includes('Grants'))).toHaveLength(policies);
    expect(
      Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('Ops was imported as immutable')),
    ).toHaveLength(warnings);
  });

  test('that an app customizes needs no warning, for the report says it', () => {
    const stack = newStack();
    Role.customizeRoles(stack, { preventSynthesis: false });
    const { grants } = newPipeline(stack);
    const role = newRole(stack);
    for (const grant of [grants.start(role), grants.stop(role)]) expect(grant.success).toBe(true);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('immutable'))).toEqual([]);
  });
});

test('a function that is asked in many places is let answer once, whoever asks first', () => {
  const answersOf = (stageNames: string[]): string[] => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    const role = newRole(new Stack(app, 'Functions'), 'Asked');
    const asked = new Function(role.stack, 'Ask', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => 1;'),
      role,
    });
    newPipeline(stack, {
      stages: stageNames.map((stageName) => ({
        stageName,
        gates: [Gate.lambdaFunction(asked)],
        targets: [newTarget(stack, stageName)],
        verifications: [Verification.lambdaFunction(asked, { verificationName: 'Ask' })],
      })),
    });
    return Object.entries(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy'))
      .filter(([id, policy]) => id.startsWith('Answer') && JSON.stringify(policy).includes('PutJobSuccessResult'))
      .map(([id]) => id);
  };
  const ids = answersOf(['Staging', 'Production']);
  expect(ids).toHaveLength(1);
  expect(answersOf(['Production'])).toEqual(ids);
});
