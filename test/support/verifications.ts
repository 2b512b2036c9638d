import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { DeliveryPipelineProps, IVerification } from '../../lib';
import { actionsOf, errorsOf, newPipeline, newStack } from './fixtures';
import type { TemplateAction } from './fixtures';

type Make = (stack: Stack) => IVerification | IVerification[];

/** A pipeline whose stage `Staging` verifies, and releases nothing. */
export function verify(stack: Stack, make: Make, props: Partial<DeliveryPipelineProps> = {}): void {
  newPipeline(stack, { stages: [{ stageName: 'Staging', verifications: [make(stack)].flat() }], ...props });
}

/** The template of a stack with such a pipeline. */
export function templateWith(
  make: Make,
  props: (stack: Stack) => Partial<DeliveryPipelineProps> = () => ({}),
): Template {
  const stack = newStack();
  verify(stack, make, props(stack));
  return Template.fromStack(stack);
}

/** What synthesis says of such a pipeline. */
export function errorsWith(make: Make): string[] {
  const stack = newStack();
  verify(stack, make);
  return errorsOf(stack);
}

/** An action that verifies, as CodePipeline gets it. */
export interface VerificationAction extends TemplateAction {
  readonly Commands?: string[];
  readonly OutputVariables?: string[];
  readonly EnvironmentVariables?: { readonly Name: string; readonly Type: string; readonly Value: unknown }[];
}

/** The action of the stage `Staging` with this name. */
export function verificationIn(template: Template, name: string): VerificationAction {
  return actionsOf(template)[`Staging/${name}`];
}
