import { CfnCapabilities, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkGiven, checkLiteralName, checkName, checkRange, checkStruct } from '../../core/checks';
import { checkAllOneOf } from '../../core/list-checks';
import { membersBut } from '../../core/cdk-choices';
import type { StageAccess } from '../../core/access';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import type { StackTargetOptions } from './stack-target-options';

/** What is deployed, with every default decided. */
export interface StackSettings {
  readonly stackName: string;
  readonly templatePath: string;
  readonly templateConfigurationPath?: string;
  readonly parameters?: Record<string, string>;
  readonly capabilities?: CfnCapabilities[];
}

/** The settings of a stack. What is out of range is reported. */
export function stackSettings(
  scope: Construct,
  problems: Problems,
  options: StackTargetOptions,
  access?: StageAccess,
): StackSettings {
  const path = (prop: 'templatePath' | 'templateConfigurationPath'): string | undefined =>
    checkLiteralName(problems, prop, options[prop] ?? undefined, LIMITS.artifactPath);
  return {
    stackName: stackNameOf(scope, problems, options.stackName, access),
    templatePath: path('templatePath') ?? 'template.json',
    templateConfigurationPath: path('templateConfigurationPath'),
    parameters: parametersOf(scope, problems, options.parameters ?? undefined),
    capabilities: capabilitiesOf(problems, options.capabilities ?? undefined),
  };
}

function stackNameOf(scope: Construct, problems: Problems, given: string | undefined, access?: StageAccess): string {
  const said = checkGiven(problems, 'stackName', given, 'given');
  const name = checkLiteralName(problems, 'stackName', said, LIMITS.stackName) ?? 'missing';
  // A stack of the same name may well be in another account or region.
  if (access === undefined) checkNotOwn(scope, problems, 'stackName', name);
  else checkReached(problems, name, access);
  return name;
}

/** The roles over there may work with the stacks of their list alone. */
function checkReached(problems: Problems, name: string, { stackNames }: StageAccess): void {
  const reached = stackNames?.some((known) =>
    known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known,
  );
  if (reached !== false) return;
  problems.add('stackName', 'must be among the stackNames of the access', {
    got: name,
    cure: 'add it to the DeliveryAccess',
  });
}

/** A pipeline that changed its own stack would end its own execution. */
export function checkNotOwn(scope: Construct, problems: Problems, prop: string, stackName: string): void {
  if (stackName !== Stack.of(scope).stackName) return;
  problems.add(prop, 'must not be the stack of the pipeline, which does not change itself', {
    got: stackName,
    cure: 'deploy it from where the pipeline was deployed first',
  });
}

function parametersOf(
  scope: Construct,
  problems: Problems,
  given: Record<string, string> | undefined,
): Record<string, string> | undefined {
  const parameters = checkStruct(problems, 'parameters', given);
  if (parameters === undefined) return undefined;
  const entries = Object.entries(parameters).flatMap(([name, value]) => {
    const path = `parameters['${name}']`;
    checkName(problems, path, name, LIMITS.stackParameterName);
    const said: unknown = checkGiven(problems, path, value, 'given');
    if (typeof said === 'string') return [[name, weak(scope, said)] as const];
    if (said !== undefined) problems.add(path, 'must be a string', { got: said });
    return [];
  });
  checkRange(problems, 'parameters', entries.length, LIMITS.stackParameters);
  const checked = Object.fromEntries(entries);
  const { length } = JSON.stringify(checked);
  if (!Object.values(checked).some((value) => Token.isUnresolved(value))) {
    checkRange(problems, 'parameters', length, LIMITS.parameterOverrides);
  }
  return checked;
}

/** What the user lets the template make. What is no capability is reported. */
export function capabilitiesOf(
  problems: Problems,
  given: CfnCapabilities[] | undefined,
): CfnCapabilities[] | undefined {
  const known = membersBut(CfnCapabilities, CfnCapabilities.NONE);
  const capabilities = checkAllOneOf(problems, 'capabilities', given, known, 'CfnCapabilities');
  return capabilities.length === 0 ? undefined : [...new Set(capabilities)];
}
