import { Duration, Lazy, Token } from 'aws-cdk-lib';
import fc from 'fast-check';
import { parse } from 'yaml';
import { AppSpec, AppSpecObjectType, FileExistsBehavior, ServerOperatingSystem } from '../../../lib';
import type { AppSpecPermission, AppSpecScript, ServerAppSpecProps } from '../../../lib';
import { SCRIPTABLE_EVENTS } from '../../../lib/deploy/app-spec/hook-rules';
import { propOf } from '../../../lib/deploy/app-spec/server-mapping';
import { untyped } from '../../support/mistakes';
import { check, withFiles } from './support';

const EVERYTHING: ServerAppSpecProps = {
  os: ServerOperatingSystem.LINUX,
  files: [
    { source: '/', destination: '/var/www' },
    { source: 'config/app.conf', destination: '/etc/app' },
  ],
  fileExistsBehavior: FileExistsBehavior.OVERWRITE,
  permissions: [
    {
      objectPath: '/var/www',
      pattern: '*.sh',
      exceptions: ['a.sh', '*.md'],
      owner: 'app',
      group: 'app',
      mode: '0755',
      acls: ['u:bob:rw'],
      context: { contextUser: 'system_u', contextType: 'httpd_sys_content_t', contextRange: 's0' },
      objectTypes: [AppSpecObjectType.FILE],
    },
  ],
  hooks: {
    validateService: [{ location: 'scripts/validate.sh' }],
    applicationStop: [{ location: 'scripts/stop.sh', timeout: Duration.minutes(5), runas: 'root' }],
  },
};

/** Under both versions of YAML: agents of version 1 read 1.1, those of version 2 read 1.2. */
function readBack(appSpec: AppSpec): unknown {
  const old: unknown = parse(appSpec.content, { schema: 'yaml-1.1' });
  expect(parse(appSpec.content, { schema: 'core', version: '1.2' })).toEqual(old);
  return old;
}

test('everything that can be said is written as agents read it', () => {
  expect(AppSpec.forServer(EVERYTHING).content).toBe(`version: 0.0
os: linux
files:
  - source: /
    destination: /var/www
  - source: config/app.conf
    destination: /etc/app
file_exists_behavior: OVERWRITE
permissions:
  - object: /var/www
    pattern: "*.sh"
    except:
      - a.sh
      - "*.md"
    owner: app
    group: app
    mode: "0755"
    acls:
      - u:bob:rw
    context:
      name: system_u
      type: httpd_sys_content_t
      range: s0
    type:
      - file
hooks:
  ApplicationStop:
    - location: scripts/stop.sh
      timeout: 300
      runas: root
  ValidateService:
    - location: scripts/validate.sh
`);
});

test('nothing is Linux, and nothing to do', () => {
  expect(AppSpec.forServer({}).content).toBe('version: 0.0\nos: linux\n');
  expect(check(AppSpec.forServer({}))).toEqual({ errors: [], warnings: [] });
  expect(check(AppSpec.forServer({ hooks: {} }))).toEqual({ errors: [], warnings: [] });
});

test('what is written passes the checks of a file', () => {
  const appSpec = AppSpec.forServer(EVERYTHING);
  expect(check(appSpec)).toEqual({ errors: [], warnings: [] });
  withFiles({ 'appspec.yml': appSpec.content }, (folder) => {
    const file = AppSpec.fromFile(`${folder}/appspec.yml`, { builtScripts: true });
    expect(check(file)).toEqual({ errors: [], warnings: [] });
    expect(file.content).toBe(appSpec.content);
  });
});

test('the same props give the same text, whatever the order in which they are written', () => {
  const { os, files, fileExistsBehavior, permissions, hooks } = EVERYTHING;
  const turned = { hooks, permissions, fileExistsBehavior, files, os };
  expect(AppSpec.forServer(turned).content).toBe(AppSpec.forServer(EVERYTHING).content);
});

describe('mistakes are reported by the prop', () => {
  const script = (more: Partial<AppSpecScript>): ServerAppSpecProps => ({
    hooks: { afterInstall: [{ location: 'a.sh', ...more }] },
  });
  const permission = (more: Partial<AppSpecPermission>): ServerAppSpecProps => ({
    permissions: [{ objectPath: '/a', ...more }],
  });

  test.each<[string, ServerAppSpecProps, ...string[]]>([
    ['no location', script({ location: '' }), ".hooks.afterInstall[0].location: must be given, got ''"],
    [
      'a timeout of milliseconds',
      script({ timeout: Duration.millis(1500) }),
      '.hooks.afterInstall[0].timeout: must be a whole number of 1 to 3600 seconds, got 1.5',
    ],
    [
      'a timeout of a day',
      script({ timeout: Duration.days(1) }),
      '.hooks.afterInstall[0].timeout: must be 1 to 3600 seconds, got 86400',
    ],
    [
      'timeouts that are too long together',
      { hooks: { afterInstall: Array(2).fill({ location: 'a', timeout: Duration.minutes(31) }) as AppSpecScript[] } },
      '.hooks.afterInstall: must have timeouts of at most 3600 seconds together, got 3720',
    ],
    [
      'a user on Windows',
      { ...script({ runas: 'me' }), os: ServerOperatingSystem.WINDOWS },
      ".hooks.afterInstall[0].runas: must not be given for Windows, where agents ignore it, got 'me'",
    ],
    [
      'a mode of letters',
      permission({ mode: 'rwx' }),
      ".permissions[0].mode: must be 1 to 4 octal digits, got 'rwx'; write e.g. '0644'",
    ],
    [
      'a user of a label that is no text',
      permission({ context: { contextUser: untyped(7), contextType: 't', contextRange: 's0' } }),
      '.permissions[0].context.contextUser: must be a string, got 7',
    ],
    [
      'what happens to existing files',
      { fileExistsBehavior: untyped('KEEP') },
      ".fileExistsBehavior: must be DISALLOW, OVERWRITE or RETAIN, got 'KEEP'",
    ],
    [
      'a number of seconds',
      script({ timeout: untyped(300) }),
      '.hooks.afterInstall[0].timeout: must be a Duration, got 300',
    ],
    [
      'a mode that is a number',
      permission({ mode: untyped(644) }),
      ".permissions[0].mode: must be a string, got 644; write '644'",
    ],
    [
      'a label without a type and with a range that is none',
      permission({ context: { contextType: '', contextRange: 's' } }),
      ".permissions[0].context.contextType: must be given, got ''",
      ".permissions[0].context.contextRange: must be like s0, s0-s15 or s0:c0.c5,c10, lower numbers first, got 's'; categories are c0 to c1023, each once",
    ],
    [
      'an object twice, with exceptions and types that are no lists',
      {
        permissions: [
          { objectPath: '/a' },
          { objectPath: '/a/' },
          { objectPath: '/b', exceptions: untyped('c'), objectTypes: untyped('d') },
        ],
      },
      ".permissions[2].objectTypes: must be a list, got 'd'",
      ".permissions[2].exceptions: must be a list, got 'c'",
      ".permissions[1].objectPath: must not be that of permissions[0]: agents refuse it, got '/a'",
    ],
    ['files that are a text', { files: untyped('/') }, ".files: must be a list, got '/'"],
    [
      'a hook by the name of its event',
      { hooks: untyped({ ApplicationStart: [{ location: 'a.sh' }] }) },
      `.hooks.ApplicationStart: must be one of ${SCRIPTABLE_EVENTS.map(propOf).join(', ')}; write applicationStart`,
    ],
    [
      'a hook that is like no event',
      { hooks: untyped({ whatever: [{ location: 'a.sh' }] }) },
      `.hooks.whatever: must be one of ${SCRIPTABLE_EVENTS.map(propOf).join(', ')}`,
    ],
    ['hooks that are a list', { hooks: untyped([]) }, '.hooks: must be an object, got a list'],
    [
      'scripts that are a text',
      { hooks: { afterInstall: untyped('a.sh') } },
      ".hooks.afterInstall: must be a list, got 'a.sh'",
    ],
    [
      'a script that is a text',
      { hooks: { afterInstall: untyped(['a.sh']) } },
      ".hooks.afterInstall[0]: must be an object, got 'a.sh'",
    ],
    [
      'a script that is nothing',
      { hooks: { afterInstall: untyped([null]) } },
      '.hooks.afterInstall[0]: must not be empty, got nothing',
    ],
  ])('%s', (_, props, ...messages) => {
    expect(check(AppSpec.forServer(props)).errors).toEqual(messages);
  });

  test('an event of the load balancer without one', () => {
    const appSpec = AppSpec.forServer({ hooks: { beforeAllowTraffic: [{ location: 'a.sh' }] } });
    expect(check(appSpec, { loadBalancer: false }).errors).toEqual([
      '.hooks.beforeAllowTraffic: needs a load balancer: without one its scripts never run; give the deployment its load balancer, or leave the event out',
    ]);
  });
});

test('what is known at deployment only passes, and stays in the text', () => {
  const text = Lazy.string({ produce: () => 'later' });
  const props: ServerAppSpecProps = {
    os: untyped(text),
    files: [{ source: text, destination: text }],
    fileExistsBehavior: untyped(Lazy.any({ produce: () => 'RETAIN' })),
    permissions: [
      {
        objectPath: text,
        pattern: text,
        exceptions: Lazy.list({ produce: () => ['a'] }),
        owner: text,
        mode: text,
        acls: [text],
        context: { contextUser: text, contextType: text, contextRange: text },
        objectTypes: untyped([text]),
      },
      {
        objectPath: '/b',
        context: untyped(Lazy.any({ produce: () => undefined })),
        acls: untyped(Lazy.any({ produce: () => [] })),
      },
    ],
    hooks: {
      afterInstall: [
        { location: text, timeout: Duration.seconds(Lazy.number({ produce: () => 5 })), runas: text },
        { location: 'b', timeout: Duration.hours(1) },
      ],
      beforeInstall: untyped(Lazy.any({ produce: () => [] })),
    },
  };
  expect(check(AppSpec.forServer(props)).errors).toEqual([]);
  expect(AppSpec.forServer(props).content).toContain(text);
  expect(AppSpec.forServer(props).content).toMatch(/timeout: "?\$\{Token\[/);
  expect(check(AppSpec.forServer(untyped({ files: Lazy.any({ produce: () => [] }) }))).errors).toEqual([]);
});

test('a duration that is known at deployment only must be in seconds', () => {
  const timeout = Duration.minutes(Token.asNumber({ Ref: 'Minutes' }));
  const appSpec = AppSpec.forServer({ hooks: { afterInstall: [{ location: 'a.sh', timeout }] } });
  expect(check(appSpec).errors).toEqual([
    '.hooks.afterInstall[0].timeout: must be given in seconds where it is known at deployment only',
  ]);
});

test('props that are null are as good as none', () => {
  const nothing = { os: null, files: null, fileExistsBehavior: null, permissions: null, hooks: null };
  expect(AppSpec.forServer(untyped(nothing)).content).toBe('version: 0.0\nos: linux\n');
  expect(check(AppSpec.forServer(untyped(null)))).toEqual({ errors: [], warnings: [] });
  expect(check(AppSpec.forServer(untyped({ hooks: { afterInstall: null } })))).toEqual({ errors: [], warnings: [] });
});

const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
  fc.constantFrom<unknown>(Symbol('s'), () => 1, Number.NaN, -0, Infinity, new Proxy({}, {}), Duration.seconds(1)),
);

function somewhere(keys: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.dictionary(fc.constantFrom(...keys), anything);
}

test('whatever plain JavaScript gives is reported, and never thrown', () => {
  const permission = somewhere([
    'objectPath',
    'pattern',
    'exceptions',
    'owner',
    'mode',
    'acls',
    'context',
    'objectTypes',
  ]);
  const hooks = fc.dictionary(
    fc.constantFrom(...SCRIPTABLE_EVENTS.map(propOf)),
    fc.oneof(anything, fc.array(somewhere(['location', 'timeout', 'runas']))),
  );
  const props = fc.record(
    {
      os: anything,
      files: fc.oneof(anything, fc.array(somewhere(['source', 'destination']))),
      fileExistsBehavior: anything,
      permissions: fc.oneof(anything, fc.array(permission)),
      hooks: fc.oneof(anything, hooks),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(anything, props), (given) => {
      const appSpec = AppSpec.forServer(untyped(given));
      expect(typeof appSpec.content).toBe('string');
      check(appSpec);
    }),
  );
});

test('whatever is given as a path or as options is reported, and never thrown', () => {
  fc.assert(
    fc.property(anything, fc.oneof(anything, somewhere(['bundleRoot', 'builtScripts'])), (path, options) => {
      expect(check(AppSpec.fromFile(untyped(path), untyped(options))).errors).toHaveLength(1);
    }),
    { numRuns: 50 },
  );
  withFiles({ 'appspec.yml': 'version: 0.0\nos: linux\n' }, (folder) => {
    expect(
      check(AppSpec.fromFile(`${folder}/appspec.yml`, untyped({ bundleRoot: 7, builtScripts: 'no' }))).errors,
    ).toEqual([".builtScripts: must be true or false, got 'no'", '.bundleRoot: must be a string, got 7']);
  });
});

describe('all that is right', () => {
  /** Names that YAML takes for something else unless they are in quotation marks are among them. */
  const word = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/).filter((text) => !/^\.+$/.test(text)),
    fc.constantFrom(
      'yes',
      'NO',
      'null',
      '~',
      '0644',
      '1e3',
      '0x1f',
      '12:30',
      '2026-11-25',
      'true',
      '=',
      '<<',
      '.inf',
      '#a',
    ),
  );
  const text = fc.oneof(
    word,
    fc.string({ minLength: 1, unit: 'grapheme' }).filter((it) => it.trim() !== ''),
  );
  const path = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const octal = fc.stringMatching(/^[0-7]{1,4}$/);
  const hooks = fc
    .uniqueArray(fc.constantFrom(...SCRIPTABLE_EVENTS), { maxLength: 4 })
    .chain((events) =>
      fc.tuple(
        ...events.map((event) =>
          fc
            .array(
              fc.record(
                { location: path, timeout: fc.integer({ min: 1, max: 900 }), runas: word },
                { requiredKeys: ['location'] },
              ),
              { minLength: 1, maxLength: 4 },
            )
            .map((scripts) => ({ event, scripts })),
        ),
      ),
    );
  const acl = fc.tuple(fc.constantFrom('u', 'user', 'g', 'group'), word, fc.constantFrom('rwx', 'r-x', '-', '0', '7'));
  const permission = fc.record(
    {
      pattern: text,
      exceptions: fc.array(text),
      owner: word,
      group: word,
      mode: octal,
      acls: fc.array(
        acl.map((parts) => parts.map((part) => part.replaceAll(':', '')).join(':')).filter((it) => !it.includes('::')),
      ),
      context: fc.record({
        contextUser: word,
        contextType: word,
        contextRange: fc.constantFrom('s0', 's0-s3', 's1:c0.c9,c11'),
      }),
      objectTypes: fc.subarray([AppSpecObjectType.FILE, AppSpecObjectType.DIRECTORY], { minLength: 1 }),
    },
    { requiredKeys: [] },
  );
  const valid = fc.record({
    files: fc.uniqueArray(fc.record({ source: path, destination: path.map((it) => `/d/${it}`) }), {
      selector: ({ source, destination }) => `${source} ${destination}`,
    }),
    behavior: fc.constantFrom(undefined, 'DISALLOW', 'OVERWRITE', 'RETAIN'),
    permissions: fc.uniqueArray(permission, { maxLength: 3 }),
    hooks,
  });

  test('is written as a text that passes, and that is read as what was said', () => {
    fc.assert(
      fc.property(valid, (given) => {
        const appSpec = AppSpec.forServer({
          files: given.files,
          fileExistsBehavior: untyped(given.behavior),
          permissions: given.permissions.map((it, index) => ({ ...it, objectPath: `/p${index}` })),
          hooks: Object.fromEntries(
            given.hooks.map(({ event, scripts }) => [
              propOf(event),
              scripts.map(({ timeout, ...rest }) => ({ ...rest, timeout: timeout && Duration.seconds(timeout) })),
            ]),
          ),
        });
        expect(check(appSpec).errors).toEqual([]);
        withFiles({ 'appspec.yml': appSpec.content }, (folder) => {
          expect(check(AppSpec.fromFile(`${folder}/appspec.yml`, { builtScripts: true })).errors).toEqual([]);
        });
        expect(readBack(appSpec)).toEqual({
          version: 0,
          os: 'linux',
          files: given.files,
          ...(given.behavior === undefined ? {} : { file_exists_behavior: given.behavior }),
          permissions: given.permissions.map(({ context, exceptions, objectTypes, ...rest }, index) => ({
            object: `/p${index}`,
            ...rest,
            ...(exceptions && { except: exceptions }),
            ...(context && {
              context: { name: context.contextUser, type: context.contextType, range: context.contextRange },
            }),
            ...(objectTypes && { type: objectTypes }),
          })),
          ...(given.hooks.length === 0
            ? {}
            : { hooks: Object.fromEntries(given.hooks.map(({ event, scripts }) => [event, scripts])) }),
        });
      }),
    );
  });

  test('modes are octal digits, and the number that YAML 1.1 makes of them never counts', () => {
    fc.assert(
      fc.property(fc.oneof(octal, fc.string({ maxLength: 6 })), (mode) => {
        const appSpec = AppSpec.forServer({ permissions: [{ objectPath: '/a', mode }] });
        expect(check(appSpec).errors.length === 0).toBe(/^[0-7]{1,4}$/.test(mode));
        expect(readBack(appSpec)).toMatchObject({ permissions: [{ mode }] });
      }),
    );
  });

  test('timeouts count in whole seconds, to an hour for an event', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3600 }), { minLength: 1, maxLength: 5 }), (seconds) => {
        const scripts = seconds.map((each) => ({ location: 'a.sh', timeout: Duration.seconds(each) }));
        const { errors } = check(AppSpec.forServer({ hooks: { afterInstall: scripts } }));
        expect(errors.length === 0).toBe(seconds.reduce((sum, each) => sum + each, 0) <= 3600);
      }),
    );
  });
});
