import { appSpec } from './app-spec';

const shift = { functionName: 'orders', aliasName: 'live', currentVersion: '3', targetVersion: '4' };
const resources =
  '"Resources":[{"Function":{"Type":"AWS::Lambda::Function","Properties":' +
  '{"Name":"orders","Alias":"live","CurrentVersion":"3","TargetVersion":"4"}}}]';

test('the AppSpec without hooks is version 0.0 with one function in a list', () => {
  expect(appSpec({ ...shift, hooks: {} })).toBe(`{"version":0.0,${resources}}`);
});

test('the AppSpec with hooks lists them in the order in which they run', () => {
  const hooks = { AfterAllowTraffic: 'check-after', BeforeAllowTraffic: 'check-before' };
  expect(appSpec({ ...shift, hooks })).toBe(
    `{"version":0.0,${resources},"Hooks":[{"BeforeAllowTraffic":"check-before"},{"AfterAllowTraffic":"check-after"}]}`,
  );
});

test('the AppSpec with one hook lists that one alone', () => {
  expect(appSpec({ ...shift, hooks: { AfterAllowTraffic: 'check' } })).toBe(
    `{"version":0.0,${resources},"Hooks":[{"AfterAllowTraffic":"check"}]}`,
  );
});

test('the AppSpec is JSON whatever the names are', () => {
  const text = appSpec({ ...shift, functionName: 'a"b\\c', hooks: {} });
  expect(JSON.parse(text)).toMatchObject({
    version: 0,
    Resources: [{ Function: { Properties: { Name: 'a"b\\c' } } }],
  });
});
