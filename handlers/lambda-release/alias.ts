import { GetAliasCommand } from '@aws-sdk/client-lambda';
import { describe, isTransient } from '../shared/errors';
import { type Services } from './services';
import { type Target } from './user-parameters';

/** Where an alias sends its traffic. */
export interface Traffic {
  readonly version: string;
  /** Shares (0 to 1) of other versions. */
  readonly others: Readonly<Record<string, number>>;
}

export async function readTraffic({ functionName, aliasName }: Target, services: Services): Promise<Traffic> {
  const { FunctionVersion, RoutingConfig } = await services.lambda.send(
    new GetAliasCommand({ FunctionName: functionName, Name: aliasName }),
  );
  if (FunctionVersion === undefined) throw new Error(`Lambda did not tell the version of alias ${aliasName}.`);
  return { version: FunctionVersion, others: RoutingConfig?.AdditionalVersionWeights ?? {} };
}

export function isAllOn({ version, others }: Traffic, wanted: string): boolean {
  return version === wanted && Object.keys(others).length === 0;
}

/** Whether the alias is on a higher version. Lambda counts up; `$LATEST` has no number. */
export function isBeyond({ version }: Traffic, own: string): boolean {
  return [version, own].every((text) => /^\d+$/.test(text)) && Number(version) > Number(own);
}

/** A sentence for a failure's message, so that an alias that cannot be read does not hide the failure itself. */
export async function describeTraffic(target: Target, services: Services): Promise<string> {
  try {
    const { version, others } = await readTraffic(target, services);
    const shares = Object.entries(others).map(([other, share]) => `, ${Math.round(share * 100)} % to version ${other}`);
    return `Alias ${target.aliasName} now sends its traffic to version ${version}${shares.join('')}.`;
  } catch (error) {
    if (isTransient(error)) throw error;
    return `Alias ${target.aliasName} cannot be read (${describe(error)}).`;
  }
}
