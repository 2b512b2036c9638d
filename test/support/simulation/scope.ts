import type { Environment } from './environment';
import type { Plain } from './plain';

/** What the intrinsic functions of one stack can ask for. */
export interface Scope {
  readonly environment: Environment;

  /** The value without intrinsic functions, undefined for `AWS::NoValue`. */
  evaluate(value: unknown): Plain | undefined;
  ref(name: string): Plain | undefined;
  attribute(logicalId: string, attribute: string): Plain;
  condition(name: string): boolean;
  mapped(map: string, first: string, second: string): unknown;
  exported(exportName: string): Plain;
  stackOutput(stackName: string, outputName: string, where: Partial<Environment>): Plain;
}
