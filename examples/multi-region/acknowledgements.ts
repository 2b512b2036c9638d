import { Validations } from 'aws-cdk-lib';
import { app } from './app';

// What cdk-nag says of the statements that the program gives to CloudFormation, and of the image that it takes for load tests.
const reason = 'CloudFormation makes, changes and deletes what the stacks name.';
for (const region of ['eu-west-1', 'us-east-1', 'ap-northeast-2']) {
  Validations.of(app.node.findChild(`Orders-${region}`)).acknowledge(
    { id: 'AwsSolutions-IAM5[Action::lambda:*]', reason },
    { id: 'AwsSolutions-IAM5[Resource::arn:aws:lambda:*:111111111111:function:orders-*]', reason },
  );
}
Validations.of(app.node.findChild('OrdersDelivery')).acknowledge({
  id: 'AwsSolutions-CB5',
  reason: 'The tool that makes the load is in no image of CodeBuild.',
});
