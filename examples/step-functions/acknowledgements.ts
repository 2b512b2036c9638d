import { Stack, Validations } from 'aws-cdk-lib';
import { app } from './app';

// What cdk-nag says of the program's own resources, outside of the library.
Validations.of(Stack.of(app.node.findChild('OrdersTests'))).acknowledge({
  id: 'AwsSolutions-IAM5[Resource::*]',
  reason: 'What aws-cdk-lib lets a state machine do to log and to trace has no resource type.',
});
