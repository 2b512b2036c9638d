import { Stack, Validations } from 'aws-cdk-lib';
import { app } from './app';

// What cdk-nag says of the program's own resources, outside of the library.
Validations.of(Stack.of(app.node.findChild('OrdersApplication'))).acknowledge({
  id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
  reason: 'The example keeps the role that aws-cdk-lib gives a function.',
});
