import { checkDocumentation } from './documentation';
import { published } from './fixture';

const found = (names: string, text: string): string[] =>
  checkDocumentation(published(names, text)).map(({ problem, line }) => `${line} ${problem}`);

test('described declarations and members are right', () => {
  const text = `
    /** A class. */
    export class Rollout {
      /** A factory. */
      public static make(): Rollout { return new Rollout(''); }
      /** @internal */
      public _bind(): void {}
      private readonly hidden: string;
      private constructor(
        /** A property. */
        public readonly name: string,
        other?: string,
      ) {}
      /** For both. */
      public get size(): number { return 1; }
      public set size(value: number) {}
    }
    /** An enum. */
    export enum Format {
      /** A member. */
      JSON,
    }
    interface Hidden { readonly name: string }`;

  expect(found('Rollout, Format', text)).toEqual([]);
});

test('whatever is public and not described is found', () => {
  const text = `
    export class Rollout {
      public static make(): void {}
      /** @see https://docs.aws.amazon.com/ */
      public readonly tagged: string;
      /** */
      protected readonly empty: string;
      // A comment is no documentation.
      public get size(): number { return 1; }
      constructor(public readonly name: string) {}
    }
    export interface IRollout {
      bind(): void;
    }
    export enum Format {
      JSON,
    }`;

  expect(found('Rollout, IRollout, Format', text)).toEqual([
    '2 Rollout has no description',
    '12 IRollout has no description',
    '15 Format has no description',
    '3 Rollout.make has no description',
    '5 Rollout.tagged has no description',
    '7 Rollout.empty has no description',
    '9 Rollout.size has no description',
    '10 Rollout.name has no description',
    '13 IRollout.bind has no description',
    '16 Format.JSON has no description',
  ]);
});

test('what a public interface describes, its implementation inherits, also by way of a hidden class', () => {
  const text = `
    /** A base. */
    export interface IBase {
      /** A name. */
      readonly name: string;
    }
    /** More. */
    export interface IMore extends IBase {}
    abstract class Hidden implements IMore { public readonly name: string; }
    /** A class. */
    export class Rollout extends Hidden { public readonly name: string; }`;

  expect(found('IBase, IMore, Rollout', text)).toEqual([]);
});

test('what a hidden interface or one of another library describes is not inherited, nor by static members', () => {
  const text = `
    import type { IGrantable } from 'aws-cdk-lib/aws-iam';
    interface IHidden {
      /** A name. */
      readonly name: string;
    }
    /** A base. */
    export interface IBase {
      /** A size. */
      readonly size: string;
    }
    /** A class. */
    export class Rollout implements IHidden, IBase, IGrantable {
      public readonly name: string;
      public static readonly size: string;
      public readonly grantPrincipal: string;
    }`;

  expect(found('IBase, Rollout', text)).toEqual([
    '14 Rollout.name has no description',
    '15 Rollout.size has no description',
    '16 Rollout.grantPrincipal has no description',
  ]);
});

test('what a public type inherits from a hidden one must be described there', () => {
  const text = `
    interface Hidden {
      readonly name: string;
    }
    /** Props. */
    export interface RolloutProps extends Hidden {}`;

  expect(found('RolloutProps', text)).toEqual(['3 Hidden.name has no description']);
});
