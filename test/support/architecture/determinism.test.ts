import { checkDeterminism } from './determinism';

const found = (text: string): string[] =>
  checkDeterminism({ 'lib/core/names.ts': text }).map(({ line, problem }) => `${line} ${problem}`);

const pathOf = (...folders: string[]): string => ['', ...folders].join('/');

test.each([
  ['const stage = process.env.STAGE;', 'process.env'],
  ["const stage = process['env'].STAGE;", 'process.env'],
  ['const { env } = process;', 'process.env'],
  ['const { env: environment } = globalThis.process;', 'process.env'],
  ["import { env } from 'node:process';", 'process.env'],
  ['const now = new Date();', 'Date'],
  ['const now = Date.now();', 'Date'],
  ['const now = new globalThis.Date();', 'Date'],
  ['function format(date: Date): string { return String(date); }', 'Date'],
  ['const id = Math.random();', 'Math.random'],
  ['const { random } = Math;', 'Math.random'],
])('%s is found', (text, read) => {
  expect(found(`\n${text}`)).toEqual([`2 reads ${read}`]);
});

test.each(['home', 'work', 'tmp', 'Users'])('a path below the folder %s is found', (folder) => {
  expect(found(`const path = '${pathOf(folder, 'somebody')}';`)).toEqual(['1 names a path of one machine']);
  expect(found(`const path = \`${pathOf(folder, 'somebody')}\`;`)).toHaveLength(1);
  expect(found(`const path = \`${pathOf(folder)}/\${name}\`;`)).toHaveLength(1);
});

test('a path on a drive is found', () => {
  expect(found("const path = 'C:\\\\builds';")).toHaveLength(1);
});

test('what only looks like it is right', () => {
  const text = [
    'interface Report { readonly Date: string; readonly env: string }',
    'enum Field { Date }',
    'const used = [report.Date, report.env, Field.Date, Math.floor(1.5), process.version];',
    "const where = ['/orders/tmp', 'work', 'https://docs.aws.amazon.com/home'];",
    "import { env } from './environments';",
  ].join('\n');

  expect(found(text)).toEqual([]);
});

test('only lib/ is held to it', () => {
  expect(checkDeterminism({ 'handlers/release/index.ts': 'process.env.STAGE;' })).toEqual([]);
});
