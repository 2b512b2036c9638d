import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, CfnParameter, Stack, Stage, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { reachStage } from '../../core/convention-reach';
import { checkEnvironment } from '../../core/environments';
import type { Problems } from '../../core/problems';
import { checkNotOwn } from './stack-settings';

/** A stack of a stage, as a pipeline deploys it. */
export interface StageStack {
  readonly stack: Stack;
  readonly artifact: CloudFormationStackArtifact;

  /** Its template in the cloud assembly, and the file that holds its tags. */
  readonly templatePath: string;
  readonly templateConfigurationPath?: string;

  /** How many stacks must be deployed before it, one after the other. */
  readonly level: number;
}

/** A stage of this app, that the pipeline is not part of; else that is reported, and nothing given. */
export function checkStage(scope: Construct, problems: Problems, given: unknown): Stage | undefined {
  if (!Construct.isConstruct(given) || !Stage.isStage(given)) {
    problems.add('stage', 'must be a Stage of aws-cdk-lib', { got: given });
    return undefined;
  }
  const holdsPipeline = scope.node.scopes.includes(given);
  if (holdsPipeline) {
    const cure = 'make the stack of the pipeline beside the stage';
    problems.add('stage', 'must not hold the stack of the pipeline, which does not change itself', { cure });
  } else if (given.node.root !== scope.node.root) {
    problems.add('stage', 'must be in the app of the pipeline', { cure: 'give it the app as its scope' });
  } else return given;
  return undefined;
}

/**
 * The stacks of a stage. What refers from one to another, and so their order, is known once the stage is synthesized, so this does it;
 * what the constructs of the stage find wrong is reported with everything else.
 */
export function stageStacks(scope: Construct, problems: Problems, stage: Stage): StageStack[] {
  reachStage(stage);
  stage.synth({ skipValidation: true });
  scope.node.addValidation({ validate: () => messagesOf(stage) });
  const stacks = stage.node.findAll().filter((node): node is Stack => Stack.isStack(node) && !node.nested);
  if (stacks.length === 0) problems.add('stage', 'must have at least one stack', { got: 0 });
  const levels = levelsOf(stacks);
  stacks.forEach((stack) => {
    checkStack(scope, problems, stack, stacks);
  });
  return stacks.map((stack) => describeStack(scope, stack, Stage.of(stack) ?? stage, levels.get(stack) ?? 0));
}

function messagesOf(stage: Stage): string[] {
  return stage.node
    .findAll()
    .flatMap((construct) => construct.node.validate().map((message) => `[${construct.node.path}] ${message}`));
}

function levelsOf(stacks: Stack[]): Map<Stack, number> {
  const levels = new Map<Stack, number>();
  const levelOf = (stack: Stack): number => {
    const earlier = stack.dependencies.filter((dependency) => stacks.includes(dependency));
    const level = levels.get(stack) ?? Math.max(-1, ...earlier.map(levelOf)) + 1;
    levels.set(stack, level);
    return level;
  };
  stacks.forEach(levelOf);
  return levels;
}

function checkStack(scope: Construct, problems: Problems, stack: Stack, stacks: Stack[]): void {
  const { stackName, account, region } = stack;
  const prop = `stage['${stackName}']`;
  checkEnvironment(
    problems,
    prop,
    scope,
    { account, region },
    true,
    'deploy it by DeployTarget.stack in a stage with access',
  );
  checkNotOwn(scope, problems, prop, stackName);
  if (stacks.some((other) => other !== stack && other.stackName === stackName)) {
    problems.add(prop, 'must be the only stack of its name', { cure: 'give each a stackName of its own' });
  }
  for (const parameter of stack.node.findAll()) {
    if (!(parameter instanceof CfnParameter) || parameter.default !== undefined) continue;
    if (Stack.of(parameter) !== stack) continue;
    problems.add(`${prop}.${parameter.node.id}`, 'must have a default: a stage is deployed without parameters');
  }
}

function describeStack(scope: Construct, stack: Stack, stage: Stage, level: number): StageStack {
  const folder = stage.node.scopes.filter((each) => Stage.isStage(each)).map(({ artifactId }) => artifactId);
  const inAssembly = (file: string): string => [...folder, file].filter((part) => part !== '').join('/');
  warnOfProtection(scope, stack);
  const tags = Object.entries(stack.tags.tagValues()).filter((tag) => !Token.isUnresolved(tag));
  const configuration = `${stack.artifactId}.configuration.json`;
  if (tags.length > 0) {
    writeFileSync(join(stage.outdir, configuration), JSON.stringify({ Tags: Object.fromEntries(tags) }, undefined, 2));
  }
  return {
    stack,
    artifact: stage.synth({ skipValidation: true }).getStackArtifact(stack.artifactId),
    templatePath: inAssembly(stack.templateFile),
    templateConfigurationPath: tags.length > 0 ? inAssembly(configuration) : undefined,
    level,
  };
}

function warnOfProtection(scope: Construct, stack: Stack): void {
  if (!stack.terminationProtection) return;
  Annotations.of(scope).addWarningV2(
    `cdk-delivery:terminationProtection:${stack.stackName}`,
    `CodePipeline does not set the termination protection of stack ${stack.stackName}: set it once, by aws cloudformation update-termination-protection`,
  );
}
