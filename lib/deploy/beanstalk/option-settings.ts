import { Token } from 'aws-cdk-lib';
import type { CfnEnvironment } from 'aws-cdk-lib/aws-elasticbeanstalk';
import { checkStruct } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import type { Problems } from '../../core/problems';

/**
 * One of the options of Elastic Beanstalk, as it is.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options.html
 */
export interface BeanstalkOption {
  /**
   * The namespace, e.g. `aws:autoscaling:trigger`.
   */
  readonly optionNamespace: string;

  /**
   * The name of the option, e.g. `MeasureName`.
   */
  readonly optionName: string;

  /**
   * The value, e.g. `CPUUtilization`.
   */
  readonly value: string;

  /**
   * The name of a resource, for options that need one, e.g. those of scheduled actions.
   *
   * @default - the option is of no resource
   */
  readonly resourceName?: string;
}

interface Setting extends BeanstalkOption {
  /** Where the user says this, for messages. */
  readonly prop: string;
}

/** Namespaces and options that something else is for. */
const REFUSED: [RegExp, string, string][] = [
  [/^aws:elasticbeanstalk:application:environment(secrets)?:/, 'variables have a prop of their own', 'use variables'],
  [/^aws:autoscaling:launchconfiguration:InstanceType$/, 'AWS replaced this option', 'use instances.instanceTypes'],
  [
    /^aws:rds:/,
    'a database of the environment would be deleted with it',
    'make it apart, and tell the environment its address by variables',
  ],
  [/^aws:elb:/, 'the load balancer is an Application Load Balancer', 'use loadBalancer, or the options of aws:elbv2'],
];

/** The options of an environment, each said once. */
export class OptionSettings {
  private readonly settings = new Map<string, Setting>();

  /** Sets options of a namespace that a prop decides; what is undefined is left to Elastic Beanstalk. */
  public set(
    prop: string,
    optionNamespace: string,
    options: Record<string, string | number | boolean | undefined>,
  ): void {
    for (const [optionName, value] of Object.entries(options)) {
      if (value !== undefined) this.put({ prop, optionNamespace, optionName, value: String(value) });
    }
  }

  /** Sets options that the user writes out; refuses those that say something else than a prop. */
  public addRaw(problems: Problems, given: BeanstalkOption[] | undefined): void {
    forEachMember(problems, 'optionSettings', given ?? [], 0, (member, prop) => {
      const option = checkStruct(problems, prop, member);
      if (option === undefined || !checkOption(problems.within(prop), option)) return;
      const { optionNamespace, optionName, value, resourceName } = option;
      const other = this.settings.get(keyOf(option));
      if (other === undefined) this.put({ prop, optionNamespace, optionName, value, resourceName });
      else if (other.value !== value) {
        problems.add(prop, `must not say something else than ${other.prop}`, {
          got: `${optionNamespace} ${optionName}`,
          cure: other.prop.startsWith('optionSettings') ? 'leave one of them out' : `use ${other.prop}`,
        });
      }
    });
  }

  /** The options in the order of their names: the order in which they were said means nothing. */
  public render(): CfnEnvironment.OptionSettingProperty[] {
    return [...this.settings.entries()]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, { optionNamespace: namespace, optionName, value, resourceName }]) => ({
        namespace,
        optionName,
        value,
        resourceName,
      }));
  }

  private put(setting: Setting): void {
    this.settings.set(keyOf(setting), setting);
  }
}

function keyOf({ optionNamespace, optionName, resourceName }: BeanstalkOption): string {
  return JSON.stringify([optionNamespace, optionName, resourceName ?? '']);
}

function checkOption(problems: Problems, option: BeanstalkOption): boolean {
  const before = problems.count;
  const { optionNamespace: namespace, optionName } = option;
  if (typeof namespace !== 'string' || Token.isUnresolved(namespace) || !/^aws:[\w:.-]+$/.test(namespace)) {
    problems.add('optionNamespace', 'must be a literal that begins with aws:', { got: namespace });
  }
  if (typeof optionName !== 'string' || Token.isUnresolved(optionName) || optionName === '') {
    problems.add('optionName', 'must be the literal name of an option', { got: optionName });
  }
  if (typeof option.value !== 'string') problems.add('value', 'must be a string', { got: option.value });
  if (option.resourceName !== undefined && typeof option.resourceName !== 'string') {
    problems.add('resourceName', 'must be a string', { got: option.resourceName });
  }
  const refused = REFUSED.find(([pattern]) => pattern.test(`${namespace}:${optionName}`));
  if (refused !== undefined) {
    problems.add('optionNamespace', `must be another: ${refused[1]}`, { got: namespace, cure: refused[2] });
  }
  return problems.count === before;
}
