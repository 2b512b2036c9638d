const NO_TYPE = 'The actions have no resource type.';
const GROUP_ID = 'The ARN of an Auto Scaling group holds an id that nobody knows before; its name is exact.';
const MARKED = 'A group that was renamed has its former name still; the condition names the mark of this stack.';

/** What a function of the library does with a blue/green deployment group that is there. */
const BLUE_GREEN_GROUP = [
  'codedeploy:DeleteDeploymentGroup',
  'codedeploy:GetDeploymentGroup',
  'codedeploy:ListDeployments',
  'codedeploy:ListTagsForResource',
  'codedeploy:TagResource',
  'codedeploy:UntagResource',
  'codedeploy:UpdateDeploymentGroup',
];

const CHANGE_FLEET = [
  'autoscaling:CreateOrUpdateTags',
  'autoscaling:DeleteAutoScalingGroup',
  'autoscaling:UpdateAutoScalingGroup',
];

/** What works with servers, which is part of `PERMISSIONS`. */
export const SERVER_PERMISSIONS = {
  serverDeploymentGroup: {
    actions: [
      'codedeploy:CreateDeployment',
      'codedeploy:GetDeployment',
      'codedeploy:GetDeploymentGroup',
      'codedeploy:ListDeployments',
    ],
  },
  serverDeploymentApplication: {
    actions: [
      'codedeploy:GetApplication',
      'codedeploy:GetApplicationRevision',
      'codedeploy:ListDeploymentGroups',
      'codedeploy:RegisterApplicationRevision',
    ],
  },
  /** This and what follows is AWSCodeDeployRole by its parts: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRole.html */
  findServers: {
    actions: ['ec2:DescribeInstanceStatus', 'ec2:DescribeInstances', 'tag:GetResources'],
    wildcard: NO_TYPE,
  },
  findScalingGroups: {
    actions: ['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeLifecycleHooks'],
    wildcard: NO_TYPE,
  },
  hookScalingGroups: {
    actions: [
      'autoscaling:CompleteLifecycleAction',
      'autoscaling:DeleteLifecycleHook',
      'autoscaling:PutLifecycleHook',
      'autoscaling:RecordLifecycleActionHeartbeat',
      'autoscaling:ResumeProcesses',
      'autoscaling:SuspendProcesses',
    ],
    wildcard: GROUP_ID,
  },
  readScalingGroups: {
    actions: [
      'autoscaling:DescribeNotificationConfigurations',
      'autoscaling:DescribePolicies',
      'autoscaling:DescribeScalingActivities',
      'autoscaling:DescribeScheduledActions',
    ],
    wildcard: NO_TYPE,
  },
  copyScalingGroups: {
    actions: [
      'autoscaling:AttachLoadBalancerTargetGroups',
      'autoscaling:AttachLoadBalancers',
      'autoscaling:CreateAutoScalingGroup',
      'autoscaling:CreateOrUpdateTags',
      'autoscaling:DeleteAutoScalingGroup',
      'autoscaling:EnableMetricsCollection',
      'autoscaling:PutNotificationConfiguration',
      'autoscaling:PutScalingPolicy',
      'autoscaling:PutScheduledUpdateGroupAction',
      'autoscaling:PutWarmPool',
      'autoscaling:UpdateAutoScalingGroup',
    ],
    wildcard: 'CodeDeploy names the copy of a fleet by the deployment, below a prefix that is this group alone.',
  },
  copyScalingAlarms: {
    actions: ['cloudwatch:PutMetricAlarm'],
    wildcard: 'CodeDeploy and Auto Scaling name the alarms of a copied scaling policy.',
  },
  terminateServers: {
    actions: ['ec2:TerminateInstances'],
    wildcard: 'Instances get their ids at launch; the condition names their Auto Scaling groups.',
  },
  findTargetGroups: {
    actions: [
      'elasticloadbalancing:DescribeTargetGroupAttributes',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    wildcard: NO_TYPE,
  },
  moveTargets: { actions: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'] },
  findClassicLoadBalancers: {
    actions: [
      'elasticloadbalancing:DescribeInstanceHealth',
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'elasticloadbalancing:DescribeLoadBalancers',
    ],
    wildcard: NO_TYPE,
  },
  moveInstances: {
    actions: [
      'elasticloadbalancing:DeregisterInstancesFromLoadBalancer',
      'elasticloadbalancing:RegisterInstancesWithLoadBalancer',
    ],
  },
  launchServers: {
    actions: ['ec2:RunInstances'],
    wildcard: 'Instances, volumes and interfaces get their ids at launch; the condition names the launch template.',
  },
  tagServers: {
    actions: ['ec2:CreateTags'],
    wildcard: 'Instances and volumes get their ids at launch; the condition binds the tags to that.',
  },
  deploymentTopic: { actions: ['sns:Publish'] },
  createBlueGreenGroup: { actions: ['codedeploy:CreateDeploymentGroup', ...BLUE_GREEN_GROUP] },
  markedBlueGreenGroup: { actions: BLUE_GREEN_GROUP, wildcard: MARKED },
  findFleets: {
    actions: ['autoscaling:DescribeAutoScalingGroups'],
    wildcard: NO_TYPE,
  },
  createFleet: {
    actions: ['autoscaling:CreateAutoScalingGroup', 'autoscaling:CreateOrUpdateTags'],
    wildcard: GROUP_ID,
  },
  changeFleet: {
    actions: CHANGE_FLEET,
    wildcard: 'CodeDeploy names the copies of a fleet by the deployment, below a prefix that is this group alone.',
  },
  changeMarkedFleet: {
    actions: CHANGE_FLEET,
    wildcard: 'CodeDeploy names the copies of a fleet; the condition names the mark of this stack.',
  },
  fleetHealth: {
    actions: ['elasticloadbalancing:DescribeTargetHealth'],
    wildcard: NO_TYPE,
  },
  scalingServiceRole: { actions: ['iam:CreateServiceLinkedRole'] },
  /** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html without what reads every parameter. */
  managedNodeChannels: {
    actions: [
      'ec2messages:AcknowledgeMessage',
      'ec2messages:DeleteMessage',
      'ec2messages:FailMessage',
      'ec2messages:GetEndpoint',
      'ec2messages:GetMessages',
      'ec2messages:SendReply',
      'ssm:GetManifest',
      'ssm:ListAssociations',
      'ssm:PutConfigurePackageResult',
      'ssm:PutInventory',
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
    wildcard: NO_TYPE,
  },
  managedNode: {
    actions: [
      'ssm:DescribeAssociation',
      'ssm:ListInstanceAssociations',
      'ssm:PutComplianceItems',
      'ssm:UpdateAssociationStatus',
      'ssm:UpdateInstanceAssociationStatus',
      'ssm:UpdateInstanceInformation',
    ],
    wildcard: 'A machine that is managed gets its id when it is launched or activated.',
  },
  managedNodeDocuments: {
    actions: ['ssm:DescribeDocument', 'ssm:GetDocument'],
    wildcard: 'Systems Manager sends a machine the documents of AWS and of the account.',
  },
  deploymentAgent: {
    actions: [
      'codedeploy-commands-secure:GetDeploymentSpecification',
      'codedeploy-commands-secure:PollHostCommand',
      'codedeploy-commands-secure:PutHostCommandAcknowledgement',
      'codedeploy-commands-secure:PutHostCommandComplete',
    ],
    wildcard: NO_TYPE,
  },
  agentBucket: { actions: ['s3:ListBucket'] },
  agentObjects: {
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    wildcard: 'AWS publishes each version of the agent under a key of its own.',
  },
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html */
  instancesAction: {
    actions: [
      'ec2:DescribeInstances',
      'ssm:CancelCommand',
      'ssm:DescribeInstanceInformation',
      'ssm:ListCommandInvocations',
    ],
    wildcard: NO_TYPE,
  },
  instancesCommand: {
    actions: ['ssm:SendCommand'],
    wildcard: 'Instances get their ids at launch; the condition names their tag.',
  },
  instancesDocument: { actions: ['ssm:SendCommand'] },
};
