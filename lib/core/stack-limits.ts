const CLOUDFORMATION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';
const ACTION = 'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html';

/** Figures of stacks and sites, which are part of `LIMITS`. */
export const STACK_LIMITS = {
  stackName: {
    min: 1,
    max: 128,
    pattern: /^[A-Za-z][A-Za-z0-9-]*$/,
    allowed: 'letters, digits and -, a letter first',
    url: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html',
  },
  stackParameterName: {
    min: 1,
    max: 255,
    pattern: /^[A-Za-z0-9]+$/,
    allowed: 'letters and digits',
    url: CLOUDFORMATION,
  },
  stackParameters: { min: 0, max: 200, unit: 'parameters', url: CLOUDFORMATION },
  parameterOverrides: { min: 2, max: 1000, unit: 'characters of JSON', url: ACTION },
  artifactPath: {
    min: 1,
    max: 255,
    pattern: /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\\:\p{Cc}]*[^\\:/\p{Cc}]$/u,
    allowed: 'any character but backslashes and colons, from the root of the artifact on',
    url: ACTION,
  },
  cliVersion: {
    min: 5,
    max: 64,
    pattern: /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/,
    allowed: 'one exact version, like 2.1148.1',
    url: 'https://docs.aws.amazon.com/cdk/v2/guide/versioning.html',
  },
  siteFolder: {
    min: 1,
    max: 512,
    pattern: /^(?!\/)[^*?\p{Cc}]*[^*?/\p{Cc}]$/u,
    allowed: 'any character but * and ?, no / at either end',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
  },
  invalidationPath: {
    min: 1,
    max: 255,
    pattern: /^\/[A-Za-z0-9\-_.~/%+@,()*]*$/,
    allowed: 'what an address may have, a / first, and * at the end for what follows',
    url: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html',
  },
  commandLength: {
    min: 1,
    max: 1000,
    unit: 'characters together',
    url: 'https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html',
  },
};
