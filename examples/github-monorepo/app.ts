import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as cd from 'cdk-delivery';

export const app = new App();

// Deploy this stack first, and confirm the connection in the console, where an output of the stack leads.
const ground = new Stack(app, 'Connections');
const connection = new cd.SourceConnection(ground, 'GitHub', { provider: cd.ConnectionProvider.GITHUB });
const { connectionArn } = connection;
const repository = 'acme/shop';
const reviews = new Stack(app, 'PullRequests');

for (const service of ['cart', 'search']) {
  const paths = [`services/${service}/**`, 'packages/**'];
  const excludePaths = ['**/*.md'];

  // A placeholder: the pipeline brings the real code.
  const code = Code.fromInline('exports.handler = async () => ({ statusCode: 503 });');
  const stack = new Stack(app, `Application-${service}`);
  const target = new Function(stack, 'Function', { code, runtime: Runtime.NODEJS_24_X, handler: 'index.handler' });
  const deployment = new cd.LambdaDeployment(stack, 'Production', { function: target });

  // Every commit that touches the service is released; what changes documents alone is not.
  const triggers = [cd.Trigger.push({ paths, excludePaths })];
  const commands = ['npm ci', `npm run build --workspace services/${service}`];
  const output = { baseDirectory: `services/${service}/dist` };
  new cd.DeliveryStack(app, `Delivery-${service}`, {
    sources: [cd.Source.gitHub({ connectionArn, repository, triggers })],
    builds: [cd.Build.project({ buildName: 'Package', commands, output })],
    stages: [{ stageName: 'Production', targets: [cd.DeployTarget.lambdaFunction(deployment)] }],
  });

  // Every pull request that touches the service is tested, and GitHub shows how that went.
  const pullRequests = [cd.Trigger.pullRequest({ paths, excludePaths })];
  new cd.PullRequestChecks(reviews, `Checks-${service}`, {
    source: cd.BuildSource.gitHub({ connectionArn, repository, triggers: pullRequests, statusContext: service }),
    commands: ['npm ci', `npm test --workspace services/${service}`],
    timeout: Duration.minutes(20),
  });
}
