import { appSpec } from './app-spec';

const shift = { functionName: 'orders', aliasName: 'live', currentVersion: '3', targetVersion: '4' };

test('the AppSpec is version 0.0 with one function in a list', () => {
  expect(appSpec(shift)).toBe(
    '{"version":0.0,"Resources":[{"Function":{"Type":"AWS::Lambda::Function","Properties":' +
      '{"Name":"orders","Alias":"live","CurrentVersion":"3","TargetVersion":"4"}}}]}',
  );
});

test('the AppSpec is JSON whatever the names are', () => {
  const text = appSpec({ ...shift, functionName: 'a"b\\c' });
  expect(JSON.parse(text)).toMatchObject({
    version: 0,
    Resources: [{ Function: { Properties: { Name: 'a"b\\c' } } }],
  });
});

test('the AppSpec names the functions that are asked before and after traffic moves, each in a map of its own', () => {
  expect(JSON.parse(appSpec({ ...shift, beforeTraffic: 'smoke', afterTraffic: 'check' }))).toMatchObject({
    Hooks: [{ BeforeAllowTraffic: 'smoke' }, { AfterAllowTraffic: 'check' }],
  });
});

test.each([
  [{ beforeTraffic: 'smoke' }, [{ BeforeAllowTraffic: 'smoke' }]],
  [{ afterTraffic: 'smoke' }, [{ AfterAllowTraffic: 'smoke' }]],
  [{}, undefined],
])('the AppSpec names only hooks that there are: %j', (hooks, expected) => {
  expect((JSON.parse(appSpec({ ...shift, ...hooks })) as { Hooks?: unknown }).Hooks).toEqual(expected);
});
