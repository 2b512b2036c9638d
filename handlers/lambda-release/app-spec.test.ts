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
