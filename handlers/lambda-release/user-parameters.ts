import { malformed, objectAt, onlyKeys, parseJson, textAt } from './json';

const PATH = 'UserParameters';
const KEYS = ['functionName', 'aliasName', 'applicationName', 'deploymentGroupName', 'beforeTraffic', 'afterTraffic'];

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
}

export function parseUserParameters(text: unknown): Target {
  if (typeof text !== 'string') throw malformed(`${PATH}: must be JSON text, the action has none.`);
  const parameters = objectAt(parseJson(text, PATH), PATH);
  onlyKeys(parameters, KEYS, PATH);
  return {
    functionName: textAt(parameters, 'functionName', PATH),
    aliasName: textAt(parameters, 'aliasName', PATH),
    applicationName: textAt(parameters, 'applicationName', PATH),
    deploymentGroupName: textAt(parameters, 'deploymentGroupName', PATH),
    ...(parameters.beforeTraffic === undefined ? {} : { beforeTraffic: textAt(parameters, 'beforeTraffic', PATH) }),
    ...(parameters.afterTraffic === undefined ? {} : { afterTraffic: textAt(parameters, 'afterTraffic', PATH) }),
  };
}
