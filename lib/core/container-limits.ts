const CODEDEPLOY_API = 'https://docs.aws.amazon.com/codedeploy/latest/APIReference';
const CODEPIPELINE = 'https://docs.aws.amazon.com/codepipeline/latest/userguide';
const ECS_API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference';

/** The figures of releases to ECS services, which are part of `LIMITS`. */
export const CONTAINER_LIMITS = {
  containerCanaryPercentage: { min: 1, max: 99, unit: 'percent', url: `${ECS_API}/API_CanaryConfiguration.html` },
  containerLinearPercentage: { min: 3, max: 99, unit: 'percent', url: `${ECS_API}/API_LinearConfiguration.html` },
  containerShiftInterval: { min: 1, max: 1440, unit: 'minutes', url: `${ECS_API}/API_CanaryConfiguration.html` },
  containerBakeTime: { min: 0, max: 1440, unit: 'minutes', url: `${ECS_API}/API_DeploymentConfiguration.html` },
  /** CloudFormation refuses a service whose release would come near the 36 hours that it waits. */
  containerReleaseInStack: {
    min: 0,
    max: 1980,
    unit: 'minutes',
    url: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-canaryconfiguration.html',
  },
  containerReleaseInPipeline: {
    min: 0,
    max: 60,
    unit: 'minutes',
    url: `${CODEPIPELINE}/action-reference-ECS.html`,
  },
  codeDeployReleaseInPipeline: { min: 0, max: 7200, unit: 'minutes', url: `${CODEPIPELINE}/limits.html` },
  containerConfirmation: {
    min: 1,
    max: 7200,
    unit: 'minutes',
    url: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html',
  },
  containerTermination: {
    min: 0,
    max: 2880,
    unit: 'minutes',
    url: `${CODEDEPLOY_API}/API_BlueInstanceTerminationOption.html`,
  },
  containerPort: { min: 1, max: 65535, unit: 'as a port', url: `${ECS_API}/API_PortMapping.html` },
  imagesPerRelease: { min: 1, max: 4, unit: 'images', url: `${CODEPIPELINE}/action-reference-ECSbluegreen.html` },
  imagePlaceholder: {
    min: 1,
    max: 100,
    pattern: /^[A-Za-z0-9_-]+$/,
    allowed: 'letters, digits, - and _',
    url: `${CODEPIPELINE}/action-reference-ECSbluegreen.html`,
  },
  listenerRulePriority: {
    min: 1,
    max: 50000,
    unit: 'as a priority',
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html',
  },
  taskFamily: {
    min: 1,
    max: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    allowed: 'letters, digits, - and _',
    url: `${ECS_API}/API_RegisterTaskDefinition.html`,
  },
  ecsName: {
    min: 1,
    max: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    allowed: 'letters, digits, - and _',
    url: `${ECS_API}/API_CreateService.html`,
  },
};
