/** Characters that mean something in a regular expression. */
const SPECIAL = /[\\^$.|+()[\]{}]/g;

/**
 * Globs as one regular expression of RE2: `*` and `?` stop at a slash, `**` does not.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html
 */
export function regularExpression(prefix: string, globs: string[]): string {
  return `^${prefix}(${globs.map(translate).join('|')})$`;
}

function translate(glob: string): string {
  return glob
    .replace(SPECIAL, '\\$&')
    .replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'))
    .replace(/\?/g, '[^/]');
}
