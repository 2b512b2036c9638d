import { malformed, objectAt, onlyKeys, parseJson, textAt } from './json';

const PATH = 'UserParameters';
const REQUIRED = ['functionName', 'aliasName', 'applicationName', 'deploymentGroupName'];
const OPTIONAL = ['beforeTraffic', 'afterTraffic', 'versionAlarm'] as const;

/** What is released, and through which deployment group. */
export interface Target {
  readonly functionName: string;
  readonly aliasName: string;
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  /** The function that CodeDeploy asks before traffic moves. */
  readonly beforeTraffic?: string;
  /** The function that CodeDeploy asks when all traffic has moved. */
  readonly afterTraffic?: string;
  /** The alarm that watches the new version. */
  readonly versionAlarm?: string;
}

export function parseUserParameters(text: unknown): Target {
  if (typeof text !== 'string') throw malformed(`${PATH}: must be JSON text, the action has none.`);
  const parameters = objectAt(parseJson(text, PATH), PATH);
  onlyKeys(parameters, [...REQUIRED, ...OPTIONAL], PATH);
  const given = OPTIONAL.filter((key) => parameters[key] !== undefined);
  return {
    functionName: textAt(parameters, 'functionName', PATH),
    aliasName: textAt(parameters, 'aliasName', PATH),
    applicationName: textAt(parameters, 'applicationName', PATH),
    deploymentGroupName: textAt(parameters, 'deploymentGroupName', PATH),
    ...Object.fromEntries(given.map((key) => [key, textAt(parameters, key, PATH)])),
  };
}
