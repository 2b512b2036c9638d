const GENERATED =
  'Elastic Beanstalk generates the name when it makes the environment; all of its names begin with awseb-.';
const NO_TYPE = 'The actions have no resource type.';

/**
 * What works with Elastic Beanstalk, which is part of `PERMISSIONS`.
 *
 * - Releases: UpdateEnvironment works with the permissions of its caller. CodePipeline's page
 *   https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Beanstalk.html lists whole services; what an update
 *   of a running environment does with them is listed, action by action, in
 *   https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSElasticBeanstalkManagedUpdatesServiceRolePolicy.html, and
 *   what it does with listeners in
 *   https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess-AWSElasticBeanstalk.html.
 * - Health: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSElasticBeanstalkEnhancedHealth.html
 * - Instances: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSElasticBeanstalkWebTier.html and
 *   https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSElasticBeanstalkWorkerTier.html, limited as in
 *   https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.cross-env-s3-access.html.
 */
export const BEANSTALK_PERMISSIONS = {
  /** CodePipeline puts a version into the application, by a name of its own. */
  beanstalkVersion: {
    actions: [
      'elasticbeanstalk:CreateApplicationVersion',
      'elasticbeanstalk:DescribeApplicationVersions',
      'elasticbeanstalk:DescribeEvents',
    ],
    wildcard: 'CodePipeline names the application versions that it makes.',
  },
  /** It tells the environment to take the version, and watches: without DescribeEvents the action hangs. */
  beanstalkEnvironment: {
    actions: [
      'elasticbeanstalk:DescribeConfigurationSettings',
      'elasticbeanstalk:DescribeEnvironmentResources',
      'elasticbeanstalk:DescribeEnvironments',
      'elasticbeanstalk:DescribeEvents',
      'elasticbeanstalk:UpdateEnvironment',
    ],
  },
  /** Finds the bucket of Elastic Beanstalk. */
  beanstalkStorage: { actions: ['elasticbeanstalk:CreateStorageLocation'], wildcard: NO_TYPE },
  beanstalkReads: {
    actions: [
      'autoscaling:DescribeAccountLimits',
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeAutoScalingInstances',
      'autoscaling:DescribeLaunchConfigurations',
      'autoscaling:DescribeLoadBalancers',
      'autoscaling:DescribeNotificationConfigurations',
      'autoscaling:DescribePolicies',
      'autoscaling:DescribeScalingActivities',
      'autoscaling:DescribeScheduledActions',
      'ec2:DescribeAccountAttributes',
      'ec2:DescribeAddresses',
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeImages',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeInstances',
      'ec2:DescribeKeyPairs',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:DescribeLaunchTemplates',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSnapshots',
      'ec2:DescribeSpotInstanceRequests',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTags',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
      'logs:DescribeLogGroups',
    ],
    wildcard: NO_TYPE,
  },
  /** An environment is a stack of CloudFormation; an immutable release makes a second one for a while. */
  beanstalkStacks: {
    actions: [
      'cloudformation:CancelUpdateStack',
      'cloudformation:CreateStack',
      'cloudformation:DeleteStack',
      'cloudformation:DescribeStackEvents',
      'cloudformation:DescribeStackResource',
      'cloudformation:DescribeStackResources',
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplate',
      'cloudformation:ListStackResources',
      'cloudformation:TagResource',
      'cloudformation:UntagResource',
      'cloudformation:UpdateStack',
    ],
    wildcard: GENERATED,
  },
  /** Releases pause Auto Scaling, and move instances between groups. */
  beanstalkGroups: {
    actions: [
      'autoscaling:AttachInstances',
      'autoscaling:CreateAutoScalingGroup',
      'autoscaling:CreateOrUpdateTags',
      'autoscaling:DeleteAutoScalingGroup',
      'autoscaling:DeletePolicy',
      'autoscaling:DeleteScheduledAction',
      'autoscaling:DetachInstances',
      'autoscaling:PutNotificationConfiguration',
      'autoscaling:PutScalingPolicy',
      'autoscaling:PutScheduledUpdateGroupAction',
      'autoscaling:ResumeProcesses',
      'autoscaling:SetDesiredCapacity',
      'autoscaling:SuspendProcesses',
      'autoscaling:TerminateInstanceInAutoScalingGroup',
      'autoscaling:UpdateAutoScalingGroup',
    ],
    wildcard: GENERATED,
  },
  beanstalkLaunchTemplates: {
    actions: [
      'ec2:CreateLaunchTemplate',
      'ec2:CreateLaunchTemplateVersion',
      'ec2:DeleteLaunchTemplate',
      'ec2:DeleteLaunchTemplateVersions',
    ],
    wildcard: 'EC2 chooses the ids of launch templates.',
  },
  beanstalkRunInstances: {
    actions: ['ec2:RunInstances'],
    wildcard: 'EC2 chooses the ids of what it launches, and only from a launch template.',
  },
  beanstalkTagInstances: {
    actions: ['ec2:CreateTags'],
    wildcard: 'EC2 chooses the ids of what it tags, and only while it makes it.',
  },
  beanstalkTerminateInstances: {
    actions: ['ec2:TerminateInstances'],
    wildcard: 'EC2 chooses the ids of instances; only those in stacks of Elastic Beanstalk.',
  },
  /** A single instance has an Elastic IP address. */
  beanstalkAddresses: {
    actions: ['ec2:AllocateAddress', 'ec2:AssociateAddress', 'ec2:DisassociateAddress', 'ec2:ReleaseAddress'],
    wildcard: 'EC2 chooses the ids of addresses, interfaces and instances.',
  },
  beanstalkTargets: {
    actions: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
    wildcard: GENERATED,
  },
  /** Splitting traffic needs a second target group, and weights in the listeners. */
  beanstalkTargetGroups: {
    actions: [
      'elasticloadbalancing:AddTags',
      'elasticloadbalancing:CreateTargetGroup',
      'elasticloadbalancing:DeleteTargetGroup',
      'elasticloadbalancing:ModifyTargetGroup',
      'elasticloadbalancing:ModifyTargetGroupAttributes',
    ],
    wildcard: GENERATED,
  },
  beanstalkListeners: {
    actions: [
      'elasticloadbalancing:CreateRule',
      'elasticloadbalancing:DeleteRule',
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:ModifyRule',
      'elasticloadbalancing:SetRulePriorities',
    ],
    wildcard: GENERATED,
  },
  beanstalkBucket: {
    actions: ['s3:CreateBucket', 's3:GetBucketLocation', 's3:GetBucketPolicy', 's3:ListBucket', 's3:PutBucketPolicy'],
  },
  beanstalkObjects: {
    actions: [
      's3:DeleteObject',
      's3:GetObject',
      's3:GetObjectAcl',
      's3:GetObjectVersion',
      's3:GetObjectVersionAcl',
      's3:PutObject',
      's3:PutObjectAcl',
      's3:PutObjectVersionAcl',
    ],
    wildcard: 'Elastic Beanstalk chooses the keys in its bucket.',
  },
  beanstalkLogGroups: {
    actions: ['logs:CreateLogGroup', 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy'],
    wildcard: 'The platform names the log groups, below the name of this environment.',
  },
  beanstalkTopics: {
    actions: ['sns:CreateTopic', 'sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'],
    wildcard: 'Elastic Beanstalk names the topics of environments.',
  },
  beanstalkAlarms: { actions: ['cloudwatch:DeleteAlarms', 'cloudwatch:PutMetricAlarm'], wildcard: GENERATED },
  beanstalkQueueReads: { actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], wildcard: GENERATED },
  beanstalkHealthReads: {
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeAutoScalingInstances',
      'autoscaling:DescribeNotificationConfigurations',
      'autoscaling:DescribeScalingActivities',
      'ec2:DescribeAddresses',
      'ec2:DescribeInstanceStatus',
      'ec2:DescribeInstances',
      'ec2:DescribeSecurityGroups',
      'elasticloadbalancing:DescribeInstanceHealth',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    wildcard: NO_TYPE,
  },
  beanstalkConsoleOutput: { actions: ['ec2:GetConsoleOutput'], wildcard: 'EC2 chooses the ids of instances.' },
  beanstalkAssociateAddress: {
    actions: ['ec2:AssociateAddress'],
    wildcard: 'EC2 chooses the ids of addresses, interfaces and instances.',
  },
  beanstalkPublish: { actions: ['sns:Publish'], wildcard: 'Elastic Beanstalk names the topics of environments.' },
  beanstalkLogs: {
    actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    wildcard: 'The platform names groups and streams, below the name of this environment.',
  },
  beanstalkInstanceBucket: { actions: ['s3:GetBucketLocation', 's3:ListBucket'] },
  beanstalkInstanceObjects: {
    actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
    wildcard: 'The keys begin with the id of the environment, which is not known before it exists.',
  },
  beanstalkInstanceHealth: { actions: ['elasticbeanstalk:PutInstanceStatistics'] },
  beanstalkWorkerMessages: {
    actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
    wildcard: GENERATED,
  },
  queueKey: { actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
  beanstalkWorkerMetrics: {
    actions: ['cloudwatch:PutMetricData'],
    wildcard: 'AWSElasticBeanstalkWorkerTier has it so: the daemon of a worker publishes metrics.',
  },
  beanstalkWorkerTasks: {
    actions: [
      'dynamodb:BatchGetItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ],
    wildcard: GENERATED,
  },
  beanstalkVersionExpiry: {
    actions: ['elasticbeanstalk:DeleteApplicationVersion', 'elasticbeanstalk:DescribeApplicationVersions'],
    wildcard: 'Application versions get their names at release.',
  },
  beanstalkVersionUse: {
    actions: ['elasticbeanstalk:DescribeApplications', 'elasticbeanstalk:DescribeEnvironments'],
    wildcard: 'The environments of an application are not known to it.',
  },
};
