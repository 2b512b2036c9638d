import { TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-codedeploy';
import { type Identity } from '../shared/custom-resource';
import { tagOf, type Applied } from './applied';
import { codeDeploy, type Shift } from './calls';
import { arnOf, type Group } from './group';
import { APPLIED, isReserved, marksOf, type Tags } from './marks';

/** The tags of a deployment group: those that are wanted, the marks, and what to remember. */
export function groupTagsOf(wanted: Tags, applied: Applied, identity: Identity): Tags {
  return { ...wanted, ...marksOf(identity), [APPLIED]: tagOf(applied) };
}

export function listOf(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Gives a group its tags, and takes away what was wanted before. Tags of others stay. */
export async function settleTags(
  group: Group,
  wanted: Tags,
  keysBefore: readonly string[],
  identity: Identity,
  shift: Shift,
): Promise<void> {
  const ResourceArn = arnOf(group, identity);
  const Tags = listOf(wanted).filter(({ Key, Value }) => group.tags[Key] !== Value);
  if (Tags.length > 0) {
    const command = new TagResourceCommand({ ResourceArn, Tags });
    await codeDeploy(shift, (client, options) => client.send(command, options));
  }
  const TagKeys = keysBefore.filter((key) => key in group.tags && !(key in wanted) && !isReserved(key));
  if (TagKeys.length > 0) {
    const command = new UntagResourceCommand({ ResourceArn, TagKeys });
    await codeDeploy(shift, (client, options) => client.send(command, options));
  }
}
