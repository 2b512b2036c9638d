import { App, Duration, Stack } from 'aws-cdk-lib';
import type { AppProps, Environment, IStackSynthesizer } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  Build,
  BuildVariable,
  DeliveryStack,
  DeployTarget,
  Gate,
  LambdaDeployment,
  Rollback,
  Rollout,
  Source,
  SourceRepository,
} from '../../lib';
import type { DeliveryStackProps } from '../../lib';
import { newFunction } from './fixtures';

/** What a test may say of the app below. */
export interface DeliveryAppOptions {
  readonly app?: AppProps;
  readonly env?: Environment;
  readonly synthesizer?: () => IStackSynthesizer;
  readonly delivery?: Partial<DeliveryStackProps>;
  readonly stageNames?: string[];
}

/** An app that uses everything of the library: an application stack, and a delivery stack that refers to it. */
export interface DeliveryApp {
  readonly app: App;
  readonly application: Stack;
  readonly delivery: DeliveryStack;
}

/** Makes the app. */
export function deliveryApp(options: DeliveryAppOptions = {}): DeliveryApp {
  const app = new App(options.app);
  const stackProps = () => ({ env: options.env, synthesizer: options.synthesizer?.() });
  const application = new Stack(app, 'Application', stackProps());
  const repository = new SourceRepository(application, 'Repository', { repositoryName: 'orders' });
  const encryptionKey = new Key(application, 'Key');
  const secret = new Secret(application, 'Secret', { encryptionKey });
  const topic = new Topic(application, 'Topic', { masterKey: encryptionKey });
  const build = Build.project({
    buildName: 'Package',
    commands: ['make'],
    variables: {
      STAGE: BuildVariable.plain('ci'),
      URL: BuildVariable.parameter('/orders/url', { encryptionKey }),
      KEY: BuildVariable.secret(secret, { field: 'key' }),
    },
    reports: { unit: { files: ['*.xml'] } },
  });
  const delivery = new DeliveryStack(app, 'Delivery', {
    ...stackProps(),
    sources: [Source.codeCommit(repository)],
    builds: [build],
    stages: (options.stageNames ?? ['Staging', 'Production']).map((stageName) => ({
      stageName,
      gates: [Gate.approval({ notify: topic })],
      targets: [DeployTarget.lambdaFunction(deployment(application, stageName))],
    })),
    ...options.delivery,
  });
  return { app, application, delivery };
}

/** The templates of all stacks of an app by stack name, as they would be written. */
export function templatesOf(app: App): Record<string, Template> {
  const stacks = app.node.findAll().filter((node): node is Stack => Stack.isStack(node));
  return Object.fromEntries(stacks.map((stack) => [stack.stackName, Template.fromStack(stack)]));
}

/** All resources of an app, with the stack and the logical id in front. */
export function resourcesOf(app: App): Record<string, { Type: string; Properties?: Record<string, unknown> }> {
  return Object.fromEntries(
    Object.entries(templatesOf(app)).flatMap(([stackName, template]) =>
      Object.entries((template.toJSON().Resources ?? {}) as Record<string, { Type: string }>).map(([id, resource]) => [
        `${stackName}/${id}`,
        resource,
      ]),
    ),
  );
}

function deployment(scope: Stack, id: string): LambdaDeployment {
  const target = newFunction(scope, `${id}Function`);
  const errors = target.metricErrors().createAlarm(scope, `${id}Errors`, { threshold: 1, evaluationPeriods: 1 });
  return new LambdaDeployment(scope, id, {
    function: target,
    rollout: Rollout.canary({ percentage: 20, interval: Duration.minutes(7) }),
    rollback: Rollback.onAlarms(errors),
  });
}
