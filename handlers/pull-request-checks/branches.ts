const HEADS = 'refs/heads/';

const WILDCARDS: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*' };

function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*|[*\\^$.|?+()[\]{}]/g, (found) => WILDCARDS[found] ?? `\\${found}`);
  return new RegExp(`^${source}$`);
}

export function branchOf(reference: string): string {
  return reference.startsWith(HEADS) ? reference.slice(HEADS.length) : reference;
}

/** Whether a pattern matches the branch: `*` any characters but `/`, `**` any characters. No patterns: all branches. */
export function matchesBranch(reference: string, patterns: readonly string[] | undefined): boolean {
  return patterns?.some((pattern) => toRegExp(pattern).test(branchOf(reference))) ?? true;
}
