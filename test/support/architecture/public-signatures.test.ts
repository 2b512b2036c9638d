import { published } from './fixture';
import { checkPublicSignatures } from './public-signatures';
import { report } from './violation';

const found = (text: string): string[] =>
  checkPublicSignatures(published('Public', text)).map(({ problem }) => problem);

const property = (type: string): string => `
  import { Role } from 'aws-cdk-lib/aws-iam';
  import type * as names from './names';
  type Text = string;
  type Either = string | number;
  type Loop = Loop[];
  export interface Public { readonly member: ${type} }`;

test.each([
  'string',
  'Role',
  'names.Name',
  'string[]',
  'readonly Role[]',
  'Array<Role>',
  'ReadonlyArray<Role>',
  'Record<string, Role[]>',
  '{ [name: string]: Role }',
  'Text',
  '(boolean)',
])('a property of type %s is right', (type) => {
  expect(found(property(type))).toEqual([]);
});

test.each([
  ['string | number', 'a union'],
  ['string | undefined', 'a union'],
  ['string | null', 'a union'],
  ["'all' | 'some'", 'a union'],
  ["'all'", 'a literal type'],
  ['`a-${string}`', 'a template literal type'],
  ['any', 'any'],
  ['unknown', 'unknown'],
  ['object', 'object'],
  ['never', 'never'],
  ['[string, number]', 'a tuple'],
  ['() => void', 'a function type'],
  ['new () => Role', 'a constructor type'],
  ['Role & Text', 'an intersection'],
  ['{ name: string }', 'an object type without a name'],
  ['{}', 'an object type without a name'],
  ['{ [name in Text]: Role }', 'a mapped type'],
  ['Text extends string ? Role : Text', 'a conditional type'],
  ['keyof Role', 'a type operator'],
  ['typeof Role', 'typeof'],
  ["Role['name']", 'an indexed access'],
  ["import('constructs').Construct", 'an import in a type'],
  ['Promise<void>', 'Promise'],
  ['Map<string, Role>', 'Map'],
  ['Partial<Role>', 'Partial'],
  ['Function', 'Function'],
  ['Role<string>', 'type arguments'],
  ['Record<Text, Role>', 'a Record whose keys are no strings'],
  ['Record<string, any>', 'any'],
  ['(string | number)[]', 'a union'],
  ['Either', 'a union (Either)'],
  ['Either[]', 'a union (Either)'],
  ['Loop', 'a type that contains itself (Loop)'],
])('a property of type %s is found', (type, foreign) => {
  expect(found(property(type))).toEqual([`Public.member has ${foreign}`]);
});

test('an alias is looked into where another file declares it', () => {
  const sources = {
    ...published('Public', "import type { Kind } from './kind';\nexport class Public { public readonly kind: Kind; }"),
    'lib/core/kind.ts': "export type Kind = 'all' | 'some';",
  };

  expect(report(checkPublicSignatures(sources))).toEqual([
    'lib/core/file.ts:2 Public.kind has a union (Kind); ' +
      'offer one type: an interface, an enum, or a class with static factories (where it may be absent: name?: Type)',
  ]);
});

test('results may be undefined, and what is optional by its mark is right', () => {
  const text = `export class Public {
    public readonly role?: string;
    constructor(scope: string, private readonly name?: string) {}
    public get first(): string | undefined { return undefined; }
    public last(options: Options = {}, ...others: string[]): string | undefined { return undefined; }
    public self(): this { return this; }
  }
  interface Options { readonly name?: string }`;

  expect(found(text)).toEqual([]);
});

test('parameters, results, accessors and constructors are looked at', () => {
  const text = `export class Public {
    constructor(public readonly one: any, private readonly two: any, three: any) {}
    public static make(four: any): any { return four; }
    public get five(): string | number { return 5; }
    protected set six(value: any) {}
  }`;

  expect(found(text)).toEqual([
    'the constructor of Public(one) has any',
    'the constructor of Public(two) has any',
    'the constructor of Public(three) has any',
    'Public.make(four) has any',
    'Public.make has any',
    'Public.five has a union',
    'Public.six(value) has any',
  ]);
});

test('what is private or internal is free, but not the public properties of a private constructor', () => {
  const text = `export class Public {
    private constructor(public readonly one: any, private readonly two: any, /** @internal */ public readonly _three: any) {}
    private readonly four: any;
    #five: any;
    /** @internal */
    public _six<T>(seven: any): any { return seven; }
    public _eight: any;
  }
  class Hidden { public readonly nine: any; }`;

  expect(found(text)).toEqual(['Public.one has any']);
});

test('what a public type inherits from a hidden one is looked at', () => {
  const text = `
    abstract class Grandparent { public readonly kind: any; }
    abstract class Parent extends Grandparent {}
    export class Public extends Parent {}`;

  expect(found(text)).toEqual(['Grandparent.kind has any']);
});

test('types that are not written are found', () => {
  expect(found('export class Public { public readonly name = 5; public take(options = {}) {} }')).toEqual([
    'Public.name has no written type',
    'Public.take(options) has no written type',
    'Public.take has no written type',
  ]);
});

test('generics are found', () => {
  expect(found('export class Public<T> {}')).toEqual(['Public is generic']);
  expect(found('export interface Public<T> {}')).toEqual(['Public is generic']);
  expect(found('export class Public extends Base<string> {}')).toEqual(['Public has a generic base']);
  expect(found('export interface Public { take<T>(): void }')).toEqual(['Public.take is generic']);
});

test('overloads are found, but not a static method beside another of its name', () => {
  const text = `export class Public {
    constructor(one: string);
    constructor(one: string, two?: string) {}
    public take(one: string): void;
    public take(one: string, two?: string): void {}
    public static of(): void {}
    public of(): void {}
  }`;

  expect(found(text)).toEqual(['Public.take is overloaded', 'Public.constructor is overloaded']);
  expect(found('export interface Public { take(): void; take(one: string): void }')).toHaveLength(1);
});

test('interfaces that are called or indexed are looked at', () => {
  expect(found('export interface Public { (name: string): void }')).toEqual(['Public has a function type']);
  expect(found('export interface Public { [name: string]: any }')).toEqual(['the index of Public has any']);
});
