import { malformed, objectAt, onlyKeys, parseJson, textAt } from './json';

const PATH = 'UserParameters';
const HOOKS = ['BeforeAllowTraffic', 'AfterAllowTraffic'] as const;
const KEYS = ['functionName', 'aliasName', 'applicationName', 'deploymentGroupName', 'hooks'];

/** A function's name by lifecycle event. */
export type Hooks = Readonly<Partial<Record<(typeof HOOKS)[number], string>>>;

/** What is released, and through which deployment group. */
export interface Target {
  readonly functionName: string;
  readonly aliasName: string;
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly hooks: Hooks;
}

function parseHooks(value: unknown): Hooks {
  const path = `${PATH}.hooks`;
  const hooks = objectAt(value, path);
  onlyKeys(hooks, HOOKS, path);
  return Object.fromEntries(HOOKS.filter((hook) => hook in hooks).map((hook) => [hook, textAt(hooks, hook, path)]));
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
    hooks: parameters.hooks === undefined ? {} : parseHooks(parameters.hooks),
  };
}
