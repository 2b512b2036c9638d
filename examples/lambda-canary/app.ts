import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as cd from 'cdk-delivery';

export const app = new App();
const shop = new Stack(app, 'ShopApplication');

// A placeholder: the pipeline brings the real code.
const code = Code.fromInline('exports.handler = async () => ({ statusCode: 503 });');
const settings = { code, runtime: Runtime.NODEJS_24_X, handler: 'index.handler' };
const orders = new Function(shop, 'OrdersFunction', settings);
const billing = new Function(shop, 'BillingFunction', settings);

// Invokes the new version of whichever function is released, before anybody else does.
const smoke = new cd.SmokeTest(shop, 'Smoke', {
  check: cd.SmokeCheck.invoke({ payload: JSON.stringify({ path: '/health' }) }),
  expect: { status: 200, json: { '$.body.state': 'ready' } },
});
const throttles = orders.metricThrottles({ period: Duration.minutes(1) });
const ordersLive = new cd.LambdaDeployment(shop, 'Orders', {
  function: orders,
  beforeTraffic: smoke.function,
  rollout: cd.Rollout.canary({ percentage: 10, interval: Duration.minutes(10) }),
  rollback: cd.Rollback.onPlatformAlarms({ serverErrors: { threshold: 3 } }).alsoOnAlarms(
    throttles.createAlarm(shop, 'Throttles', { threshold: 1, evaluationPeriods: 1 }),
  ),
});
const billingLive = new cd.LambdaDeployment(shop, 'Billing', {
  function: billing,
  beforeTraffic: smoke.function,
  rollout: cd.Rollout.linear({ percentage: 25, interval: Duration.minutes(2) }),
  rollback: cd.Rollback.onPlatformAlarms().alsoOnStop(),
});

const buildOf = (name: string): cd.Build =>
  cd.Build.project({ buildName: name, commands: [`make ${name}`], output: { baseDirectory: `dist/${name}` } });
const [ordersBuild, billingBuild] = ['orders', 'billing'].map(buildOf);
const targets = [
  cd.DeployTarget.lambdaFunction(ordersLive, { artifact: ordersBuild.artifact }),
  cd.DeployTarget.lambdaFunction(billingLive, { artifact: billingBuild.artifact }),
];
new cd.DeliveryStack(app, 'ShopDelivery', {
  sources: [cd.Source.codeCommit(new cd.SourceRepository(shop, 'Repository', { repositoryName: 'shop' }))],
  builds: [ordersBuild, billingBuild],
  stages: [{ stageName: 'Production', targets }],
});
