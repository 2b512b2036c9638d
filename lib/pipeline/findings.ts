import type { FindingMaximums } from '../insight/code-review-options';
import { checkLiteralName, checkLiteralRange, checkRange, checkStruct } from '../core/checks';
import { checkList } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { compareWithMaximums } from './maximums';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

const FINDINGS = 'code-review-findings.txt';
const COUNTS = 'code-review-counts.json';
const REPORT = 'code-review-report.xml';

/** The report of a review, as CodeBuild takes it. */
export const REVIEW_REPORT = { review: { files: [REPORT] } };

/** How many findings there may be by severity. What is out of range is reported. */
export function checkFindingMaximums(problems: Problems, given: FindingMaximums | undefined): FindingMaximums {
  const maximums = checkStruct(problems, 'maximumFindings', given);
  if (maximums === undefined) return { critical: 0, high: 0 };
  const within = problems.within('maximumFindings');
  const said = SEVERITIES.filter((severity) => (maximums[severity] ?? undefined) !== undefined);
  if (said.length === 0) {
    problems.add('maximumFindings', `must have at least one of ${SEVERITIES.join(', ')}`, {
      cure: 'a review without a maximum never fails',
    });
  }
  return Object.fromEntries(
    said.map((severity) => [severity, checkLiteralRange(within, severity, maximums[severity], LIMITS.findings)]),
  );
}

/** The same by category. */
export function checkCategories(
  problems: Problems,
  given: Record<string, number> | undefined,
): Record<string, number | undefined> {
  const maximums = checkStruct(problems, 'maximumByCategory', given) ?? {};
  const entries = Object.entries(maximums).map(([category, maximum]) => {
    const prop = `maximumByCategory['${category}']`;
    checkLiteralName(problems, prop, category, LIMITS.findingCategory);
    return [category, checkLiteralRange(problems, prop, maximum, LIMITS.findings)] as const;
  });
  checkRange(problems, 'maximumByCategory', entries.length, LIMITS.findingCategories);
  return Object.fromEntries(entries);
}

/** Counts lines of a severity and the categories of one finding, in small or capital letters. Only what POSIX says of awk is used. */
const COUNT = [
  '{ $0 = tolower($0); count["severity_" $1]++;',
  'for (i = 2; i <= NF; i++) if (!((NR, $i) in seen)) { seen[NR, $i] = 1; count["category_" $i]++ } }',
  'END { n = split(names, name, " "); printf "{";',
  'for (i = 1; i <= n; i++) printf "%s\\"%s\\": %d", (i > 1 ? ", " : ""), name[i], count[tolower(name[i])]; print "}" }',
].join(' ');

/** The command that lists findings, counts them, and compares with what there may be. A list that cannot be made fails it. */
export function judgeFindings(
  list: string,
  severities: FindingMaximums,
  categories: Record<string, number | undefined>,
): string {
  const prefixed = (prefix: string, maximums: object): [string, number][] =>
    Object.entries(maximums as Record<string, number | undefined>).map(([name, maximum]) => [
      `${prefix}_${name}`,
      maximum ?? 0,
    ]);
  const maximums = [...prefixed('severity', severities), ...prefixed('category', categories)];
  const names = maximums.map(([name]) => name).join(' ');
  return [
    `${list} > ${FINDINGS}`,
    `awk -v names='${names}' '${COUNT}' ${FINDINGS} > ${COUNTS}`,
    compareWithMaximums(Object.fromEntries(maximums), COUNTS, REPORT),
  ].join(' && ');
}

/** Gives the commands of the user back, where they are some. */
export function checkAnalysis(problems: Problems, given: string[] | undefined): string[] {
  const commands = checkList(problems, 'commands', given, 1);
  return commands.length === 0 ? ['false'] : commands;
}
