import { App, Aws, Duration, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Environment } from 'aws-cdk-lib';
import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as cd from '../../lib';
import { newFunction } from './fixtures';
import { Servers } from './servers';

const TOOLS = { account: '111111111111', region: 'eu-west-1' };
const PRODUCTION = { account: '222222222222', region: 'eu-west-1' };

/** What the organization of the tests wants, but for its boundary. */
export const CONVENTIONS: cd.DeliveryConventionsOptions = {
  tags: { team: 'orders' },
  rolePath: '/delivery/',
  namePrefix: 'acme-',
  logRetention: RetentionDays.SIX_MONTHS,
};

/** An app of such an organization, without anything in it. */
export function organizationOf(conventions: cd.DeliveryConventionsOptions = CONVENTIONS): App {
  const app = new App({ treeMetadata: false });
  cd.DeliveryConventions.of(app).apply(conventions);
  return app;
}

/** A stack with a qualifier of its own. */
export function stackOf(app: App, id: string, env: Environment = TOOLS): Stack {
  return new Stack(app, id, { env, synthesizer: new DefaultStackSynthesizer({ qualifier: 'orders' }) });
}

/** An app that uses a bit of everything, also what brings handlers, in two accounts. */
export function organizationApp(): App {
  const app = organizationOf();
  const shared = stackOf(app, 'Shared');
  // In every account the boundary of that account.
  const arn = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:policy/acme-boundary`;
  const permissionsBoundary = ManagedPolicy.fromManagedPolicyArn(shared, 'Boundary', arn);
  cd.DeliveryConventions.of(app).apply({ permissionsBoundary });
  const foundation = new cd.DeliveryFoundation(shared, 'Foundation', {
    artifactBucketName: 'acme-artifacts',
    encryptionKey: new Key(shared, 'Key', { enableKeyRotation: true }),
    trustedAccounts: [PRODUCTION.account],
  });
  const repository = new cd.SourceRepository(shared, 'Repository', {
    repositoryName: 'orders',
    approvals: { required: 2 },
  });
  new cd.BranchProtection(shared, 'Protection', { repositories: [repository], branches: ['main'] });
  const application = stackOf(app, 'Application');
  const live = newFunction(application);
  const deployment = new cd.LambdaDeployment(application, 'Live', {
    function: live,
    rollout: cd.Rollout.canary({ percentage: 20, interval: Duration.minutes(7) }),
    rollback: cd.Rollback.onPlatformAlarms(),
    afterTraffic: new cd.SmokeTest(application, 'Smoke').function,
  });
  new cd.ApplicationProfiler(application, 'Profiler', { profilingEnabled: true });
  const servers = serversIn(stackOf(app, 'Servers'));

  const packaged = build(shared);
  const delivery = new cd.DeliveryStack(app, 'Delivery', {
    env: TOOLS,
    synthesizer: new DefaultStackSynthesizer({ qualifier: 'orders' }),
    foundation,
    sources: [cd.Source.codeCommit(repository)],
    builds: [packaged],
    pullRequestChecks: {},
    startedBy: [cd.PipelineStart.schedule(Schedule.expression('cron(0 6 ? * MON *)'))],
    stages: [
      staging(application, packaged.artifact, [
        cd.DeployTarget.lambdaFunction(deployment),
        cd.DeployTarget.servers(servers),
      ]),
      { ...elsewhere(stackOf(app, 'Access', PRODUCTION)), gates: [cd.Gate.approval()] },
    ],
  });
  delivery.delivery.pipeline.approverPolicy('Production', { managedPolicyName: 'approvers' });
  return app;
}

function serversIn(stack: Stack): cd.ServerDeployment {
  const { vpc, launchTemplate, targetGroup } = new Servers(stack);
  return new cd.ServerDeployment(stack, 'Web', {
    fleet: cd.ServerFleet.launch({ launchTemplate, vpc, minCapacity: 2, vpcSubnets: { subnets: vpc.isolatedSubnets } }),
    targetGroups: [targetGroup],
    rollout: cd.Rollout.blueGreen(),
  });
}

function build(scope: Stack): cd.Build {
  const domain = new cd.PackageDomain(scope, 'Domain', { domainName: 'acme' });
  const packages = new cd.PackageRepository(scope, 'Packages', { domain, repositoryName: 'team' });
  return cd.Build.project({ buildName: 'Package', commands: ['make'], feeds: [cd.PackageFeed.npm(packages)] });
}

function staging(scope: Stack, input: cd.DeliveryArtifact, targets: cd.IDeployTarget[]): cd.DeliveryStage {
  const chat = new SlackChannelConfiguration(scope, 'Slack', {
    slackChannelConfigurationName: 'orders',
    slackWorkspaceId: 'T0001',
    slackChannelId: 'C0001',
  });
  return {
    stageName: 'Staging',
    gates: [
      cd.Gate.waitForWindow({ days: cd.WeekDays.MON_TO_THU, fromHour: 9, toHour: 17, timeZone: 'Asia/Seoul' }),
      cd.Gate.commands({ ruleName: 'Ready', commands: ['make ready'], input }),
      cd.Gate.approval({ mails: ['leads@example.com'], chat }),
    ],
    targets,
    verifications: [
      cd.Verification.test({ verificationName: 'Accept', commands: ['make accept'] }),
      cd.Verification.commands({ verificationName: 'Smoke', commands: ['make smoke'] }),
    ],
  };
}

function elsewhere(scope: Stack): cd.DeliveryStage {
  const queue = scope.formatArn({ service: 'sqs', resource: 'orders' });
  const access = new cd.DeliveryAccess(scope, 'Access', {
    pipelineAccount: TOOLS.account,
    pipelineName: 'acme-Delivery',
    artifactBucketName: 'acme-artifacts',
    stackNames: ['orders'],
    deploymentStatements: [new PolicyStatement({ actions: ['sqs:CreateQueue'], resources: [queue] })],
  });
  return { stageName: 'Production', access, targets: [cd.DeployTarget.stack({ stackName: 'orders' })] };
}
