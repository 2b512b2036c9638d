import { Validations } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Set to `false` on an app, a stack or a construct, it switches off every acknowledgement below. */
export const ACKNOWLEDGE_CONTEXT = 'cdk-delivery:acknowledgeFindings';

/** A statement of ours with a wildcard that AWS forces. */
export interface ForcedWildcard {
  readonly statement: PolicyStatement;
  readonly reason: string;
}

/** A finding of cdk-nag, and why it is right as it is. */
export interface ExplainedFinding {
  readonly id: string;
  readonly reason: string;
}

/**
 * Acknowledges findings of cdk-nag's AwsSolutions pack on a construct of ours.
 *
 * The id of a finding contains logical ids and resolved references, which are known once the app has been prepared: this
 * is when the validations of constructs run.
 */
export function acknowledgeFindings(scope: IConstruct, findings: () => ExplainedFinding[]): void {
  scope.node.addValidation({
    validate: () => {
      if (!isSwitchedOff(scope)) Validations.of(scope).acknowledge(...findings());
      return [];
    },
  });
}

/** The findings on wildcards in the resources of policies. */
export function wildcardFindings(stack: Stack, wildcards: ForcedWildcard[]): ExplainedFinding[] {
  const findings = new Map<string, ExplainedFinding>();
  for (const { statement, reason } of wildcards) {
    for (const resource of statement.resources) {
      const id = `AwsSolutions-IAM5[Resource::${flat(stack.resolve(resource))}]`;
      if (id.includes('*')) findings.set(id, { id, reason });
    }
  }
  return [...findings.values()];
}

/** Whether the context of a construct, or of one around it, says that nothing is acknowledged. */
export function isSwitchedOff(scope: IConstruct): boolean {
  const value: unknown = scope.node.tryGetContext(ACKNOWLEDGE_CONTEXT);
  return value === false || value === 'false';
}

/** A resolved value as cdk-nag writes it into the id of a finding. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, argument] = Object.entries(value as Record<string, unknown>)[0] ?? [];
  if (name === 'Ref') return `<${String(argument)}>`;
  if (name === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (name === 'Fn::ImportValue') return flat(argument);
  if (name === 'Fn::Sub' && typeof argument === 'string') return argument.replaceAll('${', '<').replaceAll('}', '>');
  if (name === 'Fn::Join') {
    const [delimiter, parts] = argument as [string, unknown[]];
    return parts.map(flat).join(delimiter);
  }
  return JSON.stringify(value);
}
