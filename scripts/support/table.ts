import type { Finding, Resource, SynthesizedStack } from './assembly';

interface Stage {
  readonly Name: string;
  readonly Actions: {
    readonly Name: string;
    readonly RunOrder?: number;
    readonly ActionTypeId: { readonly Category: string; readonly Provider: string };
  }[];
}

/** A short table of an assembly, for people. */
export function describeStacks(stacks: SynthesizedStack[]): string[] {
  return stacks.flatMap((stack) => {
    const resources = Object.entries(stack.resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
    const roles = resources.filter(([, { Type }]) => Type === 'AWS::IAM::Role').map(([id]) => id);
    const pipelines = resources.filter(([, { Type }]) => Type === 'AWS::CodePipeline::Pipeline');
    return [
      `${stack.stackName}: ${resources.length} resources, ${roles.length} roles`,
      ...pipelines.flatMap(([, pipeline]) => describePipeline(pipeline)),
      ...roles.map((role) => `  role  ${role}`),
      '',
    ];
  });
}

/** One line a finding, and a sum. */
export function describeFindings(findings: Finding[]): string[] {
  const lines = findings.map(
    ({ validator, rule, severity, message, where }) =>
      `  ${severity.toUpperCase()}  ${rule} (${validator}): ${message}\n         ${where.join('\n         ')}`,
  );
  return [
    ...lines,
    findings.length === 0
      ? 'validator of aws-cdk-lib: nothing found (npm run verify asks the others)'
      : `validators: ${findings.length} found`,
  ];
}

function describePipeline(pipeline: Resource): string[] {
  const { Name, Stages, ExecutionMode } = pipeline.Properties as {
    Name: string;
    Stages: Stage[];
    ExecutionMode: string;
  };
  const width = Math.max(...Stages.map((stage) => stage.Name.length));
  return [
    `  pipeline  ${Name} (${ExecutionMode})`,
    ...Stages.map((stage) => `    ${stage.Name.padEnd(width)}  ${describeActions(stage)}`),
  ];
}

function describeActions(stage: Stage): string {
  const orders = new Map<number, string[]>();
  for (const { Name, RunOrder = 1, ActionTypeId } of stage.Actions) {
    orders.set(RunOrder, [
      ...(orders.get(RunOrder) ?? []),
      `${Name} (${ActionTypeId.Category} ${ActionTypeId.Provider})`,
    ]);
  }
  const sorted = [...orders].sort(([left], [right]) => left - right);
  return sorted.map(([, names]) => names.join(' | ')).join(' -> ');
}
