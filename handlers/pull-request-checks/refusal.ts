import { isNamed, isTransient } from '../shared/errors';
import { property } from '../shared/property';

/** CodeCommit gives a key's problem the status of its own fault, but it lasts until somebody mends the key. */
function isOfKey(error: unknown): boolean {
  return String(property(error, 'name')).startsWith('Encryption');
}

/** CodeCommit's advice is to try again in a few minutes. */
function isOfMoment(error: unknown): boolean {
  return isTransient(error) || isNamed(error, 'ConcurrentReferenceUpdateException');
}

/** A service's answer that stays the same however often it is asked. */
export function isRefusal(error: unknown): boolean {
  return isOfKey(error) || (property(error, '$fault') === 'client' && !isOfMoment(error));
}
