const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';
const CODEPIPELINE_LAMBDA =
  'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html';

/** Figures of functions and their releases, which are part of `LIMITS`. */
export const FUNCTION_LIMITS = {
  functionName: {
    min: 1,
    max: 64,
    pattern: /^[A-Za-z0-9-_]+$/,
    allowed: 'letters, digits, - and _',
    url: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
  },
  functionVersion: {
    min: 1,
    max: 20,
    pattern: /^[1-9]\d*$/,
    allowed: 'digits, as Lambda counts versions',
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html',
  },
  /** 15 minutes of a function, without the one that the test keeps for its answer. */
  smokeTestTimeout: { min: 1, max: 840, unit: 'seconds', url: LAMBDA },
  /** All variables of a function have 4 KB together. */
  smokeTestText: { min: 0, max: 3000, unit: 'characters', url: LAMBDA },
  httpStatus: {
    min: 100,
    max: 599,
    unit: 'as a status of HTTP',
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html',
  },
  jsonPath: {
    min: 1,
    max: 200,
    unit: 'characters',
    url: 'https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html',
  },
  hostName: {
    min: 1,
    max: 253,
    pattern: /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
    allowed: 'letters, digits, - and single dots between names',
    url: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html',
  },
  lambdaActionAlarms: { min: 0, max: 10, unit: 'alarms', url: CODEPIPELINE_LAMBDA },
};
