import { Token } from 'aws-cdk-lib';
import type { BuildReport } from '../build/build-report';
import { checkLiteralName, checkRange, checkStruct } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';

const REPORT_FILE = 'load-test-maximums.xml';

/** The report of the check, as CodeBuild takes it. */
export const MAXIMUMS_REPORT: BuildReport = { files: [REPORT_FILE] };

/**
 * Reads the results as one text, looks for each figure by its name, and writes a case of JUnit for it. Only what POSIX says of awk is used:
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/awk.html
 */
const PROGRAM = [
  '{ text = text $0 " " }',
  'END {',
  'count = split(maximums, each, " ");',
  'for (i = 1; i < count; i += 2) {',
  'said = "";',
  'parts = split(text, part, "\\"" each[i] "\\"[ \\t\\r]*:[ \\t\\r]*");',
  'value = part[2];',
  'if (parts < 2) said = "is not in the results";',
  'else if (parts > 2) said = "is in the results more than once";',
  'else if (value !~ /^-?[0-9]/) said = "is no number";',
  'else { sub(/[^-+.0-9eE].*/, "", value); if (value + 0 > each[i + 1] + 0) said = value " is above " each[i + 1] };',
  'if (said != "") failures++;',
  'cases = cases "<testcase classname=\\"maximums\\" name=\\"" each[i] "\\">";',
  'if (said != "") cases = cases "<failure message=\\"" said "\\"/>";',
  'cases = cases "</testcase>";',
  'print each[i] ": " (said == "" ? value " is at most " each[i + 1] : said)',
  '};',
  'printf "<testsuite name=\\"maximums\\" tests=\\"%d\\" failures=\\"%d\\">%s</testsuite>\\n", count / 2, failures, cases > report;',
  'exit (failures > 0)',
  '}',
].join(' ');

/** The command that compares the results with what they may be at most. */
export function compareWithMaximums(
  maximums: Record<string, number>,
  resultsFile: string,
  reportFile = REPORT_FILE,
): string {
  const listed = Object.entries(maximums).map(([name, maximum]) => `${name} ${maximum}`);
  const variables = `-v maximums='${listed.join(' ')}' -v report='${reportFile}'`;
  // A file that is missing is as good as one without figures: the report then says what is missing.
  return `cat '${resultsFile}' | awk ${variables} '${PROGRAM}'`;
}

/** The maximums of a load test. What is out of range is reported. */
export function checkMaximums(
  problems: Problems,
  given: Record<string, number> | undefined,
): Record<string, number> | undefined {
  const maximums = checkStruct(problems, 'maximums', given);
  if (maximums === undefined) return undefined;
  const entries = Object.entries(maximums).filter(([name, maximum]) => {
    const prop = `maximums['${name}']`;
    if (checkLiteralName(problems, prop, name, LIMITS.maximumName) === undefined) return false;
    if (typeof maximum === 'number' && Number.isFinite(maximum) && !Token.isUnresolved(maximum)) return true;
    problems.add(prop, 'must be a number that is known at synthesis', { got: maximum });
    return false;
  });
  checkRange(problems, 'maximums', Object.keys(maximums).length, LIMITS.maximums);
  return Object.fromEntries(entries);
}
