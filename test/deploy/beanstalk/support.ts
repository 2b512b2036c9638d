import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { BeanstalkApplication, BeanstalkEnvironment, BeanstalkPlatform } from '../../../lib';
import type { BeanstalkEnvironmentProps } from '../../../lib';
import { newStack, onlyResource } from '../../support/fixtures';
import type { TemplateResource } from '../../support/fixtures';

/** A branch that AWS has. */
export const BRANCH = 'Node.js 22 running on 64bit Amazon Linux 2023';

/** Props beside which a test says what it is about; the application and the VPC are those of the stack, made once. */
export function environmentProps(scope: Construct): BeanstalkEnvironmentProps {
  const child = <T>(id: string, make: () => T): T => (scope.node.tryFindChild(id) as T | undefined) ?? make();
  return {
    application: child('Shop', () => new BeanstalkApplication(scope, 'Shop', { applicationName: 'shop' })),
    platform: BeanstalkPlatform.branch(BRANCH),
    network: { vpc: child('Vpc', () => new Vpc(scope, 'Vpc', { maxAzs: 2 })) },
  };
}

/** An environment of the application `shop`. */
export function newEnvironment(
  scope: Construct,
  id = 'Production',
  props: Partial<BeanstalkEnvironmentProps> = {},
): BeanstalkEnvironment {
  return new BeanstalkEnvironment(scope, id, { ...environmentProps(scope), ...props });
}

/** The only environment of a template. */
export function environmentOf(template: Template): TemplateResource {
  return onlyResource(template, 'AWS::ElasticBeanstalk::Environment') as TemplateResource;
}

/** The options of the only environment of a template, by `NAMESPACE NAME`. */
export function optionsOf(template: Template): Record<string, unknown> {
  const { OptionSettings } = environmentOf(template).Properties as {
    OptionSettings: { Namespace: string; OptionName: string; Value: unknown }[];
  };
  return Object.fromEntries(
    OptionSettings.map(({ Namespace, OptionName, Value }) => [`${Namespace} ${OptionName}`, Value]),
  );
}

/** The template of a stack with an environment of these props. */
export function templateOf(props: (stack: Stack) => Partial<BeanstalkEnvironmentProps> = () => ({})): Template {
  const stack = newStack();
  newEnvironment(stack, 'Production', props(stack));
  return Template.fromStack(stack);
}

/** The options of one namespace, by their names. */
export function optionsIn(template: Template, namespace: string): Record<string, unknown> {
  const entries = Object.entries(optionsOf(template)).filter(([key]) => key.startsWith(`${namespace} `));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(namespace.length + 1), value]));
}
