import { Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BuildVariable } from '../build/build-variable';
import { checkGiven, checkLiteralDuration, checkLiteralRange, checkText } from '../core/checks';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { bindCommands } from './commands-verification';
import { NamedVerification } from './named-verification';
import type { SyntheticCheckOptions } from './synthetic-check-options';
import type { VerificationConfig, VerificationContext } from './verification-interface';

const BODY = '.synthetic-check';

/** What the user says stands in variables alone, so that nothing of it is taken for a part of the command. */
const ASK =
  `curl --silent --show-error --globoff --max-time "$CHECK_TIMEOUT" --output ${BODY} --write-out '%{http_code}' ` +
  '--url "$CHECK_URL"';
const FIND = `&& grep -F -q -e "$CHECK_TEXT" ${BODY}`;

/** Asks an address. */
export class SyntheticCheck extends NamedVerification<SyntheticCheckOptions> {
  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, 'Verification.syntheticCheck');
    const { verificationName, bodyContains } = this.options;
    const text = checkText(problems, 'bodyContains', bodyContains ?? undefined, LIMITS.commandVariableDocumented);
    if (text !== undefined && /[\r\n]/.test(text)) problems.add('bodyContains', 'must be one line');
    const variables = {
      CHECK_URL: BuildVariable.plain(checkUrl(problems, this.options.url)),
      ...this.figures(problems),
      ...(text === undefined ? {} : { CHECK_TEXT: BuildVariable.plain(text) }),
    };
    const commands = [checkCommand(text !== undefined)];
    return bindCommands(scope, problems, context, { verificationName, commands, variables });
  }

  private figures(problems: Problems): Record<string, BuildVariable> {
    const { status, attempts, interval, timeout } = this.options;
    const seconds = (prop: string, given: Duration | undefined, otherwise: number): number =>
      (checkLiteralDuration(problems, prop, given, LIMITS.commandDuration) ?? Duration.seconds(otherwise)).toSeconds();
    const figures = {
      CHECK_STATUS: checkLiteralRange(problems, 'status', status ?? undefined, LIMITS.httpStatus) ?? 200,
      CHECK_ATTEMPTS: checkLiteralRange(problems, 'attempts', attempts ?? undefined, LIMITS.checkAttempts) ?? 5,
      CHECK_INTERVAL: seconds('interval', interval ?? undefined, 15),
      CHECK_TIMEOUT: seconds('timeout', timeout ?? undefined, 10),
    };
    const longest =
      figures.CHECK_ATTEMPTS * figures.CHECK_TIMEOUT + (figures.CHECK_ATTEMPTS - 1) * figures.CHECK_INTERVAL;
    const { max, unit } = LIMITS.commandDuration;
    if (longest > max) {
      problems.add('attempts', `must all end within ${max} ${unit}`, {
        got: longest,
        cure: 'ask less often, or shorten interval or timeout',
      });
    }
    return Object.fromEntries(
      Object.entries(figures).map(([name, figure]) => [name, BuildVariable.plain(String(figure))]),
    );
  }
}

function checkCommand(hasText: boolean): string {
  const good = `[ "$status" = "$CHECK_STATUS" ] ${hasText ? FIND : ''}`.trim();
  return (
    `attempt=1; until rm -f ${BODY}; status="$(${ASK})"; ${good}; do ` +
    'echo "attempt $attempt of $CHECK_ATTEMPTS: status $status, or a text that is missing"; ' +
    '[ "$attempt" -lt "$CHECK_ATTEMPTS" ] || exit 1; attempt=$((attempt + 1)); sleep "$CHECK_INTERVAL"; done'
  );
}

function checkUrl(problems: Problems, given: string | undefined): string {
  const url: unknown = checkGiven(problems, 'url', given, 'given');
  if (url === undefined) return 'https://missing';
  if (typeof url === 'string') {
    if (Token.isUnresolved(url) || url.includes('#{')) return url;
    if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  }
  problems.add('url', 'must be an address that begins with https:// or http://', { got: url });
  return 'https://missing';
}
