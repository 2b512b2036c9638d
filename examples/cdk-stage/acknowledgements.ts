import { Validations } from 'aws-cdk-lib';
import { app } from './app';

// What cdk-nag says of the statements that the program gives to CloudFormation.
const reason = 'CloudFormation makes, changes and deletes what the stacks of the stage name.';
const findings = ['Staging', 'Production'].flatMap((id) => [
  { id: 'AwsSolutions-IAM5[Action::sns:*]', reason },
  { id: 'AwsSolutions-IAM5[Action::sqs:*]', reason },
  ...['sns', 'sqs'].map((service) => ({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${id}-*]`,
    reason,
  })),
]);
Validations.of(app.node.findChild('StagesDelivery')).acknowledge(...findings);
