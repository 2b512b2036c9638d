import { Stack, Validations } from 'aws-cdk-lib';
import { app } from './app';

// What cdk-nag says of the program's own resources, outside of the library.
Validations.of(Stack.of(app.node.findChild('Shop'))).acknowledge(
  { id: 'AwsSolutions-VPC7', reason: 'The network is there for the example; a real one has flow logs.' },
  { id: 'AwsSolutions-SMG4', reason: 'The password belongs to a database outside of the example, which rotates it.' },
);
