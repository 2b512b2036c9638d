import { APPLIED, type Tags } from './marks';
import { digest } from './source';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_Tag.html */
const MAX_VALUE = 256;
const TAG_CHARACTERS = /^[\w.:/=+@-]+$/;

/**
 * What was done last for the Auto Scaling groups of a deployment group. CodeDeploy puts copies in their place with
 * every release, so that the group's own list does not tell which list was wanted.
 */
export interface Applied {
  /** Which source was wanted. */
  readonly key: string;
  /** The digest of the list that was sent. */
  readonly sent: string;
  /** What there was before it: an update that is rolled back goes back to it. */
  readonly before?: { readonly key: string; readonly name: string };
}

export function appliedOf(tags: Tags): Applied | undefined {
  const [key, sent, beforeKey, name] = (tags[APPLIED] ?? '').split(' ') as (string | undefined)[];
  if (key === undefined || sent === undefined) return undefined;
  return beforeKey === undefined || name === undefined
    ? { key, sent }
    : { key, sent, before: { key: beforeKey, name } };
}

/** What does not fit into a tag is not remembered. */
export function tagOf({ key, sent, before }: Applied): string {
  const short = `${key} ${sent}`;
  const long = before === undefined ? short : `${short} ${before.key} ${before.name}`;
  return before !== undefined && TAG_CHARACTERS.test(before.name) && long.length <= MAX_VALUE ? long : short;
}

export function apply(key: string, names: readonly string[], before?: Applied['before']): Applied {
  return { key, sent: digest(names), before };
}
