import { type Input } from './input';

export function cloneUrl({ check, region }: Input, repository: string): string {
  return `https://git-codecommit.${region}.${check.urlSuffix}/v1/repos/${repository}`;
}

export function buildLink({ check, region, account }: Input, buildId: string): string {
  const path = `codesuite/codebuild/${account}/projects/${check.projectName}/build/${encodeURIComponent(buildId)}`;
  return `https://${check.consoleHost}/${path}/?region=${region}`;
}

/** The link to a log, made safe for Markdown. CodeBuild names the group `null` until there is a log. */
export function logLink(deepLink: unknown): string | undefined {
  if (typeof deepLink !== 'string' || !/^https:\/\/[^\s<>"]+$/.test(deepLink)) return undefined;
  if (/group(=|\/)null/.test(deepLink)) return undefined;
  return deepLink.replace(/\(/g, '%28').replace(/\)/g, '%29');
}
