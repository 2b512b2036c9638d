import { CfnParameter } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  CompositePrincipal,
  Effect,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { CfnRole, IPrincipal, IRole } from 'aws-cdk-lib/aws-iam';
import {
  BeanstalkApplication,
  BeanstalkEnvironment,
  BeanstalkVersions,
  BuildProject,
  DeploymentAgent,
  DeployTarget,
  Gate,
  Rollout,
  ServerDeployment,
  ServerFleet,
} from '../lib';
import { environmentProps } from './deploy/beanstalk/support';
import { newCodeDeployDeployment, newEcsDeployment } from './support/container-fixtures';
import { errorsOf, newDeployment, newPipeline, newStack } from './support/fixtures';
import { expectReport } from './support/mistakes';
import { Servers } from './support/servers';

type Use = (stack: Stack, role: IRole) => unknown;

const deployStack: Use = (stack, deploymentRole) =>
  newPipeline(stack, {
    stages: [{ stageName: 'Production', targets: [DeployTarget.stack({ stackName: 'orders', deploymentRole })] }],
  });

const copyFleet: Use = (stack, instanceRole) => {
  const group = AutoScalingGroup.fromAutoScalingGroupName(stack, 'Existing', 'web');
  return new ServerDeployment(stack, 'Fleet', {
    fleet: ServerFleet.existing(group, { instanceRole }),
    targetGroups: [new Servers(stack).targetGroup],
    rollout: Rollout.blueGreen(),
    agent: DeploymentAgent.installed(),
  });
};

const launchFleet: Use = (stack, instanceRole) => {
  const { launchTemplate, vpc, targetGroup } = new Servers(stack);
  return new ServerDeployment(stack, 'Fleet', {
    fleet: ServerFleet.launch({ launchTemplate, vpc, instanceRole }),
    targetGroups: [targetGroup],
    rollout: Rollout.blueGreen(),
    agent: DeploymentAgent.installed(),
  });
};

const beanstalk =
  (prop: 'role' | 'serviceRole'): Use =>
  (stack, role) =>
    new BeanstalkEnvironment(stack, 'Shop1', { ...environmentProps(stack), [prop]: role });

const USES: [string, string, Use][] = [
  ['orders (DeployTarget.stack) deploymentRole', 'cloudformation', deployStack],
  [
    'Pipeline (DeliveryPipeline) roles.pipeline',
    'codepipeline',
    (stack, pipeline) => newPipeline(stack, { roles: { pipeline } }),
  ],
  [
    'Pipeline (DeliveryPipeline) roles.commands',
    'codebuild',
    (stack, commands) => newPipeline(stack, { roles: { commands } }),
  ],
  ['Pipeline (DeliveryPipeline) roles.starts', 'events', (stack, starts) => newPipeline(stack, { roles: { starts } })],
  [
    'Window (Gate.waitForWindow) role',
    'scheduler',
    (stack, role) =>
      newPipeline(stack, {
        stages: [{ stageName: 'Production', gates: [Gate.waitForWindow({ toHour: 12, role }), Gate.approval()] }],
      }),
  ],
  ['Build (BuildProject) role', 'codebuild', (stack, role) => new BuildProject(stack, 'Build', { role })],
  [
    'Build (BuildProject) batch.role',
    'codebuild',
    (stack, role) => new BuildProject(stack, 'Build', { batch: { role } }),
  ],
  ['Orders (LambdaDeployment) role', 'codedeploy', (stack, role) => newDeployment(stack, 'Orders', { role })],
  [
    'Orders (EcsDeployment) role',
    'codedeploy',
    (stack, role) => newCodeDeployDeployment(stack, 'Orders', {}, { role }),
  ],
  ['Orders (EcsDeployment) role', 'ecs', (stack, role) => newEcsDeployment(stack, 'Orders', { role })],
  [
    'Orders (ServerDeployment) role',
    'codedeploy',
    (stack, role) => new ServerDeployment(stack, 'Orders', { ec2Tags: [{ Role: ['web'] }], role }),
  ],
  ['Fleet (ServerDeployment) fleet.instanceRole', 'ec2', copyFleet],
  ['Fleet (ServerDeployment) fleet.instanceRole', 'ec2', launchFleet],
  ['Shop1 (BeanstalkEnvironment) role', 'ec2', beanstalk('role')],
  ['Shop1 (BeanstalkEnvironment) serviceRole', 'elasticbeanstalk', beanstalk('serviceRole')],
  [
    'Shop1 (BeanstalkApplication) serviceRole',
    'elasticbeanstalk',
    (stack, serviceRole) =>
      new BeanstalkApplication(stack, 'Shop1', { serviceRole, versions: BeanstalkVersions.newest(7) }),
  ],
];

const roleFor = (stack: Stack, assumedBy: IPrincipal): Role => new Role(stack, 'Given', { assumedBy });
const lambda = new ServicePrincipal('lambda.amazonaws.com');

/** The complaints about the role, where CloudFormation gets it. */
const complaints = (make: (stack: Stack) => IRole): string[] => {
  const stack = newStack();
  deployStack(stack, make(stack));
  return errorsOf(stack);
};

test.each(USES)('%s must be a role that %s may assume', (subject, service, use) => {
  const name = `${service}.amazonaws.com`;
  expectReport({
    what: 'a role of another service',
    make: (stack) => use(stack, roleFor(stack, lambda)),
    says: `${subject}: must be a role that ${name} may assume, got 'lambda.amazonaws.com'; make it with assumedBy: new ServicePrincipal('${name}')`,
  });
});

test.each(USES)('%s may be a role that %s may assume, among others', (_, service, use) => {
  const stack = newStack();
  use(stack, roleFor(stack, new CompositePrincipal(lambda, new ServicePrincipal(`${service}.amazonaws.com`))));
  expect(errorsOf(stack)).toEqual([]);
});

test('a role for people alone is none for a service', () => {
  expect(complaints((stack) => roleFor(stack, new AccountRootPrincipal()))).toEqual([
    "orders (DeployTarget.stack) deploymentRole: must be a role that cloudformation.amazonaws.com may assume, got 'other principals than services'; make it with assumedBy: new ServicePrincipal('cloudformation.amazonaws.com')",
  ]);
});

test('a role for people and roles may run commands of CodePipeline, which come by way of the role of the pipeline', () => {
  const stack = newStack();
  newPipeline(stack, { builds: [], roles: { commands: roleFor(stack, new AccountRootPrincipal()) } });
  expect(errorsOf(stack)).toEqual([]);
});

test('a role that a pipeline hands to its builds is reported once', () => {
  const stack = newStack();
  newPipeline(stack, { roles: { commands: roleFor(stack, lambda) } });
  expect(errorsOf(stack)).toHaveLength(1);
});

test('a trust that is taken away from a service is none', () => {
  const deny = new PolicyStatement({
    effect: Effect.DENY,
    actions: ['sts:AssumeRole'],
    principals: [new ServicePrincipal('cloudformation.amazonaws.com')],
  });
  const make = (stack: Stack): Role => {
    const role = roleFor(stack, lambda);
    role.assumeRolePolicy?.addStatements(deny);
    return role;
  };
  expect(complaints(make)).toHaveLength(1);
});

test.each<[string, (stack: Stack) => IRole]>([
  ['lets everybody in', (stack) => roleFor(stack, new AnyPrincipal())],
  ['names a service that is known at deployment only', (stack) => roleFor(stack, serviceOfParameter(stack))],
  ['names the service by its region', (stack) => roleFor(stack, named('cloudformation.cn-north-1.amazonaws.com.cn'))],
  ['is of another stack', (stack) => Role.fromRoleName(stack, 'Given', 'somebody')],
  [
    'is written by an escape hatch',
    (stack) => {
      const role = roleFor(stack, lambda);
      (role.node.defaultChild as CfnRole).addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Sid', 'Mine');
      return role;
    },
  ],
])('a role whose trust policy %s is taken', (_, make) => {
  expect(complaints(make)).toEqual([]);
});

test('a trust that is added after the role was given counts', () => {
  const stack = newStack();
  const role = roleFor(stack, lambda);
  deployStack(stack, role);
  role.assumeRolePolicy?.addStatements(
    new PolicyStatement({ actions: ['sts:AssumeRole'], principals: [named('cloudformation.amazonaws.com')] }),
  );
  expect(errorsOf(stack)).toEqual([]);
});

function named(service: string): IPrincipal {
  return new ServicePrincipal(service);
}

function serviceOfParameter(stack: Stack): IPrincipal {
  return new ServicePrincipal(new CfnParameter(stack, 'Service').valueAsString);
}
