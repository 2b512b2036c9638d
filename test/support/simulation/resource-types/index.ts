import { COMPUTE_TYPES } from './compute';
import { DEVELOPER_TOOL_TYPES } from './developer-tools';
import { IDENTITY_TYPES } from './identity';
import { NETWORK_TYPES } from './network';
import { OPERATION_TYPES } from './operations';
import type { ResourceTypes } from './resource-type';
import { STORAGE_AND_MESSAGE_TYPES } from './storage-and-messages';

export { PhysicalResource } from './physical-resource';
export type { ResourceType, ResourceTypes } from './resource-type';

/** Every type whose Ref and attributes can be resolved. */
export const RESOURCE_TYPES: ResourceTypes = {
  ...COMPUTE_TYPES,
  ...DEVELOPER_TOOL_TYPES,
  ...IDENTITY_TYPES,
  ...NETWORK_TYPES,
  ...OPERATION_TYPES,
  ...STORAGE_AND_MESSAGE_TYPES,
};
