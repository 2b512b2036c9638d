import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const isNamed = process.argv.slice(2).some((argument) => !argument.startsWith('-'));

// Every file loads aws-cdk-lib anew, which takes longer than most tests: where no file is named, those that lie beside a
// together.ts run as one, and beside an ENDING.together.ts those with that ending.
const together = isNamed ? [] : readdirSync(join(import.meta.dirname, 'test'), { recursive: true }).filter(isTogether);

function isTogether(path) {
  return /(^|[/\\.])together\.ts$/.test(path);
}

function filesOf(path) {
  const folder = dirname(path) === '.' ? '' : `${dirname(path)}/`;
  return `/test/${folder}[^/]*${basename(path).replace(/[.]?together[.]ts$/, '')}[.]test[.]ts$`;
}

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test', '<rootDir>/handlers'],
  testMatch: ['**/*.test.ts', ...together.map((path) => `<rootDir>/test/${path}`)],
  testPathIgnorePatterns: ['/node_modules/', ...together.map(filesOf)],
  testEnvironment: 'node',
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  setupFiles: ['<rootDir>/test/support/environment.ts'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  moduleNameMapper: { '^cdk-delivery$': '<rootDir>/lib/index.ts' },
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json', diagnostics: false }] },
  maxWorkers: 2,
};
