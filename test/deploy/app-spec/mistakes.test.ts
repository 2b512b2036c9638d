import { join } from 'node:path';
import { AppSpec } from '../../../lib';
import type { DeploymentTraits } from '../../../lib/deploy/app-spec/app-spec-kind';
import { check, withFiles } from './support';
import type { Outcome } from './support';

const HEAD = 'version: 0.0\nos: linux\n';
const WINDOWS = 'version: 0.0\nos: windows\n';

function checkText(text: string, traits: Partial<DeploymentTraits> = {}): Outcome {
  return withFiles({ 'appspec.yml': text }, (folder) => {
    const path = join(folder, 'appspec.yml');
    const { errors, warnings } = check(AppSpec.fromFile(path, { builtScripts: true }), traits);
    const strip = (message: string): string => message.replace(/^\[appspec\.yml\]\.?/, '');
    return { errors: errors.map(strip), warnings: warnings.map(strip) };
  });
}

const permission = (lines: string): string =>
  `${HEAD}permissions:\n  - object: /opt/app\n${lines.replace(/^/gm, '    ')}`;
const script = (lines: string, head = HEAD): string =>
  `${head}hooks:\n  AfterInstall:\n    - location: a.sh\n${lines.replace(/^/gm, '      ')}`;
const event = (name: string): string => `${HEAD}hooks:\n  ${name}:\n    - location: a.sh`;

const EVENTS =
  'BeforeBlockTraffic, AfterBlockTraffic, ApplicationStop, BeforeInstall, AfterInstall, ApplicationStart, ValidateService, BeforeAllowTraffic, AfterAllowTraffic';
const ACL = 'must be [d:]u:NAME:PERMISSIONS, or the same with g, m or o';
const ACL_CURE = 'PERMISSIONS are made of r, w, x and -, or one octal digit';
const ALLOWED = 'object, pattern, except, type, owner, group, mode, acls, context';
const RANGE = 'must be like s0, s0-s15 or s0:c0.c5,c10, lower numbers first';

const MISTAKES: [what: string, text: string, ...says: string[]][] = [
  ['an empty file', '', ': must not be empty; write version and os at least'],
  ['a comment alone', '# later\n', ': must not be empty; write version and os at least'],
  ['a list', '- version: 0.0\n', ': must be an object, got a list'],
  ['a tab', `${HEAD}hooks:\n\tAfterInstall:\n`, ': must be valid YAML: Tabs are not allowed as indentation (line 4)'],
  [
    'two documents',
    `${HEAD}---\n${HEAD}`,
    ': must be valid YAML: Source contains multiple documents; please use YAML.parseAllDocuments() (line 3)',
  ],
  ['a type of its own', 'version: !float 0.0\nos: linux\n', ': must be valid YAML: Unresolved tag: !float (line 1)'],
  ['a key that is given twice', `${HEAD}os: windows\n`, 'os: must not be given twice (line 3)'],
  [
    'an event that is given twice',
    `${event('AfterInstall')}\n  AfterInstall:\n    - location: b.sh\n`,
    'hooks.AfterInstall: must not be given twice (line 6)',
  ],
  [
    'a merge',
    `${HEAD}x-all: &all\n  timeout: 1\nhooks:\n  AfterInstall:\n    - <<: *all\n      location: a.sh\n`,
    'hooks.AfterInstall[0]: must not merge with <<, which not every reader follows (line 7); write the keys out',
  ],
  [
    'an alias that contains itself',
    `${HEAD}x-a: &a [*a]\n`,
    'x-a[0]: must not contain itself, or more values than can be read (line 3)',
  ],
  ['no version', 'os: linux\n', 'version: must be the number 0.0, got nothing; write version: 0.0'],
  ['another version', 'version: 1.0\nos: linux', 'version: must be the number 0.0, got 1; write version: 0.0'],
  [
    'a version in quotation marks',
    'version: "0.0"\nos: linux',
    "version: must be the number 0.0, got '0.0'; write version: 0.0",
  ],
  [
    'a version of hexadecimal digits',
    'version: 0x0\nos: linux',
    "version: must be the number 0.0, got '0x0'; write version: 0.0",
  ],
  ['no operating system', 'version: 0.0\n', 'os: must be linux or windows, got nothing'],
  [
    'an operating system in capitals',
    'version: 0.0\nos: Windows\n',
    "os: must be linux or windows, got 'Windows'; write windows",
  ],
  ['an operating system that no agent knows', 'version: 0.0\nos: macos\n', "os: must be linux or windows, got 'macos'"],
  [
    'a key that no agent reads',
    `${HEAD}hook:\n  AfterInstall: []\n`,
    'hook: must be one of version, os, files, file_exists_behavior, permissions, hooks: CodeDeploy ignores other keys; write hooks',
  ],
  ['files that are no list', `${HEAD}files:\n  source: /\n`, 'files: must be a list, got a value of type object'],
  ['files without members', `${HEAD}files:\n  -\n`, 'files[0]: must not be empty, got nothing'],
  ['a file that is a text', `${HEAD}files: [/]\n`, "files[0]: must be an object, got '/'"],
  [
    'a file without a destination',
    `${HEAD}files:\n  - source: /\n`,
    'files[0].destination: must be given, got nothing',
  ],
  [
    'a file with an empty source',
    `${HEAD}files:\n  - source: ""\n    destination: /a\n`,
    "files[0].source: must be given, got ''",
  ],
  [
    'a source that is a number',
    `${HEAD}files:\n  - source: 2026\n    destination: /a\n`,
    "files[0].source: must be a string, got '2026'; put it into quotation marks",
  ],
  [
    'a relative destination',
    `${HEAD}files:\n  - source: /\n    destination: www\n`,
    "files[0].destination: must be a full path: agents take others from where they happen to run, got 'www'; begin with /",
  ],
  [
    'a relative destination on Windows',
    `${WINDOWS}files:\n  - source: \\\n    destination: inetpub\n`,
    "files[0].destination: must be a full path: agents take others from where they happen to run, got 'inetpub'; begin with a drive, e.g. C:\\",
  ],
  [
    'the same copy twice',
    `${HEAD}files:\n  - source: app\n    destination: /a\n  - source: app/\n    destination: /a/\n`,
    "files[1]: must not copy the same to the same place twice, got 'app/'",
  ],
  [
    'what happens to existing files, in a file',
    `${HEAD}files:\n  - source: /\n    destination: /a\n    file_exists_behavior: RETAIN\n`,
    'files[0].file_exists_behavior: must stand at the top of the file; it counts for all files at once',
  ],
  [
    'existing files that are overwritten in small letters',
    `${HEAD}file_exists_behavior: overwrite\n`,
    "file_exists_behavior: must be DISALLOW, OVERWRITE or RETAIN, got 'overwrite'; write OVERWRITE",
  ],
  ['hooks as a list, as for Lambda', `${HEAD}hooks:\n  - AfterInstall: a.sh\n`, 'hooks: must be an object, got a list'],
  [
    'an event without scripts',
    `${HEAD}hooks:\n  AfterInstall:\n`,
    'hooks.AfterInstall: must be a list, got nothing; leave the event out',
  ],
  [
    'a script that is a text',
    `${HEAD}hooks:\n  AfterInstall: a.sh\n`,
    "hooks.AfterInstall: must be a list, got 'a.sh'",
  ],
  [
    'an event that is written otherwise',
    event('afterInstal'),
    `hooks.afterInstal: must be one of ${EVENTS}, got 'afterInstal'; write AfterInstall`,
  ],
  ['an event that nobody knows', event('Deploy'), `hooks.Deploy: must be one of ${EVENTS}, got 'Deploy'`],
  [
    'an event of CodeDeploy itself',
    event('Install'),
    `hooks.Install: must not have scripts: CodeDeploy does Install by itself; use ${EVENTS}`,
  ],
  [
    'an event of ECS',
    event('AfterAllowTestTraffic'),
    `hooks.AfterAllowTestTraffic: must be an event of servers: only deployments of ECS services have this one; use ${EVENTS}`,
  ],
  [
    'a script without a location',
    `${HEAD}hooks:\n  AfterInstall:\n    - timeout: 3\n`,
    'hooks.AfterInstall[0].location: must be given, got nothing',
  ],
  [
    'a script with arguments',
    script('').replace('a.sh', 'a.sh --all'),
    "hooks.AfterInstall[0].location: must be the path of a file without spaces, got 'a.sh --all'; arguments cannot be given: write a script that gives them",
  ],
  [
    'a key of a script in capitals',
    script('runAs: root'),
    'hooks.AfterInstall[0].runAs: must be one of location, timeout, runas, sudo: CodeDeploy ignores other keys; write runas',
  ],
  ['a timeout of nothing', script('timeout: 0'), 'hooks.AfterInstall[0].timeout: must be 1 to 3600 seconds, got 0'],
  [
    'a timeout above an hour',
    script('timeout: 3601'),
    'hooks.AfterInstall[0].timeout: must be 1 to 3600 seconds, got 3601',
  ],
  [
    'half a second',
    script('timeout: 0.5'),
    'hooks.AfterInstall[0].timeout: must be a whole number of 1 to 3600 seconds, got 0.5',
  ],
  [
    'a timeout in quotation marks',
    script('timeout: "300"'),
    "hooks.AfterInstall[0].timeout: must be a number, got '300'",
  ],
  [
    'an octal timeout',
    script('timeout: 0600'),
    "hooks.AfterInstall[0].timeout: must be decimal digits: agents disagree about other numbers, got '0600'",
  ],
  [
    'a timeout in minutes and seconds',
    script('timeout: 5:00'),
    "hooks.AfterInstall[0].timeout: must be decimal digits: agents disagree about other numbers, got '5:00'",
  ],
  [
    'timeouts that are too long together',
    script('timeout: 1801\n- location: b.sh\n  timeout: 1800')
      .replace('      - location', '    - location')
      .replace('        timeout: 1800', '      timeout: 1800'),
    'hooks.AfterInstall: must have timeouts of at most 3600 seconds together, got 3601',
  ],
  [
    'a user on Windows',
    script('runas: Administrator', WINDOWS),
    "hooks.AfterInstall[0].runas: must not be given for Windows, where agents ignore it, got 'Administrator'",
  ],
  [
    'a user who is a number',
    script('runas: 1000'),
    "hooks.AfterInstall[0].runas: must be a string, got '1000'; put it into quotation marks",
  ],
  ['a user with a space', script('runas: a b'), "hooks.AfterInstall[0].runas: must be the name of a user, got 'a b'"],
  ['sudo that is yes', script('sudo: yes'), "hooks.AfterInstall[0].sudo: must be true or false, got 'yes'"],
  [
    'a timeout with decimals',
    script('timeout: 300.0'),
    "hooks.AfterInstall[0].timeout: must be decimal digits: agents disagree about other numbers, got '300.0'",
  ],
  [
    'a date',
    script('runas: 2026-11-25'),
    'hooks.AfterInstall[0].runas: must stand in quotation marks, for YAML takes it for a date or for bytes (line 6)',
  ],
  ['sudo that is a text', script("sudo: 'yes'"), "hooks.AfterInstall[0].sudo: must be true or false, got 'yes'"],
  [
    'permissions on Windows',
    `${WINDOWS}permissions:\n  - object: C:\\app\n`,
    'permissions: must not be given for Windows, where agents refuse them',
  ],
  [
    'a permission without an object',
    `${HEAD}permissions:\n  - owner: root\n`,
    'permissions[0].object: must be given, got nothing',
  ],
  [
    'a key of a permission that no agent reads',
    permission('user: root'),
    `permissions[0].user: must be one of ${ALLOWED}: CodeDeploy ignores other keys`,
  ],
  [
    'the number of an owner',
    permission('owner: 1000'),
    "permissions[0].owner: must be a string, got '1000'; put it into quotation marks",
  ],
  [
    'a mode without quotation marks',
    permission('mode: 0644'),
    "permissions[0].mode: must stand in quotation marks: agents read it as the number 420, and take that for the mode, got '0644'; write '0644'",
  ],
  [
    'a mode of words',
    permission('mode: u+x'),
    "permissions[0].mode: must be 1 to 4 octal digits, got 'u+x'; write e.g. '0644'",
  ],
  [
    'a mode of nines',
    permission('mode: 0999'),
    "permissions[0].mode: must be 1 to 4 octal digits, got '0999'; write e.g. '0644'",
  ],
  [
    'a mode of five digits',
    permission('mode: "00644"'),
    "permissions[0].mode: must be 1 to 4 octal digits, got '00644'; write e.g. '0644'",
  ],
  [
    'a pattern without quotation marks',
    permission('pattern: **'),
    "permissions[0].pattern: must stand in quotation marks where it begins with * (line 5); write e.g. '**'",
  ],
  ['an exception that is no list', permission('except: a.txt'), "permissions[0].except: must be a list, got 'a.txt'"],
  [
    'an exception that is a number',
    permission('except: [2026]'),
    "permissions[0].except[0]: must be a string, got '2026'; put it into quotation marks",
  ],
  [
    'a pattern for a file',
    `${HEAD}files:\n  - source: a/app.conf\n    destination: /etc\npermissions:\n  - object: /etc/app.conf\n    pattern: '*.conf'\n    except: [b]\n`,
    "permissions[0].pattern: must not be given where the object is a file, got '*.conf'",
    'permissions[0].except: must not be given where the object is a file',
  ],
  ['a type that is no list', permission('type: file'), "permissions[0].type: must be a list, got 'file'"],
  [
    'a type that nobody knows',
    permission('type: [files]'),
    "permissions[0].type[0]: must be file or directory, got 'files'",
  ],
  [
    'no type',
    permission('type: []'),
    'permissions[0].type: must have file or directory: the permission reaches nothing without them',
  ],
  [
    'the same object twice',
    permission('owner: a\n').concat('\n  - object: /opt/app/\n    type: [file]\n'),
    "permissions[1].object: must not be that of permissions[0]: agents refuse it, got '/opt/app'",
  ],
  ['entries that are no list', permission('acls: u:bob:rw'), "permissions[0].acls: must be a list, got 'u:bob:rw'"],
  [
    'an entry that is a map',
    permission('acls:\n  - u: bob'),
    'permissions[0].acls[0]: must be a string, got a value of type object',
  ],
  [
    'an entry of two parts',
    permission('acls: ["bob:rw"]'),
    `permissions[0].acls[0]: ${ACL}, got 'bob:rw'; ${ACL_CURE}`,
  ],
  [
    'an entry that allows too much',
    permission('acls: ["u:bob:8"]'),
    `permissions[0].acls[0]: ${ACL}, got 'u:bob:8'; ${ACL_CURE}`,
  ],
  [
    'a mask with a name',
    permission('acls: ["m:bob:rw"]'),
    "permissions[0].acls[0]: must not have a name, got 'm:bob:rw'",
  ],
  [
    'an entry without a name',
    permission('acls: ["u::rw"]'),
    "permissions[0].acls[0]: must have a name, got 'u::rw'; mode says what owner, group and others may",
  ],
  [
    'an entry for others',
    permission('acls: ["o::rw"]'),
    "permissions[0].acls[0]: must not be given, got 'o::rw'; mode says what owner, group and others may",
  ],
  [
    'a default entry for files',
    permission('acls: ["d:u:bob:rw"]'),
    'permissions[0].acls: must not have a default entry for files: agents refuse it; limit type to directory',
  ],
  [
    'a label without a type',
    permission('context:\n  name: a\n  range: s0'),
    'permissions[0].context.type: must be given, got nothing',
  ],
  ...['s', 's1-s0', 's256', 's0:c5.c1', 's0:c1024', 's0:c1,c1', 's0:', 'x0'].map((range): [string, string, string] => [
    `the range ${range}`,
    permission(`context:\n  type: t\n  range: '${range}'`),
    `permissions[0].context.range: ${RANGE}, got '${range}'; categories are c0 to c1023, each once`,
  ]),
];

test.each(MISTAKES)('%s is reported', (_, text, ...says) => {
  expect(checkText(text)).toEqual({ errors: says, warnings: expect.any(Array) as string[] });
});

test('everything that is wrong is reported at once', () => {
  const { errors } = checkText('version: 2\nos: beos\nfiles: /\nhooks:\n  Install: x\n  Later: []\n');
  expect(errors.map((error) => error.split(':')[0])).toEqual([
    'version',
    'os',
    'files',
    'hooks.Install',
    'hooks.Install',
    'hooks.Later',
  ]);
});

const TRAFFIC = ['BeforeBlockTraffic', 'AfterBlockTraffic', 'BeforeAllowTraffic', 'AfterAllowTraffic'];

test.each(TRAFFIC)('%s needs a load balancer, which every blue/green deployment has', (name) => {
  const error = `hooks.${name}: needs a load balancer: without one its scripts never run; give the deployment its load balancer, or leave the event out`;
  expect(checkText(event(name), { loadBalancer: false }).errors).toEqual([error]);
  expect(checkText(event(name), { loadBalancer: false, blueGreen: true }).errors).toEqual([]);
  expect(checkText(event(name)).errors).toEqual([]);
});

test('an AppSpec of servers is refused by deployments of others', () => {
  expect(checkText(HEAD, { platform: 'container' }).errors).toEqual([
    ': must be an AppSpec of ECS services; this one is of servers',
  ]);
});

const DOUBTS: [what: string, text: string, says: string][] = [
  ['a blank section', `${HEAD}hooks:\n`, 'hooks: is blank: leave it out, for some agents refuse a blank section'],
  [
    'an alias',
    `${HEAD}x-a: &a 60\nhooks:\n  AfterInstall:\n    - location: a.sh\n      timeout: *a\n`,
    'hooks.AfterInstall[0].timeout: is an alias, which agents that run on newer versions of Ruby refuse',
  ],
  [
    'a source above the bundle',
    `${HEAD}files:\n  - source: ../a\n    destination: /a\n`,
    'files[0].source: ../a leaves the bundle, which some agents refuse',
  ],
  [
    'a script above the bundle',
    script('').replace('a.sh', 'b/../../a.sh'),
    'hooks.AfterInstall[0].location: b/../../a.sh leaves the bundle, which some agents refuse',
  ],
  [
    'a destination without a drive',
    `${WINDOWS}files:\n  - source: a\n    destination: \\a\n`,
    'files[0].destination: \\a names no drive, so that it lies on the one of the agent',
  ],
  [
    'permissions that overlap',
    permission('owner: a').concat('\n  - object: /opt/app/bin\n    owner: b\n'),
    'permissions[1].object: overlaps with permissions[0]: agents refuse two permissions for one object',
  ],
  [
    'the documented key of a label’s user',
    permission('context:\n  user: u\n  type: t\n  range: s0'),
    'permissions[0].context.user: is not read by agents, which take the user from the key name',
  ],
  [
    'a label without a range',
    permission('context:\n  type: t'),
    'permissions[0].context: has no range, without which agents of version 1 fail; write e.g. s0',
  ],
];

test.each(DOUBTS)('%s is a warning', (_, text, says) => {
  expect(checkText(text)).toEqual({ errors: [], warnings: [says] });
});
