import { Stack } from 'aws-cdk-lib';
import { Architecture, CfnFunction, Function, LayerVersion, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import type { IFunction, ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkRange } from '../core/checks';
import { checkOptionalResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { agentEnvironment, checkStart, joined } from './agent-environment';
import type { AgentGroup } from './agent-environment';
import { agentLayer } from './agent-layer';
import type { ProfiledFunctionOptions } from './profiled-options';
import { AgentStart, ProfilerLanguage } from './profiler-choices';

/** https://docs.aws.amazon.com/codeguru/latest/profiler-ug/python-lambda-layers.html */
const PYTHON_WRAPPER = { AWS_LAMBDA_EXEC_WRAPPER: '/opt/codeguru_profiler_lambda_exec' };

/** https://docs.aws.amazon.com/codeguru/latest/profiler-ug/lambda-simple.html */
const JAVA_AGENT = '/opt/codeguru-profiler-java-agent-standalone.jar';

/** Lets the agent run in a function. What is wrong is reported, and the function then left alone. */
export function profileFunction(
  scope: Construct,
  problems: Problems,
  group: AgentGroup,
  given: IFunction,
  options: ProfiledFunctionOptions,
): void {
  const within = problems.within(`profile(${given.node.id})`);
  const resource = given.node.defaultChild;
  if (!(given instanceof Function) || !(resource instanceof CfnFunction)) {
    within.add('', 'must be a function that the app makes: nothing can be added to another');
    return;
  }
  const language = languageOf(within, given);
  if (language === undefined) return;
  const before = problems.count;
  const start = checkStart(within, options.start ?? undefined);
  const layer = layerOf(scope, within, given, start, options.layer ?? undefined);
  const { layers, environment } = resolved(resource);
  checkRange(within, 'layer', layers + (layer === undefined ? 0 : 1), LIMITS.functionLayers);
  const byWrapper = start === AgentStart.ENVIRONMENT;
  const isJava = language === ProfilerLanguage.JAVA;
  const variables = agentEnvironment(problems, within, group, {
    name: given.node.id,
    language,
    start,
    heapSummary: options.heapSummary ?? undefined,
    agentPath: byWrapper && isJava ? JAVA_AGENT : undefined,
  });
  const added = joined(within, environment, { ...variables, ...(byWrapper && !isJava ? PYTHON_WRAPPER : {}) });
  if (problems.count > before) return;
  if (layer !== undefined) given.addLayers(layer);
  for (const [name, value] of Object.entries(added)) given.addEnvironment(name, value);
}

function languageOf(problems: Problems, { runtime, architecture }: Function): ProfilerLanguage | undefined {
  if (architecture.name === Architecture.ARM_64.name) {
    problems.add('', 'must run on x86_64: CodeGuru Profiler has no agent for functions on ARM', {
      got: architecture.name,
    });
    return undefined;
  }
  if (runtime.family === RuntimeFamily.PYTHON) return ProfilerLanguage.PYTHON;
  if (runtime.family === RuntimeFamily.JAVA) return ProfilerLanguage.JAVA;
  problems.add('', 'must have a runtime of Python or Java: there is no other agent, and no layer in an image', {
    got: runtime.name,
  });
  return undefined;
}

function layerOf(
  scope: Construct,
  problems: Problems,
  profiled: Function,
  start: AgentStart,
  given: ILayerVersion | undefined,
): ILayerVersion | undefined {
  if (given !== undefined) {
    const layer = checkOptionalResource(problems, 'layer', scope, given, 'a layer', 'layerVersionArn');
    return layer && LayerVersion.fromLayerVersionArn(scope, 'GivenLayer', weak(profiled, layer.layerVersionArn));
  }
  if (start === AgentStart.CODE) return undefined;
  const layer = agentLayer(scope, profiled.runtime.name);
  if (layer === undefined) {
    problems.add('layer', `must be given for ${profiled.runtime.name}: AWS names no layer with the agent for it`, {
      cure: 'give one, or let code start the agent, by AgentStart.CODE',
    });
  }
  return layer;
}

/** What the function has by now, as it stands in the template. */
function resolved(resource: CfnFunction): { layers: number; environment: Record<string, unknown> } {
  const { layers, environment } = Stack.of(resource).resolve({
    layers: resource.layers,
    environment: resource.environment,
  }) as { layers?: unknown[]; environment?: { variables?: Record<string, unknown> } };
  return { layers: layers?.length ?? 0, environment: environment?.variables ?? {} };
}
