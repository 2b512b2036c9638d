import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { checkChoice, checkGiven, checkLiteralOneOf, checkOneOf } from '../../lib/core/checks';
import { checkAllOneOf, checkList, checkNames, forEachMember, mapMembers } from '../../lib/core/list-checks';
import { LIMITS } from '../../lib/core/limits';
import { Problems } from '../../lib/core/problems';
import { newStack } from '../support/fixtures';
import { untyped } from '../support/mistakes';

/** Runs a check; gives its answer and what it reports. */
function check<T>(run: (problems: Problems) => T): { answer: T; reports: string[] } {
  const scope = new Construct(newStack(), 'X');
  const answer = run(Problems.of(scope, 'Y'));
  return { answer, reports: scope.node.validate().map((message) => message.replace('X (Y) ', '')) };
}

describe('lists', () => {
  test('the members come back in order', () => {
    expect(check((problems) => checkList(problems, 'items', ['b', '', 'a']))).toEqual({
      answer: ['b', '', 'a'],
      reports: [],
    });
  });

  test('no list is an empty list where none is needed', () => {
    expect(check((problems) => checkList(problems, 'items', undefined))).toEqual({ answer: [], reports: [] });
  });

  test('no list is reported where a member is needed', () => {
    expect(check((problems) => checkList(problems, 'items', undefined, 1))).toEqual({
      answer: [],
      reports: ['items: must be a list, got nothing'],
    });
  });

  test('what is no list is reported', () => {
    const given = 'a' as unknown as string[];
    expect(check((problems) => checkList(problems, 'items', given))).toEqual({
      answer: [],
      reports: ["items: must be a list, got 'a'"],
    });
  });

  test('a list that is too short is reported', () => {
    expect(check((problems) => checkList(problems, 'items', ['a'], 2))).toEqual({
      answer: ['a'],
      reports: ['items: must have at least 2, got 1'],
    });
  });

  test('missing members are left out and reported at their places', () => {
    const members = fc.array(fc.option(fc.string(), { nil: undefined }), { maxLength: 8, size: 'max' });
    fc.assert(
      fc.property(members, (given) => {
        const { answer, reports } = check((problems) => checkList(problems, 'items', given));
        expect(answer).toEqual(given.filter((member) => member !== undefined));
        expect(reports).toEqual(
          given.flatMap((member, index) =>
            member === undefined ? [`items[${index}]: must not be empty, got nothing`] : [],
          ),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('what must be given', () => {
  test.each([[0], [''], [false], [Token.asString('x')]])('%p is something', (value) => {
    expect(check((problems) => checkGiven(problems, 'thing', value, 'given'))).toEqual({ answer: value, reports: [] });
  });

  test.each([[undefined], [null]])('%p is nothing', (value) => {
    expect(check((problems) => checkGiven(problems, 'thing', value, 'a secret'))).toEqual({
      answer: undefined,
      reports: ['thing: must be a secret, got nothing'],
    });
  });
});

describe('a choice', () => {
  class Choice {
    public readonly kind = 'choice';
  }

  test.each([[undefined], [new Choice()]])('%p is one', (value) => {
    expect(check((problems) => checkChoice(problems, 'choice', value, Choice))).toEqual({ answer: value, reports: [] });
  });

  test('is not made by a word', () => {
    expect(check((problems) => checkChoice<unknown>(problems, 'choice', 'none', Choice)).reports).toEqual([
      "choice: must be a Choice, got 'none'; use the functions of Choice",
    ]);
  });
});

test('what members become comes with their places, without what becomes nothing', () => {
  const { answer, reports } = check((problems) =>
    mapMembers(problems, 'items', [null, 'b', 'c', 'd'], (member, prop) =>
      member === 'c' ? undefined : `${prop} ${String(member)}`,
    ),
  );
  expect(answer).toEqual(['items[1] b', 'items[3] d']);
  expect(reports).toEqual(['items[0]: must not be empty, got nothing']);
});

test('names of a list are told by their places, and stay', () => {
  const given = [undefined, 'a b', 'c'] as string[];
  expect(check((problems) => checkNames(problems, 'names', given, LIMITS.projectName))).toEqual({
    answer: ['a b', 'c'],
    reports: [
      'names[0]: must not be empty, got nothing',
      "names[1]: must be 2 to 150 characters of letters, digits, - and _, a letter or digit first, got 'a b'",
      "names[2]: must be 2 to 150 characters of letters, digits, - and _, a letter or digit first, got 'c'",
    ],
  });
});

const Colour = { RED: 'red', BLUE: 'blue' };

describe('a member of an enum', () => {
  const WORDS = 'must be one of red, blue';
  const token = Token.asString({ Ref: 'Colour' });

  test.each([[undefined], ['red'], [token]])('may be %p', (value) => {
    expect(check((problems) => checkOneOf(problems, 'colour', value, Colour, 'Colour'))).toEqual({
      answer: value,
      reports: [],
    });
  });

  test('is refused where it is none, with those that there are', () => {
    expect(check((problems) => checkOneOf(problems, 'colour', 'RED', Colour, 'Colour'))).toEqual({
      answer: undefined,
      reports: [`colour: ${WORDS}, got 'RED'; use Colour`],
    });
  });

  test('must be known at synthesis where something is looked up by it', () => {
    expect(check((problems) => checkLiteralOneOf(problems, 'colour', token, Colour, 'Colour'))).toEqual({
      answer: undefined,
      reports: ['colour: must be known at synthesis, got a value known at deployment only; give a literal'],
    });
    expect(check((problems) => checkLiteralOneOf(problems, 'colour', Colour.RED, Colour, 'Colour')).answer).toBe('red');
  });

  test('is left out of a list where it is none', () => {
    const given = [untyped<string>(null), 'green', Colour.BLUE];
    expect(check((problems) => checkAllOneOf(problems, 'colours', given, Colour, 'Colour'))).toEqual({
      answer: [Colour.BLUE],
      reports: ['colours[0]: must not be empty, got nothing', `colours[1]: ${WORDS}, got 'green'; use Colour`],
    });
  });
});

test('members of a list keep their places when others are missing', () => {
  const seen: string[] = [];
  const { reports } = check((problems) => {
    forEachMember<string | undefined>(problems, 'items', [undefined, 'b', 'b'], 1, (member, prop) => {
      seen.push(`${prop} ${String(member)}`);
    });
  });
  expect(seen).toEqual(['items[1] b', 'items[2] b']);
  expect(reports).toEqual(['items[0]: must not be empty, got nothing']);
});
