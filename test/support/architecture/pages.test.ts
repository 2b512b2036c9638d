import { published } from './fixture';
import { checkPages } from './pages';
import { report } from './violation';

const found = (name: string, text: string): string[] => report(checkPages(published(name, text)));

const PAGE = '/**\n * Said.\n *\n * @see https://docs.aws.amazon.com/codedeploy/\n */';

test('a class that names its page is right', () => {
  expect(found('Rollout', `${PAGE}\nexport class Rollout {}`)).toEqual([]);
});

test.each(['', '/** Said. */', '/** @see the guide */', '/** @see http://docs.aws.amazon.com/ */', `${PAGE}\n;`])(
  'a class with %j is found',
  (doc) => {
    expect(found('Rollout', `${doc}\nexport class Rollout {}`)).toEqual([
      expect.stringMatching(/^lib\/core\/file\.ts:\d+ Rollout has no @see; name the page of AWS by @see https:\/\/$/),
    ]);
  },
);

test('every static method of a facade names its own page', () => {
  const text = `
    /** @see https://docs.aws.amazon.com/ */
    export class Source {
      /** @see https://docs.aws.amazon.com/codecommit/ */
      public static codeCommit(): void {}
      public static s3(): void {}
      private static helper(): void {}
      public other(): void {}
    }`;

  expect(found('Source', text)).toEqual([
    'lib/core/file.ts:6 Source.s3 has no @see; name the page of AWS by @see https://',
  ]);
});

test('what stands for no one thing of AWS, hidden classes, interfaces and enums need no page', () => {
  expect(found('Delivery', 'export class Delivery {}\nexport class Hidden {}')).toEqual([]);
  expect(found('Format, IRollout', 'export enum Format {}\nexport interface IRollout {}')).toEqual([]);
});
