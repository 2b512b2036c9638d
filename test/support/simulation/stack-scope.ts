import type { AssemblyScope } from './assembly-scope';
import { isConditionMet } from './conditions';
import { type Environment, urlSuffixOf } from './environment';
import { callIntrinsic, intrinsicOf } from './intrinsics';
import { Memory } from './memory';
import { parameterValue } from './parameters';
import { entriesOf, isList, isObject, type Plain, textOf } from './plain';
import { PhysicalResource, type ResourceType } from './resource-types';
import type { Scope } from './scope';
import { stableUuid } from './stable-names';

type Section = 'Resources' | 'Outputs' | 'Parameters' | 'Conditions' | 'Mappings';

/** One template with what its intrinsic functions stand for. */
export class StackScope implements Scope {
  private readonly values = new Memory<Plain | undefined>();
  private readonly conditions = new Memory<boolean>();

  constructor(
    public readonly stackName: string,
    public readonly environment: Environment,
    private readonly template: Readonly<Record<string, unknown>>,
    private readonly assembly: AssemblyScope,
  ) {}

  public evaluate(value: unknown): Plain | undefined {
    if (isList(value)) return value.map((it) => this.evaluate(it)).filter((it) => it !== undefined);
    const intrinsic = intrinsicOf(value);
    if (intrinsic !== undefined) return callIntrinsic(...intrinsic, this);
    if (!isObject(value)) return typeof value === 'string' ? this.withStoredValues(value) : (value as Plain);
    const evaluated = Object.entries(value).map(([key, it]) => [key, this.evaluate(it)] as const);
    return Object.fromEntries(evaluated.filter((entry): entry is readonly [string, Plain] => entry[1] !== undefined));
  }

  public ref(name: string): Plain | undefined {
    if (name.startsWith('AWS::')) return this.pseudoParameter(name);
    const parameter = this.entry('Parameters', name);
    return this.values.once(`${this.stackName}/${name}`, () =>
      parameter === undefined
        ? this.typeOf(name).ref(this.physical(name))
        : parameterValue(name, parameter, {
            given: (it) => this.assembly.parameter(it),
            stored: (it) => this.assembly.stored(it, this.environment),
          }),
    );
  }

  public attribute(logicalId: string, attribute: string): Plain {
    const render = this.typeOf(logicalId).attributes[attribute];
    if (render === undefined) throw new Error(`The attribute ${attribute} of ${this.describe(logicalId)} is not known`);
    return render(this.physical(logicalId));
  }

  public condition(name: string): boolean {
    const condition = this.entry('Conditions', name);
    if (condition === undefined) throw new Error(`The stack ${this.stackName} has no condition ${name}`);
    return this.conditions.once(`${this.stackName}/${name}`, () => isConditionMet(condition, this));
  }

  public mapped(map: string, first: string, second: string): unknown {
    const inner = entriesOf(this.entry('Mappings', map)).find(([key]) => key === first)?.[1];
    return entriesOf(inner).find(([key]) => key === second)?.[1];
  }

  public exported(exportName: string): Plain {
    return this.assembly.exported(exportName, this.environment);
  }

  public stackOutput(stackName: string, outputName: string, where: Partial<Environment>): Plain {
    return this.assembly.stack(stackName, { ...this.environment, ...where }).output(outputName);
  }

  /** @throws when the stack has no such output */
  public output(name: string): Plain {
    const definition = this.entry('Outputs', name);
    const value = isObject(definition)
      ? this.values.once(`${this.stackName} output ${name}`, () => this.evaluate(definition.Value))
      : undefined;
    if (value === undefined) throw new Error(`The stack ${this.stackName} has no output ${name}`);
    return value;
  }

  /** The definitions of a section whose condition holds. */
  public entries(section: Section): [string, Readonly<Record<string, unknown>>][] {
    return entriesOf(this.template[section])
      .filter((entry): entry is [string, Readonly<Record<string, unknown>>] => isObject(entry[1]))
      .filter(([, { Condition }]) => typeof Condition !== 'string' || this.condition(Condition));
  }

  private pseudoParameter(name: string): Plain | undefined {
    const { account, region, partition } = this.environment;
    const id = stableUuid(account, region, this.stackName);
    const values: Readonly<Partial<Record<string, () => Plain | undefined>>> = {
      'AWS::AccountId': () => account,
      'AWS::NoValue': () => undefined,
      'AWS::NotificationARNs': () => [],
      'AWS::Partition': () => partition,
      'AWS::Region': () => region,
      'AWS::StackId': () => `arn:${partition}:cloudformation:${region}:${account}:stack/${this.stackName}/${id}`,
      'AWS::StackName': () => this.stackName,
      'AWS::URLSuffix': () => urlSuffixOf(partition),
    };
    const value = values[name];
    if (value === undefined) throw new Error(`The pseudo parameter ${name} is not known`);
    return value();
  }

  private entry(section: Section, name: string): unknown {
    return entriesOf(this.template[section]).find(([key]) => key === name)?.[1];
  }

  private resource(logicalId: string): Readonly<Record<string, unknown>> {
    const resource = this.entries('Resources').find(([key]) => key === logicalId)?.[1];
    if (resource === undefined)
      throw new Error(`The stack ${this.stackName} has no resource or parameter ${logicalId}`);
    return resource;
  }

  private typeOf(logicalId: string): ResourceType {
    const type = this.assembly.types[String(this.resource(logicalId).Type)];
    if (type === undefined)
      throw new Error(`The type of ${this.describe(logicalId)} is not known: add it to the types`);
    return type;
  }

  private describe(logicalId: string): string {
    return `${this.stackName}/${logicalId} (${String(this.resource(logicalId).Type)})`;
  }

  private physical(logicalId: string): PhysicalResource {
    const { Properties } = this.resource(logicalId);
    const properties = new Map(entriesOf(Properties));
    return new PhysicalResource(this.stackName, logicalId, this.environment, (name) =>
      this.values.once(`${this.stackName}/${logicalId} ${name}`, () => this.evaluate(properties.get(name))),
    );
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html */
  private withStoredValues(text: string): string {
    return text.replace(/\{\{resolve:ssm:([^:}]+)(?::\d+)?\}\}/g, (_, name: string) =>
      textOf(this.assembly.stored(name, this.environment), `The stored value of ${name}`),
    );
  }
}
