import type { Environment } from './environment';
import { type Plain, isObject } from './plain';
import type { ResourceTypes } from './resource-types';
import { StackScope } from './stack-scope';

export interface StackSource {
  readonly stackName: string;
  readonly template: Readonly<Record<string, unknown>>;
  readonly environment: Environment;
}

/** Values that the templates themselves do not hold. */
export interface GivenValues {
  readonly parameters: Readonly<Partial<Record<string, string>>>;
  readonly storedParameters: Readonly<Partial<Record<string, string>>>;
}

/** The stacks that refer to each other. */
export class AssemblyScope {
  public readonly stacks: readonly StackScope[];

  constructor(
    sources: readonly StackSource[],
    public readonly types: ResourceTypes,
    private readonly values: GivenValues,
  ) {
    this.stacks = sources.map((it) => new StackScope(it.stackName, it.environment, it.template, this));
  }

  public parameter(name: string): string | undefined {
    return this.values.parameters[name];
  }

  /** @throws unless exactly one stack has that name in that place */
  public stack(stackName: string, where: Partial<Environment> = {}): StackScope {
    const { account, region } = where;
    const found = this.stacks.filter(
      (it) =>
        it.stackName === stackName &&
        (account === undefined || it.environment.account === account) &&
        (region === undefined || it.environment.region === region),
    );
    const stack = found.at(0);
    if (stack !== undefined && found.length === 1) return stack;
    const place = [account, region].filter((it) => it !== undefined).join('/');
    throw new Error(`${found.length === 0 ? 'No stack is' : 'Several stacks are'} called ${stackName} ${place}`.trim());
  }

  /** @throws when no stack of the account and region exports that name */
  public exported(exportName: string, where: Environment): Plain {
    for (const stack of this.stacksIn(where)) {
      const output = stack
        .entries('Outputs')
        .find(([, { Export }]) => isObject(Export) && stack.evaluate(Export.Name) === exportName);
      if (output !== undefined) return stack.output(output[0]);
    }
    throw new Error(`No stack in ${where.account}/${where.region} exports ${exportName}`);
  }

  /** @throws when neither a stack nor the options hold that parameter of the Parameter Store */
  public stored(parameterName: string, where: Environment): Plain {
    for (const stack of this.stacksIn(where)) {
      const parameter = stack
        .entries('Resources')
        .find(([logicalId, { Type }]) => Type === 'AWS::SSM::Parameter' && stack.ref(logicalId) === parameterName);
      if (parameter !== undefined) return stack.attribute(parameter[0], 'Value');
    }
    const given = this.values.storedParameters[parameterName];
    if (given === undefined) throw new Error(`The stored parameter ${parameterName} is not known: give it a value`);
    return given;
  }

  private stacksIn({ account, region }: Environment): StackScope[] {
    return this.stacks.filter((it) => it.environment.account === account && it.environment.region === region);
  }
}
