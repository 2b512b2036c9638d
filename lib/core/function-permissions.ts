const VERSIONS = 'Each release publishes a version, whose number is not known before.';

/** What works with releases of functions, which is part of `PERMISSIONS`. */
export const FUNCTION_PERMISSIONS = {
  hookStatus: {
    actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
    wildcard:
      'The reference of CodeDeploy has no resource type for it; AWS SAM and aws-cdk-lib give the deployment group, and so does this library: ' +
      'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html',
  },
  hookInvocation: { actions: ['lambda:InvokeFunction'] },
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html#action-reference-LambdaDeploy-permissions-action */
  functionAction: {
    actions: [
      'lambda:GetAlias',
      'lambda:GetFunctionConfiguration',
      'lambda:GetProvisionedConcurrencyConfig',
      'lambda:PublishVersion',
      'lambda:UpdateAlias',
      'lambda:UpdateFunctionCode',
    ],
    wildcard: VERSIONS,
  },
  /** The alarm of the new version, which a release lets watch it. */
  versionAlarm: { actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm', 'cloudwatch:SetAlarmState'] },
  smokeTestDeployment: { actions: ['codedeploy:GetDeployment'] },
  smokeTestInvocation: { actions: ['lambda:InvokeFunction'], wildcard: VERSIONS },
  smokeTestNetwork: {
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    wildcard:
      'Lambda asks for this before it knows the interface: ' +
      'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions',
  },
} satisfies Record<string, { readonly actions: string[]; readonly wildcard?: string }>;
