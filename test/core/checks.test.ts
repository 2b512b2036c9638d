import { Duration, Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import fc from 'fast-check';
import {
  checkDuration,
  checkLiteralDuration,
  checkLiteralName,
  checkLiteralRange,
  checkName,
  checkRange,
  checkText,
} from '../../lib/core/checks';
import { LIMITS } from '../../lib/core/limits';
import type { NameLimit, RangeLimit } from '../../lib/core/limits';
import { Problems } from '../../lib/core/problems';
import { newStack } from '../support/fixtures';

/** Runs a check; gives its answer and what it reports. */
function check<T>(run: (problems: Problems) => T): { answer: T; reports: string[] } {
  const scope = new Construct(newStack(), 'X');
  const answer = run(Problems.of(scope, 'Y'));
  return { answer, reports: scope.node.validate().map((message) => message.replace('X (Y) ', '')) };
}

/** How long a name may be, as messages say it. */
function lengths({ min, max }: NameLimit): string {
  return min === max ? `exactly ${min}` : `${min} to ${max}`;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';

/** What each kind of name is made of: the first character, the others, and some that it must not hold. */
const ALPHABETS: Record<string, { first: string; rest: string; foreign: string }> = {
  pipelineName: { first: `${LETTERS}${DIGITS}.@-_`, rest: `${LETTERS}${DIGITS}.@-_`, foreign: ' /#:é\n' },
  stageName: { first: `${LETTERS}${DIGITS}.@-_`, rest: `${LETTERS}${DIGITS}.@-_`, foreign: ' /#:é\n' },
  actionName: { first: `${LETTERS}${DIGITS}.@-_`, rest: `${LETTERS}${DIGITS}.@-_`, foreign: ' /#:é\n' },
  pipelineVariableName: { first: LETTERS, rest: `${LETTERS}${DIGITS}@-_`, foreign: ' ./#é\n' },
  commandVariableName: { first: `${LETTERS}_`, rest: `${LETTERS}${DIGITS}_`, foreign: ' -.é\n' },
  executionPrefix: { first: LETTERS, rest: `${LETTERS}${DIGITS}_-`, foreign: ' ./é\n' },
  jenkinsProject: { first: LETTERS, rest: `${LETTERS}${DIGITS} ./_-`, foreign: '\n\t' },
  maximumName: { first: LETTERS, rest: `${LETTERS}${DIGITS}_`, foreign: ' -.é\n' },
  account: { first: DIGITS, rest: DIGITS, foreign: ' -aé\n' },
  mavenMirror: { first: LETTERS, rest: `${LETTERS}${DIGITS}*!,:._-`, foreign: ' /é\n' },
  npmScope: { first: '@', rest: `${LETTERS.toLowerCase().slice(0, 26)}${DIGITS}~-`, foreign: ' /@é\n' },
  packageDomainName: { first: 'abc', rest: `${LETTERS.slice(0, 26)}${DIGITS}`, foreign: ' ./_é\n' },
  packageName: { first: LETTERS, rest: `${LETTERS}${DIGITS}@._-`, foreign: ' #/?*\n' },
  packageRepositoryName: { first: `${LETTERS}${DIGITS}`, rest: `${LETTERS}${DIGITS}._-`, foreign: ' /@é\n' },
  ruleName: { first: `${LETTERS}${DIGITS}.@-_`, rest: `${LETTERS}${DIGITS}.@-_`, foreign: ' /#:é\n' },
  transitionReason: { first: LETTERS, rest: `${LETTERS}${DIGITS} !@().*?-`, foreign: '/#:é\n_' },
  bucketName: { first: LETTERS.toLowerCase(), rest: `${LETTERS.toLowerCase()}${DIGITS}`, foreign: ' _/:é\n' },
  projectName: { first: `${LETTERS}${DIGITS}`, rest: `${LETTERS}${DIGITS}-_`, foreign: ' ./@é\n' },
  reportGroupName: { first: `${LETTERS}${DIGITS}`, rest: `${LETTERS}${DIGITS}-_`, foreign: ' ./@é\n' },
  variableName: { first: `${LETTERS}_`, rest: `${LETTERS}${DIGITS}_`, foreign: ' -.é\n' },
  parameterName: { first: LETTERS, rest: `${LETTERS}${DIGITS}_.-`, foreign: ' @:é\n' },
  codeDeployName: { first: `${LETTERS}${DIGITS}`, rest: `${LETTERS}${DIGITS}+=,.@_-`, foreign: ' /:é\n' },
  aliasName: { first: LETTERS, rest: `${LETTERS}${DIGITS}-_`, foreign: ' $.:é\n' },
  repositoryName: { first: LETTERS, rest: `${LETTERS}${DIGITS}_-`, foreign: ' /@:é\n' },
  branchName: { first: LETTERS, rest: `${LETTERS}${DIGITS}_-é#`, foreign: ' ~^:?*[\\\n' },
  approvalRuleName: { first: `${LETTERS}é #`, rest: `${LETTERS}${DIGITS} /é#`, foreign: '\n\t\u0000' },
  triggerName: { first: `${LETTERS}é`, rest: `${LETTERS}${DIGITS}_-é/`, foreign: ' ,\n\t' },
  managedPolicyName: { first: `${LETTERS}${DIGITS}`, rest: `${LETTERS}${DIGITS}_+=,.@-`, foreign: ' /:*é\n' },
  protectedBranch: { first: `${LETTERS}*`, rest: `${LETTERS}${DIGITS}_-é#*`, foreign: ' ~^:?[\\\n' },
  connectionName: { first: `${LETTERS} é`, rest: `${LETTERS}${DIGITS} /é\n`, foreign: '' },
  checkName: { first: `${LETTERS}é #`, rest: `${LETTERS}${DIGITS} /é#`, foreign: '`\n\t\u0000' },
  containerName: { first: `${LETTERS}${DIGITS}-_`, rest: `${LETTERS}${DIGITS}-_`, foreign: ' ./:é\n' },
  imageRepositoryName: { first: LETTERS.toLowerCase(), rest: `${LETTERS.toLowerCase()}${DIGITS}`, foreign: ' A@:é\n' },
  objectKey: { first: LETTERS, rest: `${LETTERS}${DIGITS}/. é`, foreign: '*?\n' },
  outputPath: { first: `${LETTERS}${DIGITS}_`, rest: `${LETTERS}${DIGITS}_`, foreign: ' :*\\é\n' },
  instanceTagKey: { first: `${LETTERS}é:`, rest: `${LETTERS}${DIGITS} /é:`, foreign: '\n\t\u0000' },
  namePrefix: { first: LETTERS, rest: `${LETTERS}${DIGITS}`, foreign: ' _./é\n' },
  commonTagKey: { first: LETTERS, rest: `${LETTERS}${DIGITS} _.:/=+-@é`, foreign: '*#\n' },
  roleName: { first: `${LETTERS}${DIGITS}`, rest: `${LETTERS}${DIGITS}_+=,.@-`, foreign: ' /:*é\n' },
  scriptPath: { first: `${LETTERS}é.`, rest: `${LETTERS}${DIGITS} /é.`, foreign: '\n\t\u0000' },
  scalingGroupName: { first: `${LETTERS}é`, rest: `${LETTERS}${DIGITS} /é`, foreign: ':\n\t\u0000' },
  agentVersion: { first: `${LETTERS}${DIGITS}`, rest: `${LETTERS}${DIGITS}._-`, foreign: ' /:é\n' },
  loadBalancerName: { first: LETTERS, rest: `${LETTERS}${DIGITS}-`, foreign: ' /:._é\n' },
  functionName: { first: `${LETTERS}${DIGITS}-_`, rest: `${LETTERS}${DIGITS}-_`, foreign: ' /.:é\n' },
  functionVersion: { first: '123456789', rest: DIGITS, foreign: ' -.aé\n' },
  hostName: { first: LETTERS, rest: `${LETTERS}${DIGITS}`, foreign: ' _/:é\n' },
  stackName: { first: LETTERS, rest: `${LETTERS}${DIGITS}-`, foreign: ' _/.:é\n' },
  stackParameterName: { first: `${LETTERS}${DIGITS}`, rest: `${LETTERS}${DIGITS}`, foreign: ' _-/.é\n' },
  artifactPath: { first: `${LETTERS}é.`, rest: `${LETTERS}${DIGITS}é-_`, foreign: '\\:\n\t' },
  siteFolder: { first: `${LETTERS}é.`, rest: `${LETTERS}${DIGITS}é-_`, foreign: '*?\n\t' },
  invalidationPath: { first: '/', rest: `${LETTERS}${DIGITS}-_.~/%+@,()`, foreign: ' #?é\n' },
  imagePlaceholder: { first: `${LETTERS}${DIGITS}-_`, rest: `${LETTERS}${DIGITS}-_`, foreign: ' /.:é\n' },
  taskFamily: { first: `${LETTERS}${DIGITS}-_`, rest: `${LETTERS}${DIGITS}-_`, foreign: ' /.:é\n' },
  ecsName: { first: `${LETTERS}${DIGITS}-_`, rest: `${LETTERS}${DIGITS}-_`, foreign: ' /.:é\n' },
  imageTag: { first: `${LETTERS}${DIGITS}_`, rest: `${LETTERS}${DIGITS}_.-`, foreign: ' /@:+é\n' },
  profilingGroupName: { first: `${LETTERS}${DIGITS}-_`, rest: `${LETTERS}${DIGITS}-_`, foreign: ' /.:é\n' },
  reviewedRepository: { first: LETTERS, rest: `${LETTERS}${DIGITS}_.-`, foreign: ' /:é\n' },
  reviewedOwner: { first: `${LETTERS}é`, rest: `${LETTERS}${DIGITS}é/-`, foreign: '\n' },
  findingCategory: { first: LETTERS, rest: `${LETTERS}${DIGITS}_./:@-`, foreign: ' +"é\n' },
  agentPath: { first: '/', rest: `${LETTERS}${DIGITS}._/+-`, foreign: ' \\:=é\n' },
  beanstalkApplicationName: { first: `${LETTERS}é #`, rest: `${LETTERS}${DIGITS} é#.-_`, foreign: '/*?$\n' },
  beanstalkEnvironmentName: { first: LETTERS, rest: `${LETTERS}${DIGITS}`, foreign: ' _./:é\n' },
  beanstalkAddress: { first: LETTERS, rest: `${LETTERS}${DIGITS}`, foreign: ' _./:é\n' },
  beanstalkVariableName: { first: `${LETTERS}_`, rest: `${LETTERS}${DIGITS}_.:/+\\@-`, foreign: ' =$é\n' },
};

/** A name of this kind and length, which is legal as long as the length is. */
function nameOf(kind: string, length: number): string {
  const { first, rest } = ALPHABETS[kind] ?? { first: '', rest: '' };
  return length === 0 ? '' : `${first.charAt(0)}${rest.charAt(0).repeat(length - 1)}`;
}

/** Names with a structure, which the tests of their users try. */
const STRUCTURED = [
  'cliVersion',
  'organizationId',
  'organizationPath',
  'packageGroupPattern',
  'rolePath',
  'commonTagValue',
];

const NAME_LIMITS = Object.entries(LIMITS).filter((entry): entry is [string, (typeof entry)[1] & NameLimit] => {
  return 'pattern' in entry[1] && !STRUCTURED.includes(entry[0]);
});
const RANGE_LIMITS = Object.entries(LIMITS).filter((entry): entry is [string, (typeof entry)[1] & RangeLimit] => {
  return 'unit' in entry[1];
});

function namesOf(kind: string, limit: NameLimit): fc.Arbitrary<string> {
  const { first, rest } = ALPHABETS[kind] ?? { first: '', rest: '' };
  const others = fc.string({
    unit: fc.constantFrom(...Array.from(rest)),
    minLength: limit.min - 1,
    maxLength: Math.min(limit.max, 60) - 1,
    size: 'max',
  });
  return fc.tuple(fc.constantFrom(...Array.from(first)), others).map(([head, tail]) => head + tail);
}

describe('names', () => {
  test('every kind of name is tried here', () => {
    expect(Object.keys(ALPHABETS).sort()).toEqual(NAME_LIMITS.map(([kind]) => kind).sort());
  });

  test.each(NAME_LIMITS)('a legal %s passes unchanged', (kind, limit) => {
    fc.assert(
      fc.property(namesOf(kind, limit), (name) => {
        expect(check((problems) => checkName(problems, 'name', name, limit))).toEqual({ answer: name, reports: [] });
        expect(check((problems) => checkLiteralName(problems, 'name', name, limit)).answer).toBe(name);
      }),
      { numRuns: 30 },
    );
  });

  const selective = NAME_LIMITS.filter(([kind]) => (ALPHABETS[kind] ?? { foreign: '' }).foreign !== '');
  test.each(selective)('a %s with a foreign character anywhere is reported', (kind, limit) => {
    const { foreign } = ALPHABETS[kind] ?? { foreign: '' };
    const names = fc
      .tuple(namesOf(kind, limit), fc.constantFrom(...Array.from(foreign)), fc.nat(60))
      .map(([name, stranger, at]) => `${name.slice(0, at)}${stranger}${name.slice(at)}`);
    fc.assert(
      fc.property(names, (name) => {
        const { answer, reports } = check((problems) => checkName(problems, 'name', name, limit));
        expect(answer).toBeUndefined();
        expect(reports).toEqual([`name: must be ${lengths(limit)} characters of ${limit.allowed}, got '${name}'`]);
      }),
      { numRuns: 30 },
    );
  });

  test.each(NAME_LIMITS)('the shortest and the longest %s pass, one character less or more does not', (kind, limit) => {
    const passes = (length: number): boolean =>
      check((problems) => checkName(problems, 'name', nameOf(kind, length), limit)).reports.length === 0;
    expect([limit.min - 1, limit.min, limit.max, limit.max + 1].map(passes)).toEqual([false, true, true, false]);
  });

  test.each([
    ['beanstalkEnvironmentName', '-shop'],
    ['beanstalkEnvironmentName', 'shop-'],
    ['beanstalkAddress', 'shop-'],
    ['bucketName', 'Orders'],
    ['bucketName', '-orders'],
    ['bucketName', 'orders.'],
    ['projectName', '-orders'],
    ['projectName', '_orders'],
    ['variableName', '1ST'],
    ['aliasName', '42'],
    ['repositoryName', 'orders.git'],
    ['branchName', '/main'],
    ['branchName', 'main/'],
    ['branchName', 'main.'],
    ['branchName', 'a//b'],
    ['branchName', 'a..b'],
    ['branchName', 'a@{b'],
    ['branchName', 'release/*'],
    ['branchName', 'refs/heads/main'],
    ['protectedBranch', 'refs/heads/main'],
    ['protectedBranch', 'refs/tags/*'],
    ['protectedBranch', '/main'],
    ['protectedBranch', 'release/'],
    ['protectedBranch', 'a//*'],
    ['protectedBranch', 'a..b'],
    ['imageTag', '.latest'],
    ['imageTag', '-latest'],
    ['imageRepositoryName', 'acme/'],
    ['imageRepositoryName', 'acme//orders'],
    ['imageRepositoryName', 'acme._orders'],
    ['imageRepositoryName', '-orders'],
    ['parameterName', 'orders/api-url'],
  ] as const)('as %s, %p is reported', (kind, name) => {
    expect(check((problems) => checkName(problems, 'name', name, LIMITS[kind])).reports).toHaveLength(1);
  });

  test.each([
    ['aliasName', '42a'],
    ['aliasName', '-'],
    ['repositoryName', 'orders.github'],
    ['repositoryName', 'git'],
    ['branchName', 'release/2.1'],
    ['branchName', 'feature/ünïcode-@home'],
    ['branchName', 'refs/other'],
    ['protectedBranch', '*'],
    ['protectedBranch', 'release/*'],
    ['protectedBranch', 'release/*/hotfix'],
    ['approvalRuleName', 'Two of the team: main'],
    ['triggerName', 'tell/everybody'],
    ['imageTag', '_1.2.3-rc'],
    ['imageRepositoryName', 'acme/web_shop/orders-api.v2'],
    ['pipelineName', 'a.b@c-d_e'],
    ['bucketName', 'orders-artifacts.eu'],
    ['parameterName', '/orders/api.url_2'],
  ] as const)('as %s, %p passes', (kind, name) => {
    expect(check((problems) => checkName(problems, 'name', name, LIMITS[kind])).answer).toBe(name);
  });

  test('a name that is known at deployment only passes unchanged', () => {
    const name = `orders-${Lazy.string({ produce: () => 'x' })} / anything`;
    const { answer, reports } = check((problems) => checkName(problems, 'name', name, LIMITS.projectName));
    expect({ answer, reports }).toEqual({ answer: name, reports: [] });
  });

  test('a name that must be known at synthesis is reported when it is not', () => {
    const name = Lazy.string({ produce: () => 'x' });
    const { answer, reports } = check((problems) => checkLiteralName(problems, 'name', name, LIMITS.pipelineName));
    expect(answer).toBeUndefined();
    expect(reports).toEqual(['name: must be known at synthesis, got a value known at deployment only; give a literal']);
  });

  test('no name is no problem', () => {
    expect(check((problems) => checkName(problems, 'name', undefined, LIMITS.projectName))).toEqual({
      answer: undefined,
      reports: [],
    });
  });

  test('what is no string is reported, whatever it is', () => {
    const values = fc.anything().filter((value) => typeof value !== 'string' && value !== undefined);
    fc.assert(
      fc.property(values, (value) => {
        const { answer, reports } = check((problems) => checkName(problems, 'name', value, LIMITS.projectName));
        expect(answer).toBeUndefined();
        expect(reports).toEqual([expect.stringMatching(/^name: must be a string, got /)]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('numbers', () => {
  test.each(RANGE_LIMITS)('%s takes whole numbers within its bounds and reports all others', (_, limit) => {
    const near = fc.integer({ min: limit.min - 3, max: limit.max + 3 });
    fc.assert(
      fc.property(fc.oneof(near, fc.integer(), fc.double()), (value) => {
        const { answer, reports } = check((problems) => checkRange(problems, 'size', value, limit));
        const legal = Number.isInteger(value) && value >= limit.min && value <= limit.max;
        expect(answer).toBe(legal ? value : undefined);
        const range = `${Number.isInteger(value) ? '' : 'a whole number of '}${limit.min} to ${limit.max} ${limit.unit}`;
        expect(reports).toEqual(legal ? [] : [`size: must be ${range}, got ${value}`]);
      }),
      { numRuns: 30 },
    );
  });

  test.each(RANGE_LIMITS)('%s includes both of its bounds', (_, limit) => {
    const passes = (value: number): boolean =>
      check((problems) => checkRange(problems, 'size', value, limit)).reports.length === 0;
    expect([limit.min - 1, limit.min, limit.max, limit.max + 1].map(passes)).toEqual([false, true, true, false]);
  });

  test('a number that is known at deployment only passes unchanged', () => {
    const value = Lazy.number({ produce: () => 5 });
    const { answer, reports } = check((problems) => checkRange(problems, 'size', value, LIMITS.buildTimeout));
    expect({ answer, reports }).toEqual({ answer: value, reports: [] });
  });

  test('a number that must be known at synthesis is reported when it is not', () => {
    const value = Lazy.number({ produce: () => 5 });
    expect(check((problems) => checkLiteralRange(problems, 'size', value, LIMITS.buildTimeout))).toEqual({
      answer: undefined,
      reports: ['size: must be known at synthesis, got a value known at deployment only; give a literal'],
    });
    expect(check((problems) => checkLiteralRange(problems, 'size', 5, LIMITS.buildTimeout)).answer).toBe(5);
    expect(check((problems) => checkLiteralRange(problems, 'size', 4, LIMITS.buildTimeout)).reports).toHaveLength(1);
  });

  test('no number is no problem', () => {
    expect(check((problems) => checkRange(problems, 'size', undefined, LIMITS.buildTimeout))).toEqual({
      answer: undefined,
      reports: [],
    });
  });

  test.each([['5'], [null], [[5]], [{}]])('%p is no number', (value) => {
    const { answer, reports } = check((problems) => checkRange(problems, 'size', value, LIMITS.buildTimeout));
    expect(answer).toBeUndefined();
    expect(reports).toEqual([expect.stringMatching(/^size: must be a number, got /)]);
  });
});

describe('texts', () => {
  const limit = LIMITS.triggerData;

  test('a text passes when its length is within the bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: limit.max + 3 }), (length) => {
        const text = 'é'.repeat(length);
        const legal = length <= limit.max;
        expect(check((problems) => checkText(problems, 'text', text, limit))).toEqual({
          answer: legal ? text : undefined,
          reports: legal ? [] : [`text: must be 0 to 1000 characters, got ${length}`],
        });
      }),
      { numRuns: 30 },
    );
  });

  test('an empty text is told as it is', () => {
    const { reports } = check((problems) => checkText(problems, 'text', '', { ...limit, min: 1 }));
    expect(reports).toEqual(["text: must be 1 to 1000 characters, got ''"]);
  });

  test('a text that is known at deployment only passes unchanged', () => {
    const text = `${Lazy.string({ produce: () => 'x' })}${'y'.repeat(limit.max)}`;
    expect(check((problems) => checkText(problems, 'text', text, limit))).toEqual({ answer: text, reports: [] });
  });

  test('no text is no problem', () => {
    expect(check((problems) => checkText(problems, 'text', undefined, limit))).toEqual({
      answer: undefined,
      reports: [],
    });
  });

  test.each([[5], [null], [['a']], [{}]])('%p is no text', (value) => {
    const { answer, reports } = check((problems) => checkText(problems, 'text', value, limit));
    expect(answer).toBeUndefined();
    expect(reports).toEqual([expect.stringMatching(/^text: must be a string, got /)]);
  });
});

describe('durations', () => {
  const { buildTimeout, artifactExpiration } = LIMITS;

  test.each([
    ['minutes', buildTimeout, 60],
    ['days', artifactExpiration, 86_400],
  ] as const)(
    'a duration passes when it is whole %s within the bounds, in whatever unit it was said',
    (_, limit, unit) => {
      const whole = fc.integer({ min: 0, max: limit.max + 5 }).map((count) => count * unit);
      const seconds = fc.oneof(
        whole,
        whole.map((count) => count + 30),
      );
      fc.assert(
        fc.property(seconds, (amount) => {
          const given = Duration.seconds(amount);
          const { answer, reports } = check((problems) => checkDuration(problems, 'time', given, limit));
          const count = amount / unit;
          const legal = Number.isInteger(count) && count >= limit.min && count <= limit.max;
          expect(answer).toBe(legal ? given : undefined);
          expect(reports).toHaveLength(legal ? 0 : 1);
          if (!Number.isInteger(count)) expect(reports[0]).toContain(`time: must be whole ${limit.unit}, got '`);
        }),
        { numRuns: 60 },
      );
    },
  );

  test('a duration is told in words when it is not whole, and as a number when it is out of bounds', () => {
    const say = (given: Duration): string[] =>
      check((problems) => checkDuration(problems, 'time', given, buildTimeout)).reports;
    expect(say(Duration.seconds(330))).toEqual(["time: must be whole minutes, got '5 minutes 30 seconds'"]);
    expect(say(Duration.days(2))).toEqual(['time: must be 5 to 2160 minutes, got 2880']);
  });

  test('a duration that is known at deployment only passes unchanged in the unit of the limit', () => {
    const given = Duration.minutes(Lazy.number({ produce: () => 5 }));
    const { answer, reports } = check((problems) => checkDuration(problems, 'time', given, buildTimeout));
    expect(answer).toBe(given);
    expect(reports).toEqual([]);
  });

  test('a duration that is known at deployment only is reported in another unit, into which nothing turns it', () => {
    const given = Duration.seconds(Lazy.number({ produce: () => 300 }));
    const { answer, reports } = check((problems) => checkDuration(problems, 'time', given, buildTimeout));
    expect(answer).toBeUndefined();
    expect(reports).toEqual(['time: must be in minutes where it is known at deployment only; use Duration.minutes']);
  });

  test('a duration that names are made of must be known at synthesis', () => {
    const given = Duration.minutes(Lazy.number({ produce: () => 5 }));
    const { answer, reports } = check((problems) => checkLiteralDuration(problems, 'time', given, buildTimeout));
    expect(answer).toBeUndefined();
    expect(reports).toEqual(['time: must be known at synthesis, got a value of class Duration; give a literal']);
    const literal = Duration.minutes(5);
    expect(check((problems) => checkLiteralDuration(problems, 'time', literal, buildTimeout)).answer).toBe(literal);
  });

  test('no duration is no problem', () => {
    expect(check((problems) => checkDuration(problems, 'time', undefined, buildTimeout)).reports).toEqual([]);
  });

  test('what is no duration is reported, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.anything().filter((value) => value !== undefined),
        (value) => {
          const { answer, reports } = check((problems) =>
            checkDuration(problems, 'time', value as Duration, buildTimeout),
          );
          expect(answer).toBeUndefined();
          expect(reports).toEqual([expect.stringMatching(/^time: must be a Duration, got /)]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
