import { App, Duration, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as cd from 'cdk-delivery';

export const app = new App();
const orders = new Stack(app, 'OrdersApplication');

// A placeholder: the pipeline brings the real code.
const code = Code.fromInline('exports.handler = async () => ({ statusCode: 503 });');
const settings = { code, runtime: Runtime.NODEJS_24_X, handler: 'index.handler' };
const staging = new Function(orders, 'StagingFunction', settings);
const production = new Function(orders, 'ProductionFunction', settings);
const errors = production.metricErrors({ period: Duration.minutes(1) });

const toStaging = new cd.LambdaDeployment(orders, 'Staging', { function: staging });
const toProduction = new cd.LambdaDeployment(orders, 'Production', {
  function: production,
  rollout: cd.Rollout.canary({ percentage: 10, interval: Duration.minutes(5) }),
  rollback: cd.Rollback.onAlarms(errors.createAlarm(orders, 'Errors', { threshold: 1, evaluationPeriods: 1 })),
});

const encryptionKey = new Key(orders, 'SigningKey', { enableKeyRotation: true });
const generateSecretString = { secretStringTemplate: '{}', generateStringKey: 'key' };
const signing = new Secret(orders, 'Signing', { encryptionKey, generateSecretString });
const build = cd.Build.project({
  buildName: 'Package',
  commands: ['npm ci', 'npm test', 'npm run build'],
  variables: {
    STAGE: cd.BuildVariable.plain('ci'),
    API_URL: cd.BuildVariable.parameter('/orders/api-url'),
    SIGNING_KEY: cd.BuildVariable.secret(signing, { field: 'key' }),
  },
  reports: { unit: { files: ['reports/junit.xml'] } },
  output: { baseDirectory: 'dist' },
});

new cd.DeliveryStack(app, 'OrdersDelivery', {
  sources: [cd.Source.codeCommit(new cd.SourceRepository(orders, 'Repository', { repositoryName: 'orders' }))],
  builds: [build],
  stages: [
    { stageName: 'Staging', targets: [cd.DeployTarget.lambdaFunction(toStaging)] },
    { stageName: 'Production', gates: [cd.Gate.approval()], targets: [cd.DeployTarget.lambdaFunction(toProduction)] },
  ],
});
