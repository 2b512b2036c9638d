import { isMissing, isToken } from './spec-context';
import type { SpecContext } from './spec-context';

const RULE = 'must be 1 to 4 octal digits';

/**
 * Reports a mode that agents refuse, or take for another one. Agents of version 1 read a number without quotation marks as
 * YAML 1.1 does: `0644` is octal, 420 in decimal, and these digits become the mode.
 *
 * https://github.com/aws/aws-codedeploy-agent/blob/master/src/application_specification/mode.rs
 */
export function checkMode({ problems, unquoted }: SpecContext, path: string, given: unknown): void {
  if (isMissing(given) || isToken(given)) return;
  const written = unquoted.get(path) ?? given;
  if (typeof written === 'number') {
    problems.add(path, 'must be a string', { got: written, cure: `write '${written}'` });
    return;
  }
  if (typeof written !== 'string' || !/^[0-7]{1,4}$/.test(written)) {
    problems.add(path, RULE, { got: written, cure: "write e.g. '0644'" });
    return;
  }
  if (typeof given !== 'number' || !/^0./.test(written)) return;
  const taken = Number.parseInt(written, 8);
  if (String(taken) === written.replace(/^0+(?=.)/, '')) return;
  const rule = `must stand in quotation marks: agents read it as the number ${taken}, and take that for the mode`;
  problems.add(path, rule, { got: written, cure: `write '${written}'` });
}
