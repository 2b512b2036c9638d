import { createHash } from 'node:crypto';

/** The same hex digits for the same parts, on every machine. */
export function stableHex(length: number, ...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, length);
}

export function stableUuid(...parts: string[]): string {
  const hex = stableHex(32, ...parts);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export interface NameLimits {
  readonly maxLength?: number;
  readonly lowerCase?: boolean;
}

/** A name in the form that CloudFormation generates: stack, logical id and a suffix. */
export function generatedName(stackName: string, logicalId: string, suffix: string, limits: NameLimits = {}): string {
  const { maxLength = 255, lowerCase = false } = limits;
  const name = `${`${stackName}-${logicalId}`.slice(0, maxLength - suffix.length - 1)}-${suffix}`;
  return lowerCase ? name.toLowerCase() : name;
}
