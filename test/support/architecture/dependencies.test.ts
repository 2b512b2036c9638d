import { checkDependencies } from './dependencies';
import { report } from './violation';

test('peers, builtins of Node by their full name and relative files are right', () => {
  const text = [
    "import { join } from 'node:path';",
    "import { Stack } from 'aws-cdk-lib';",
    "import type { IRole } from 'aws-cdk-lib/aws-iam';",
    "import { Construct } from 'constructs';",
    "import { names } from './names';",
    "export { limits } from '../core/limits';",
  ].join('\n');

  expect(checkDependencies({ 'lib/build/project.ts': text })).toEqual([]);
});

test('everything else is found', () => {
  const text = [
    "import { join } from 'path';",
    "import type { Rule } from 'cdk-nag';",
    "import { x } from 'node:no-such-module';",
    "import { Role } from 'aws-cdk-lib/aws-iam/lib/role';",
    "import { Delivery } from 'cdk-delivery';",
    'const loaded = require(name);',
  ].join('\n');

  expect(report(checkDependencies({ 'lib/build/project.ts': text }))).toEqual([
    'lib/build/project.ts:1 imports path; write node:path',
    expect.stringMatching(/^lib\/build\/project\.ts:2 imports cdk-nag; use aws-cdk-lib, constructs/),
    expect.stringContaining(':3 imports node:no-such-module;'),
    'lib/build/project.ts:4 imports aws-cdk-lib/aws-iam/lib/role; import the public module of aws-cdk-lib',
    expect.stringContaining(':5 imports cdk-delivery;'),
    expect.stringContaining(':6 imports name;'),
  ]);
});

test('what the package brings is imported by one file alone', () => {
  const text = "import { parseDocument } from 'yaml';";

  expect(checkDependencies({ 'lib/core/yaml.ts': text })).toEqual([]);
  expect(report(checkDependencies({ 'lib/build/project.ts': text }))).toEqual([
    'lib/build/project.ts:1 imports yaml; leave that to lib/core/yaml.ts',
  ]);
});

test('only lib/ is held to it', () => {
  expect(checkDependencies({ 'handlers/release/index.ts': "import '@aws-sdk/client-lambda';" })).toEqual([]);
});
