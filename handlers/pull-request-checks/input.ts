import { booleanAt, malformed, optionalTextAt, optionalTextsAt, textAt, textsAt, valueAt } from './fields';

const DETAIL_TYPES = ['CodeCommit Pull Request State Change', 'CodeBuild Build State Change'] as const;

/** One check, as the rule's input transformer describes it. */
export interface Check {
  readonly projectName: string;
  /** Tells several checks of one pull request apart. */
  readonly checkName: string;
  readonly comments: boolean;
  readonly approval: boolean;
  /** Patterns of destination branches; absent: all of them. */
  readonly branches?: readonly string[];
  readonly repositories: readonly string[];
  /** Domain of the services in this partition. */
  readonly urlSuffix: string;
  readonly consoleHost: string;
  /** Name of this function's own role: only builds that it has started count. */
  readonly initiator: string;
}

export interface Input {
  readonly check: Check;
  readonly detailType: (typeof DETAIL_TYPES)[number];
  readonly region: string;
  readonly account: string;
  readonly detail: unknown;
}

function parseCheck(event: unknown): Check {
  return {
    projectName: textAt(event, 'check.projectName'),
    checkName: textAt(event, 'check.checkName'),
    comments: booleanAt(event, 'check.comments'),
    approval: booleanAt(event, 'check.approval'),
    branches: optionalTextsAt(event, 'check.branches'),
    repositories: textsAt(event, 'check.repositories'),
    urlSuffix: textAt(event, 'check.urlSuffix'),
    consoleHost: optionalTextAt(event, 'check.consoleHost') ?? 'console.aws.amazon.com',
    initiator: textAt(event, 'check.initiator'),
  };
}

export function parseInput(event: unknown): Input {
  const text = textAt(event, 'detailType');
  const detailType = DETAIL_TYPES.find((known) => known === text);
  if (detailType === undefined) throw malformed('detailType', DETAIL_TYPES.join(' or '), text);
  return {
    check: parseCheck(event),
    detailType,
    region: textAt(event, 'region'),
    account: textAt(event, 'account'),
    detail: valueAt(event, 'detail'),
  };
}
