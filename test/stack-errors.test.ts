import {
  App,
  CfnCapabilities,
  CfnParameter,
  CfnWaitConditionHandle,
  CliCredentialsStackSynthesizer,
  Duration,
  Lazy,
  LegacyStackSynthesizer,
  Stack,
  Stage,
} from 'aws-cdk-lib';
import { Manifest } from 'aws-cdk-lib/cloud-assembly-schema';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DeployTarget } from '../lib';
import { appOf, deployStage, newStage } from './support/cdk-stage';
import { errorsOf, newPipeline, newStack } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import type { Mistake } from './support/mistakes';

const TOKEN = Lazy.string({ produce: () => 'x' });
const statements = (): PolicyStatement[] => [new PolicyStatement({ actions: ['s3:CreateBucket'], resources: ['*'] })];

function deploy(stack: Stack, options: unknown): void {
  const target = DeployTarget.stack(untyped(options));
  newPipeline(stack, { stages: [{ stageName: 'Production', targets: [target] }] });
}

const target =
  (options: (stack: Stack) => object): Mistake['make'] =>
  (stack) => {
    deploy(stack, { stackName: 'orders', statements: statements(), ...options(stack) });
  };

const role = (stack: Stack): Role =>
  new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('cloudformation.amazonaws.com') });
const said = (rule: string): string => `orders (DeployTarget.stack) ${rule}`;

const MISTAKES: Mistake[] = [
  {
    what: 'no options',
    make: (stack) => {
      deploy(stack, undefined);
    },
    says: 'Stack (DeployTarget.stack) stackName: must be given, got nothing',
  },
  {
    what: 'a name with an underscore',
    make: target(() => ({ stackName: 'my_orders', targetName: 'orders' })),
    says: said("stackName: must be 1 to 128 characters of letters, digits and -, a letter first, got 'my_orders'"),
  },
  {
    what: 'a name that is known at deployment only',
    make: target(() => ({ stackName: TOKEN, targetName: 'orders' })),
    says: said('stackName: must be known at synthesis, got a value known at deployment only; give a literal'),
  },
  {
    what: 'a name that is a number',
    make: target(() => ({ stackName: 7, targetName: 'orders' })),
    says: said('stackName: must be a string, got 7'),
  },
  {
    what: 'the stack of the pipeline',
    make: target(() => ({ stackName: 'Test', targetName: 'orders' })),
    says: said(
      "stackName: must not be the stack of the pipeline, which does not change itself, got 'Test'; deploy it from where the pipeline was deployed first",
    ),
  },
  {
    what: 'a path from the root of a disk',
    make: target(() => ({ templatePath: '/template.json' })),
    says: said(
      "templatePath: must be 1 to 255 characters of any character but backslashes and colons, from the root of the artifact on, got '/template.json'",
    ),
  },
  {
    what: 'a path that leaves the artifact',
    make: target(() => ({ templateConfigurationPath: '../config.json' })),
    says: said(
      "templateConfigurationPath: must be 1 to 255 characters of any character but backslashes and colons, from the root of the artifact on, got '../config.json'",
    ),
  },
  {
    what: 'parameters that are a list',
    make: target(() => ({ parameters: ['Stage'] })),
    says: said('parameters: must be an object, got a list'),
  },
  {
    what: 'a parameter with a dash',
    make: target(() => ({ parameters: { 'my-stage': 'x' } })),
    says: said("parameters['my-stage']: must be 1 to 255 characters of letters and digits, got 'my-stage'"),
  },
  {
    what: 'a parameter that is a number',
    make: target(() => ({ parameters: { Count: 3 } })),
    says: said("parameters['Count']: must be a string, got 3"),
  },
  {
    what: 'a parameter without a value',
    make: target(() => ({ parameters: { Count: null } })),
    says: said("parameters['Count']: must be given, got nothing"),
  },
  {
    what: 'parameters that are too long together',
    make: target(() => ({ parameters: { One: 'x'.repeat(600), Two: 'x'.repeat(600) } })),
    says: said('parameters: must be 2 to 1000 characters of JSON, got 1219'),
  },
  {
    what: 'capabilities that are a text',
    make: target(() => ({ capabilities: 'CAPABILITY_IAM' })),
    says: said("capabilities: must be a list, got 'CAPABILITY_IAM'"),
  },
  {
    what: 'no capability as a capability',
    make: target(() => ({ capabilities: [CfnCapabilities.NONE] })),
    says: said(
      "capabilities[0]: must be one of CAPABILITY_IAM, CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND, got ''; use CfnCapabilities",
    ),
  },
  {
    what: 'an approval that is a yes',
    make: target(() => ({ approval: true })),
    says: said('approval: must be an object, got true'),
  },
  {
    what: 'an approval that tells a name',
    make: target(() => ({ approval: { notify: 'leads' } })),
    says: said("approval.notify: must be a topic, got 'leads'"),
  },
  {
    what: 'an approval of a minute',
    make: target(() => ({ approval: { timeout: Duration.minutes(1) } })),
    says: said('approval.timeout: must be 5 to 86400 minutes, got 1'),
  },
  {
    what: 'an approval with a long text',
    make: target(() => ({ approval: { information: 'x'.repeat(1001) } })),
    says: said('approval.information: must be 1 to 1000 characters, got 1001'),
  },
  {
    what: 'a role that may do nothing',
    make: target(() => ({ statements: undefined })),
    says: said(
      'statements: must have at least one: CloudFormation may do nothing with a role that may do nothing; say what the resources of the template need, or give deploymentRole',
    ),
  },
  {
    what: 'statements that are one',
    make: target(() => ({ statements: statements()[0] })),
    says: said('statements: must be a list, got a value of class PolicyStatement'),
  },
  {
    what: 'a statement that is a name',
    make: target(() => ({ statements: ['AdministratorAccess'] })),
    says: said("statements[0]: must be a PolicyStatement, got 'AdministratorAccess'"),
  },
  {
    what: 'an administrator',
    make: target(() => ({ statements: [new PolicyStatement({ actions: ['*'], resources: ['*'] })] })),
    says: said(
      "statements[0]: must name actions of services, not everything, got '*'; name what the resources of the template need",
    ),
  },
  {
    what: 'everything but IAM',
    make: target(() => ({ statements: [new PolicyStatement({ notActions: ['iam:*'], resources: ['*'] })] })),
    says: said(
      "statements[0]: must name actions of services, not everything, got 'notActions'; name what the resources of the template need",
    ),
  },
  {
    what: 'statements beside a role',
    make: target((stack) => ({ deploymentRole: role(stack) })),
    says: said('statements: must not be given beside deploymentRole; add them to the role'),
  },
  {
    what: 'a role that is a name',
    make: target(() => ({ deploymentRole: 'admin', statements: undefined })),
    says: said("deploymentRole: must be a role, got 'admin'"),
  },
  {
    what: 'a boundary beside a role',
    make: target((stack) => ({
      deploymentRole: role(stack),
      statements: undefined,
      permissionsBoundary: ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
    })),
    says: said('permissionsBoundary: must not be given beside deploymentRole; put it on the role'),
  },
  {
    what: 'a boundary that is a name',
    make: target(() => ({ permissionsBoundary: 'boundary' })),
    says: said("permissionsBoundary: must be a managed policy, got 'boundary'"),
  },
];

test.each(MISTAKES)('of a stack with $what, the report says so', expectReport);

test('a stack that is deployed twice in a stage is refused', () => {
  const stack = newStack();
  const targets = ['One', 'Two'].map((targetName) =>
    DeployTarget.stack({ stackName: 'orders', targetName, statements: statements() }),
  );
  newPipeline(stack, { stages: [{ stageName: 'Production', targets }] });
  expect(errorsOf(stack)).toEqual([
    "Two (DeployTarget.stack) stackName: must be deployed once in a stage, got 'orders'",
  ]);
});

test('parameters that are known at deployment only are taken', () => {
  const stack = newStack();
  target(() => ({ parameters: { Url: TOKEN, Long: 'x'.repeat(990) } }))(stack);
  expect(errorsOf(stack)).toEqual([]);
});

const ofStage = (rule: string): string => `Shop (DeployTarget.cdkStage) ${rule}`;

/** A deployment of a stage with one thing wrong in its options. */
const stageWith =
  (options: (stack: Stack) => object): Mistake['make'] =>
  (stack) => {
    deployStage(newStage, (own) => untyped(options(own)), stack);
  };

/** A deployment of a stage with one thing wrong in the stage. */
const stageOf =
  (
    change: (stage: ReturnType<typeof newStage>) => unknown,
    ...fixture: [Parameters<typeof newStage>[1]?]
  ): Mistake['make'] =>
  (stack) => {
    const stage = newStage(stack, ...fixture);
    change(stage);
    deployStage(() => stage, undefined, stack);
  };

const deployGiven = (given: unknown): Mistake['make'] => {
  return (stack) => {
    const target = DeployTarget.cdkStage(untyped(given), { targetName: 'Shop', statements: statements() });
    newPipeline(stack, { stages: [{ stageName: 'Production', targets: [target] }] });
  };
};

const STAGE_MISTAKES: Mistake[] = [
  {
    what: 'nothing as the stage',
    make: deployGiven(undefined),
    says: ofStage('stage: must be a Stage of aws-cdk-lib, got nothing'),
  },
  {
    what: 'the name of a stage',
    make: deployGiven('Shop'),
    says: ofStage("stage: must be a Stage of aws-cdk-lib, got 'Shop'"),
  },
  {
    what: 'a stage of another app',
    make: deployGiven(new Stage(new App(), 'Shop')),
    says: ofStage('stage: must be in the app of the pipeline; give it the app as its scope'),
  },
  {
    what: 'the app itself',
    make: (stack) => {
      deployGiven(appOf(stack))(stack);
    },
    says: ofStage(
      'stage: must not hold the stack of the pipeline, which does not change itself; make the stack of the pipeline beside the stage',
    ),
  },
  {
    what: 'a stage without stacks',
    make: (stack) => {
      deployGiven(new Stage(appOf(stack), 'Shop'))(stack);
    },
    says: ofStage('stage: must have at least one stack, got 0'),
  },
  {
    what: 'a stack of another account',
    make: (stack) => {
      const env = { account: '111122223333', region: 'eu-west-1' };
      const own = new Stack(stack, 'Pipeline', { env });
      deployGiven(newStage(stack, { stage: { env: { ...env, account: '444455556666' } } }))(own);
    },
    says: ofStage(
      "stage['Shop-Alone']: must be in the account of the stack that uses it, 111122223333, got '444455556666'; use one of that account, or deploy it by DeployTarget.stack in a stage with access",
    ),
  },
  {
    what: 'stacks with an environment beside a pipeline without',
    make: stageOf(() => 1, { stage: { env: { account: '111122223333', region: 'eu-west-1' } } }),
    says: ofStage(
      "stage['Shop-Alone']: must be in the region of the stack that uses it: its stack says one, the using stack does not; give both stacks the same env",
    ),
  },
  {
    what: 'a stack with the name of that of the pipeline',
    make: stageOf((stage) => new Stack(stage, 'Own', { stackName: 'Test' })),
    says: ofStage(
      "stage['Test']: must not be the stack of the pipeline, which does not change itself, got 'Test'; deploy it from where the pipeline was deployed first",
    ),
  },
  {
    what: 'two stacks of one name',
    make: stageOf((stage) => new Stack(stage, 'Again', { stackName: 'Shop-Alone' })),
    says: ofStage("stage['Shop-Alone']: must be the only stack of its name; give each a stackName of its own"),
  },
  {
    what: 'a parameter that nobody gives',
    make: stageOf((stage) => new CfnParameter(stage.alone, 'Size')),
    says: ofStage("stage['Shop-Alone'].Size: must have a default: a stage is deployed without parameters"),
  },
  ...[() => new CliCredentialsStackSynthesizer(), () => new LegacyStackSynthesizer()].map((synthesizer) => ({
    what: `assets of a ${synthesizer().constructor.name}`,
    make: stageOf(() => 1, { stack: () => ({ synthesizer: synthesizer() }) }),
    says: ofStage(
      "stage['Shop-Orders']: must have a synthesizer that names the roles that publish its assets; use DefaultStackSynthesizer: the build has no credentials of yours",
    ),
  })),
  {
    what: 'a path from the root of a disk',
    make: stageWith(() => ({ assemblyPath: '/cdk.out' })),
    says: ofStage(
      "assemblyPath: must be 1 to 255 characters of any character but backslashes and colons, from the root of the artifact on, got '/cdk.out'",
    ),
  },
  {
    what: 'a version that is a range',
    make: stageWith(() => ({ cliVersion: '^2.0.0' })),
    says: ofStage("cliVersion: must be 5 to 64 characters of one exact version, like 2.1148.1, got '^2.0.0'"),
  },
  {
    what: 'a role of the bootstrap that is a name',
    make: stageWith(() => ({ useBootstrapRole: 'yes' })),
    says: ofStage("useBootstrapRole: must be true or false, got 'yes'"),
  },
  {
    what: 'statements beside the role of the bootstrap',
    make: stageWith(() => ({ useBootstrapRole: true, statements: statements() })),
    says: ofStage('statements: must not be given beside useBootstrapRole; leave one of them out'),
  },
  {
    what: 'the role of a bootstrap that there is not',
    make: (stack) => {
      const stage = new Stage(appOf(stack), 'Shop');
      new CfnWaitConditionHandle(new Stack(stage, 'Plain', { synthesizer: new LegacyStackSynthesizer() }), 'Handle');
      deployStage(
        () => stage,
        () => ({ useBootstrapRole: true }),
        stack,
      );
    },
    says: ofStage('useBootstrapRole: must not be given: the synthesizer of Shop-Plain names no such role'),
  },
  {
    what: 'no role at all',
    make: stageWith(() => ({ statements: undefined })),
    says: ofStage(
      'statements: must have at least one: CloudFormation may do nothing with a role that may do nothing; say what the resources of the template need, or give deploymentRole',
    ),
  },
];

test.each(STAGE_MISTAKES)('of a CDK stage with $what, the report says so', expectReport);

test('an assembly that the CLI of the library does not read is reported, unless another CLI is said', () => {
  const version = jest.spyOn(Manifest, 'version').mockReturnValue('56.0.0');
  try {
    expect(errorsOf(deployStage())).toEqual([
      ofStage(
        'cliVersion: must be given: 2.1148.1 does not read version 56.0.0 of the cloud assembly; give the version of aws-cdk that you synthesize with',
      ),
    ]);
    expect(errorsOf(deployStage(newStage, () => ({ cliVersion: '2.1200.0' })))).toEqual([]);
  } finally {
    version.mockRestore();
  }
});

test('a stack that a stage and another target deploy is refused', () => {
  const stack = newStack();
  const targets = [
    DeployTarget.cdkStage(newStage(stack), { statements: statements() }),
    DeployTarget.stack({ stackName: 'Shop-Alone', targetName: 'Alone', statements: statements() }),
  ];
  newPipeline(stack, { stages: [{ stageName: 'Production', targets }] });
  expect(errorsOf(stack)).toEqual([
    "Alone (DeployTarget.stack) stackName: must be deployed once in a stage, got 'Shop-Alone'",
  ]);
});
