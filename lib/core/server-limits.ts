const CODEDEPLOY = 'https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html';
const CODEDEPLOY_API = 'https://docs.aws.amazon.com/codedeploy/latest/APIReference';
const CODEPIPELINE = 'https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html';

/** The figures of releases to servers, which are part of `LIMITS`. */
export const SERVER_LIMITS = {
  minimumHealthyHosts: { min: 0, max: 10000, unit: 'hosts', url: CODEDEPLOY },
  minimumHealthyPercentage: { min: 0, max: 99, unit: 'percent', url: CODEDEPLOY },
  zoneMonitoring: {
    min: 1,
    max: 2147483647,
    unit: 'seconds',
    url: `${CODEDEPLOY_API}/API_ZonalConfig.html`,
  },
  blueTermination: {
    min: 0,
    max: 2880,
    unit: 'minutes',
    url: `${CODEDEPLOY_API}/API_BlueInstanceTerminationOption.html`,
  },
  trafficConfirmation: {
    min: 1,
    max: 2147483647,
    unit: 'minutes',
    url: `${CODEDEPLOY_API}/API_DeploymentReadyOption.html`,
  },
  serverReleaseInPipeline: { min: 0, max: 7200, unit: 'minutes', url: CODEPIPELINE },
  tagGroups: { min: 0, max: 3, unit: 'tag groups', url: CODEDEPLOY },
  tagsPerTagGroup: { min: 1, max: 10, unit: 'tags', url: CODEDEPLOY },
  tagKey: {
    min: 0,
    max: 128,
    unit: 'characters',
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions',
  },
  tagValue: {
    min: 0,
    max: 256,
    unit: 'characters',
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions',
  },
  instanceTagKey: {
    min: 1,
    max: 128,
    pattern: /^[^\p{Cc}]+$/u,
    allowed: 'any character but control characters',
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions',
  },
  scriptPath: {
    min: 1,
    max: 1000,
    pattern: /^(?!\/)[^\p{Cc}]+$/u,
    allowed: 'any character but control characters, with no / first',
    url: CODEPIPELINE,
  },
  scalingGroupsPerDeploymentGroup: { min: 0, max: 10, unit: 'Auto Scaling groups', url: CODEDEPLOY },
  targetGroupsPerDeploymentGroup: { min: 0, max: 10, unit: 'target groups', url: CODEDEPLOY },
  classicLoadBalancersPerDeploymentGroup: { min: 0, max: 10, unit: 'load balancers', url: CODEDEPLOY },
  notificationsPerDeploymentGroup: { min: 0, max: 10, unit: 'notifications', url: CODEDEPLOY },
  roleName: {
    min: 1,
    max: 64,
    pattern: /^[\w+=,.@-]+$/,
    allowed: 'letters, digits and _ + = , . @ -',
    url: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
  },
  scalingGroupName: {
    min: 1,
    max: 255,
    pattern: /^[^:\p{Cc}]+$/u,
    allowed: 'any character but : and control characters',
    url: 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html',
  },
  agentVersion: {
    min: 1,
    max: 64,
    pattern: /^[A-Za-z0-9._-]+$/,
    allowed: 'letters, digits and . _ -',
    url: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/codedeploy-agent.html#codedeploy-agent-version-history',
  },
  fleetCapacity: {
    min: 0,
    max: 10000,
    unit: 'instances',
    url: 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html',
  },
  healthCheckGrace: {
    min: 0,
    max: 2147483647,
    unit: 'seconds',
    url: 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html',
  },
  loadBalancerName: {
    min: 1,
    max: 32,
    pattern: /^[A-Za-z0-9-]+$/,
    allowed: 'letters, digits and -',
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html',
  },
  alarmPeriods: {
    min: 1,
    max: 1440,
    unit: 'periods',
    url: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
  },
};
