import type { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { SmokeCheck } from './smoke-check';

/**
 * What the answer must be. All that is given must hold.
 */
export interface SmokeExpectation {
  /**
   * The status of HTTP, 100 to 599. Of a function it is the `statusCode` of its answer.
   *
   * @default - of an address 200; of a function anything
   */
  readonly status?: number;

  /**
   * A text that the answer has somewhere, at most 3000 characters. Upper and lower case differ.
   *
   * @default - any answer
   */
  readonly bodyContains?: string;

  /**
   * Values in an answer of JSON, each as text by its path: `{ '$.items[0].state': 'ready' }`. A path may go on in a text that is JSON itself, such
   * as the `body` that a function answers an API with.
   *
   * @default - any answer
   */
  readonly json?: Record<string, string>;
}

/**
 * The network that a smoke test runs in.
 */
export interface SmokeTestNetwork {
  /**
   * The VPC.
   */
  readonly vpc: IVpc;

  /**
   * The subnets, at most 16. They must lead to CodeDeploy and, for a test that invokes a function, to Lambda: by a NAT gateway, or by endpoints.
   *
   * @default - the private subnets with a way out
   */
  readonly subnets?: SubnetSelection;

  /**
   * The security groups, at most 5.
   *
   * @default - a group of the test's own that lets it out to port 443, and nobody in
   */
  readonly securityGroups?: ISecurityGroup[];
}

/**
 * Properties of a `SmokeTest`.
 */
export interface SmokeTestProps {
  /**
   * What the test does.
   *
   * @default SmokeCheck.invoke()
   */
  readonly check?: SmokeCheck;

  /**
   * What the answer must be.
   *
   * @default - an answer without an error; of an address one with the status 200
   */
  readonly expect?: SmokeExpectation;

  /**
   * How long the answer may take, 1 to 840 whole seconds. Then the test fails, and says so.
   *
   * @default Duration.minutes(1)
   */
  readonly timeout?: Duration;

  /**
   * The network that the test runs in, for addresses that are not public.
   *
   * @default - none: the test reaches what is public
   */
  readonly network?: SmokeTestNetwork;

  /**
   * The name of the function that tests, 1 to 64 characters.
   *
   * @default - chosen by CloudFormation
   */
  readonly functionName?: string;
}
