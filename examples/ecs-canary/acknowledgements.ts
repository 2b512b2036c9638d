import { Stack, Validations } from 'aws-cdk-lib';
import { app } from './app';

// What cdk-nag says of the program's own resources, outside of the library.
Validations.of(Stack.of(app.node.findChild('CanaryShop'))).acknowledge(
  { id: 'AwsSolutions-VPC7', reason: 'The network is there for the example; a real one has flow logs.' },
  { id: 'AwsSolutions-ELB2', reason: 'The load balancer of the example keeps no access logs; a real one does.' },
  { id: 'AwsSolutions-EC23', reason: 'The listener of the example is for everybody who reaches its network.' },
  {
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    reason: 'The function of the example has the role that aws-cdk-lib makes by default.',
  },
  {
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]',
    reason: 'The function of the example has the role that aws-cdk-lib makes by default.',
  },
);
