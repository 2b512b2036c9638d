import { App, Duration, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as cd from 'cdk-delivery';

export const app = new App();
const orders = new Stack(app, 'OrdersApplication');
const code = Code.fromInline('exports.handler = async () => ({ statusCode: 503 });');
const handler = new Function(orders, 'Function', { code, runtime: Runtime.NODEJS_24_X, handler: 'index.handler' });
const settings = { threshold: 1, evaluationPeriods: 1 };
const errors = handler.metricErrors({ period: Duration.minutes(1) }).createAlarm(orders, 'Errors', settings);
const production = new cd.LambdaDeployment(orders, 'Production', { function: handler });

const source = cd.Source.codeCommit(new cd.SourceRepository(orders, 'Repository', { repositoryName: 'orders' }));
const { commitId } = cd.SourceVariables.of('Source');
const reviewLink = `https://console.aws.amazon.com/codesuite/codecommit/repositories/orders/commit/${commitId}`;
const frozen = cd.PipelineVariable.named('frozen', { defaultValue: 'no', description: 'Whether releases are frozen' });

const delivery = new cd.DeliveryStack(app, 'OrdersDelivery', {
  sources: [source],
  variables: [frozen],
  builds: [cd.Build.project({ buildName: 'Package', commands: ['npm ci', 'npm run build'] })],
  stages: [
    {
      stageName: 'Production',
      gates: [
        // Nobody is asked while releases are frozen.
        cd.Gate.variable(frozen.reference, cd.VariableCheck.equalTo('no'), { ruleName: 'NotFrozen' }),
        cd.Gate.approval({ mails: ['leads@example.com'], reviewLink }),
        // What is approved at night waits for the morning, and for an alarm that is quiet.
        cd.Gate.waitForWindow({ days: cd.WeekDays.MON_TO_THU, fromHour: 9, toHour: 17, timeZone: 'Asia/Seoul' }),
        cd.Gate.alarm(errors, { waitFor: Duration.minutes(30) }),
      ],
      targets: [cd.DeployTarget.lambdaFunction(production)],
      onSuccess: { rules: [cd.StageRule.alarm(errors, { waitFor: Duration.hours(1) })] },
      onFailure: cd.StageFailure.rollBack(),
    },
  ],
});

// One role of this account, and whoever has the permission set that names the policy.
delivery.delivery.pipeline.grantApprove('Production', Role.fromRoleName(delivery, 'Leads', 'leads'));
export const approvers: ManagedPolicy = delivery.delivery.pipeline.approverPolicy('Production', {
  managedPolicyName: 'orders-approvers',
});
