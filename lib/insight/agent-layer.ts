import { Stack } from 'aws-cdk-lib';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** The account that publishes the agents of CodeGuru Profiler. */
const PUBLISHER = '157417159150';

interface AgentLayer {
  /** The name and the version of the layer, the same in every region. */
  readonly layer: string;
  readonly runtimes: readonly string[];

  /** The page that names the layer for these runtimes. */
  readonly url: string;
}

/** The layers that a page of AWS names. Newer versions and runtimes are the user's to give. */
export const AGENT_LAYERS: readonly AgentLayer[] = [
  {
    layer: 'AWSCodeGuruProfilerPythonAgentLambdaLayer:11',
    runtimes: ['python3.8', 'python3.9'],
    url: 'https://docs.aws.amazon.com/codeguru/latest/profiler-ug/python-lambda-layers.html',
  },
  {
    layer: 'AWSCodeGuruProfilerJavaAgentLayer:12',
    runtimes: ['java8.al2', 'java11', 'java17'],
    url: 'https://docs.aws.amazon.com/codeguru/latest/profiler-ug/lambda-simple.html',
  },
];

/** The layer with the agent for a runtime, where AWS names one. */
export function agentLayer(scope: Construct, runtime: string): ILayerVersion | undefined {
  const found = AGENT_LAYERS.find(({ runtimes }) => runtimes.includes(runtime));
  if (found === undefined) return undefined;
  const { partition, region } = Stack.of(scope);
  const arn = `arn:${partition}:lambda:${region}:${PUBLISHER}:layer:${found.layer}`;
  return LayerVersion.fromLayerVersionArn(scope, 'Layer', arn);
}
