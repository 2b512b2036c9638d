import { Stack, Validations } from 'aws-cdk-lib';
import { app } from './app';

// What cdk-nag says of the program's own resources, outside of the library.
Validations.of(Stack.of(app.node.findChild('ProfiledOrders'))).acknowledge(
  {
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    reason: 'The functions of the example write logs with the policy that AWS has for it.',
  },
  { id: 'AwsSolutions-L1', reason: 'Java 17 is the newest runtime for which AWS names a layer with the agent.' },
);
