import { outputsOf, resolved, stackWith } from './fixture';

const BUCKET = { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'orders' } } };
const FUNCTION = { Handler: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'handler' } } };

test.each<[string, unknown, unknown]>([
  ['Ref of a resource', { Ref: 'Bucket' }, 'orders'],
  ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::orders'],
  ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Bucket.Arn' }, 'arn:aws:s3:::orders'],
  ['Fn::Join', { 'Fn::Join': ['/', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 1, '*']] }, 'arn:aws:s3:::orders/1/*'],
  [
    'Fn::Sub',
    { 'Fn::Sub': '${Bucket}/${Bucket.Arn}/${AWS::Region}/${!Kept}' },
    'orders/arn:aws:s3:::orders/eu-west-1/${Kept}',
  ],
  [
    'Fn::Sub with variables',
    { 'Fn::Sub': ['${Name}-${Bucket}', { Name: { Ref: 'AWS::AccountId' } }] },
    '111122223333-orders',
  ],
  ['Fn::Split', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Bucket', 'Arn'] }] }, ['arn', 'aws', 's3', '', '', 'orders']],
  ['Fn::Select', { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Bucket', 'Arn'] }] }] }, 'orders'],
  ['Fn::Base64', { 'Fn::Base64': 'text' }, 'dGV4dA=='],
  ['Fn::GetAZs', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  ['Fn::GetAZs of a region', { 'Fn::Select': ['0', { 'Fn::GetAZs': 'us-east-1' }] }, 'us-east-1a'],
  [
    'an ARN of the pseudo parameters',
    { 'Fn::Sub': 'arn:${AWS::Partition}:x:::${AWS::StackName}.${AWS::URLSuffix}' },
    'arn:aws:x:::Stack.amazonaws.com',
  ],
  ['AWS::NotificationARNs', { Ref: 'AWS::NotificationARNs' }, []],
  ['AWS::NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ['AWS::NoValue in an object', { kept: null, left: { Ref: 'AWS::NoValue' } }, { kept: null }],
  ['an object with a key that only looks like a function', { Ref: 'Bucket', Other: 1 }, { Ref: 'Bucket', Other: 1 }],
])('resolves %s', (_, value, expected) => {
  expect(resolved(value, BUCKET)).toEqual(expected);
});

test('AWS::StackId is an ARN that stays the same', () => {
  const id = resolved({ Ref: 'AWS::StackId' });

  expect(id).toMatch(
    /^arn:aws:cloudformation:eu-west-1:111122223333:stack\/Stack\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  );
  expect(resolved({ Ref: 'AWS::StackId' })).toBe(id);
});

test('resolves a resource through another one', () => {
  const alias = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Handler' }, Name: 'live' } };

  expect(resolved({ Ref: 'Alias' }, { ...FUNCTION, Alias: alias })).toBe(
    'arn:aws:lambda:eu-west-1:111122223333:function:handler:live',
  );
});

describe('mappings', () => {
  const Mappings = { Sizes: { 'eu-west-1': { small: 'S' } } };
  const find = (size: string, ...options: unknown[]): unknown => ({
    'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, size, ...options],
  });

  test('Fn::FindInMap finds the value', () => {
    expect(resolved(find('small'), {}, { Mappings })).toBe('S');
  });

  test('Fn::FindInMap falls back to its default', () => {
    expect(resolved(find('large', { DefaultValue: { Ref: 'AWS::Region' } }), {}, { Mappings })).toBe('eu-west-1');
  });

  test('Fn::FindInMap refuses a key that is missing', () => {
    expect(() => resolved(find('large'), {}, { Mappings })).toThrow('The mapping Sizes has no eu-west-1.large');
  });
});

describe('conditions', () => {
  const Conditions = {
    InIreland: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
    Elsewhere: { 'Fn::Not': [{ Condition: 'InIreland' }] },
    Both: { 'Fn::And': [{ Condition: 'InIreland' }, { Condition: 'Elsewhere' }] },
    Either: { 'Fn::Or': [{ Condition: 'InIreland' }, { Condition: 'Elsewhere' }] },
    Odd: { 'Fn::Maybe': [] },
  };

  test.each([
    ['InIreland', 'yes'],
    ['Elsewhere', 'no'],
    ['Both', 'no'],
    ['Either', 'yes'],
  ])('Fn::If chooses by %s', (condition, expected) => {
    expect(resolved({ 'Fn::If': [condition, 'yes', 'no'] }, {}, { Conditions })).toBe(expected);
  });

  test('Fn::If leaves the other branch alone', () => {
    expect(resolved({ 'Fn::If': ['InIreland', 'yes', { Ref: 'Missing' }] }, {}, { Conditions })).toBe('yes');
  });

  test('a condition that is missing is refused', () => {
    expect(() => resolved({ 'Fn::If': ['Missing', 1, 2] })).toThrow('The stack Stack has no condition Missing');
  });

  test('a condition function that is not supported is refused by its name', () => {
    expect(() => resolved({ 'Fn::If': ['Odd', 1, 2] }, {}, { Conditions })).toThrow(
      'The condition function {"Fn::Maybe":[]} is not supported',
    );
  });
});

describe('parameters', () => {
  const Parameters = {
    Name: { Type: 'String', Default: 'orders' },
    Count: { Type: 'Number', Default: 2 },
    Names: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Required: { Type: 'String' },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/orders/url' },
    StoredList: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/orders/zones' },
    Image: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: '/aws/service/ami' },
  };
  const storedParameters = { '/orders/url': 'https://example.com', '/orders/zones': 'a,b' };
  const valueOf = (name: string): unknown =>
    outputsOf([stackWith({}, { Parameters, Outputs: { Value: { Value: { Ref: name } } } })], {
      parameters: { Count: '3' },
      storedParameters,
    });

  test.each<[string, unknown]>([
    ['Name', 'orders'],
    ['Count', '3'],
    ['Names', ['a', 'b']],
    ['Stored', 'https://example.com'],
    ['StoredList', ['a', 'b']],
    ['Image', expect.stringMatching(/^ami-[0-9a-f]{17}$/)],
  ])('resolves %s', (name, expected) => {
    expect(valueOf(name)).toEqual(expected);
  });

  test('a parameter without a default needs a value', () => {
    expect(() => valueOf('Required')).toThrow('The parameter Required has no default: give it a value');
  });

  test('a parameter that nobody stores needs a value', () => {
    const value = { Ref: 'Stored' };

    expect(() => resolved(value, {}, { Parameters })).toThrow('The stored parameter /orders/url is not known');
  });

  test('a stored parameter of the templates is found by its name, as a parameter and as a dynamic reference', () => {
    const resources = {
      ...BUCKET,
      Url: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: '/orders/url', Type: 'String', Value: { Ref: 'Bucket' } },
      },
    };

    expect(
      resolved([{ Ref: 'Stored' }, 'x-{{resolve:ssm:/orders/url}}-{{resolve:ssm:/orders/url:2}}'], resources, {
        Parameters,
      }),
    ).toEqual(['orders', 'x-orders-orders']);
  });
});

test.each<[string, unknown, string]>([
  [
    'a function that is not supported',
    { 'Fn::Cidr': ['10.0.0.0/16', 6, 8] },
    'The intrinsic function Fn::Cidr is not supported',
  ],
  ['a pseudo parameter that does not exist', { Ref: 'AWS::Planet' }, 'The pseudo parameter AWS::Planet is not known'],
  ['a resource that does not exist', { Ref: 'Missing' }, 'The stack Stack has no resource or parameter Missing'],
  [
    'an attribute that is not known',
    { 'Fn::GetAtt': ['Bucket', 'Colour'] },
    'The attribute Colour of Stack/Bucket (AWS::S3::Bucket) is not known',
  ],
  ['too few arguments', { 'Fn::Join': [''] }, 'Fn::Join takes a list of 2 values, got [""]'],
  ['a text where a list belongs', { 'Fn::Join': ['', 'text'] }, 'Fn::Join takes a list, got "text"'],
  ['a list where a text belongs', { 'Fn::Join': ['', [['a']]] }, 'A part of Fn::Join must be a text, got ["a"]'],
  ['an index beyond the list', { 'Fn::Select': [1, ['a']] }, 'Fn::Select finds no value 1 in ["a"]'],
  ['an output of nothing', { 'Fn::GetStackOutput': 'text' }, 'Fn::GetStackOutput takes an object, got "text"'],
])('refuses %s', (_, value, message) => {
  expect(() => resolved(value, BUCKET)).toThrow(message);
});

test('a value that depends on itself is refused', () => {
  const resources = { Loop: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': '${Loop}-x' } } } };

  expect(() => resolved({ Ref: 'Loop' }, resources)).toThrow('Stack/Loop depends on itself');
});
