const NO_TYPE = 'The actions have no resource type.';

/** What works with ECS services, which is part of `PERMISSIONS`. */
export const CONTAINER_PERMISSIONS = {
  /** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForECS.html by its parts. */
  containerService: { actions: ['ecs:DescribeServices', 'ecs:UpdateServicePrimaryTaskSet'] },
  containerTaskSets: {
    actions: ['ecs:CreateTaskSet', 'ecs:DeleteTaskSet'],
    wildcard: 'ECS gives each task set an id, below the name of this service alone.',
  },
  findTraffic: {
    actions: [
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
    ],
    wildcard: NO_TYPE,
  },
  moveListeners: { actions: ['elasticloadbalancing:ModifyListener'] },
  moveRules: { actions: ['elasticloadbalancing:ModifyRule'] },
  moveRulesOfListener: {
    actions: ['elasticloadbalancing:ModifyRule'],
    wildcard: 'Rules of a listener have ids of their own, below that of this listener alone.',
  },
  /** The service's own reference has no resource type for it. */
  reportHook: { actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'], wildcard: NO_TYPE },
  /** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForLoadBalancers.html by its parts. */
  findTargets: {
    actions: [
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    wildcard: NO_TYPE,
  },
  moveTasks: { actions: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'] },
  containerDeploymentGroup: {
    actions: [
      'codedeploy:CreateDeployment',
      'codedeploy:GetDeployment',
      'codedeploy:GetDeploymentGroup',
      'codedeploy:ListDeployments',
    ],
  },
  containerDeploymentApplication: {
    actions: [
      'codedeploy:GetApplication',
      'codedeploy:GetApplicationRevision',
      'codedeploy:RegisterApplicationRevision',
    ],
  },
  /**
   * AWS's example still says `*`; the service's own reference says the task definition, whose revision is not known before:
   * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
   */
  registerTaskDefinition: {
    actions: ['ecs:RegisterTaskDefinition'],
    wildcard: 'Each release registers a revision of this family, whose number is not known before.',
  },
  tagTaskDefinition: {
    actions: ['ecs:TagResource'],
    wildcard: 'Each release registers a revision of this family, whose number is not known before.',
  },
  describeTaskDefinition: { actions: ['ecs:DescribeTaskDefinition'], wildcard: NO_TYPE },
  updateService: { actions: ['ecs:DescribeServices', 'ecs:UpdateService'] },
  describeTasks: {
    actions: ['ecs:DescribeTasks'],
    wildcard: 'Tasks get their ids when they start, below the name of this cluster alone.',
  },
  listTasks: {
    actions: ['ecs:ListTasks'],
    wildcard: 'The resource type is the instance, of which a service has none or any; the condition names the cluster.',
  },
};
