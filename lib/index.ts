export { DeliveryArtifact, PipelineArtifacts } from './core/artifact';
export type { IDeliveryAccess, StageAccess } from './core/access';
export type { DeliveryActionContext } from './core/action';
export { DeliveryConventions } from './core/delivery-conventions';
export type { DeliveryConventionsOptions } from './core/delivery-conventions';
export { DeliveryFoundation } from './core/foundation';
export type { DeliveryFoundationProps } from './core/foundation';
export type { DeliveryFoundationAttributes, IDeliveryFoundation } from './core/foundation-interface';
export { PipelineRoles } from './core/pipeline-roles';
export type { DeliveryRoles } from './core/pipeline-roles';
export { ExternalConnection } from './packages/external-connection';
export type { GradleFeedOptions, MavenFeedOptions, NpmFeedOptions, PackageFeedOptions } from './packages/feed-options';
export { OriginRestriction } from './packages/origin-restriction';
export { OrganizationalUnitPrincipal } from './packages/organizational-unit-principal';
export { PackageDomain } from './packages/package-domain';
export type { PackageDomainProps } from './packages/package-domain';
export type { IPackageDomain, PackageDomainAttributes } from './packages/package-domain-interface';
export { PackageEndpoints } from './packages/package-endpoints';
export type { PackageEndpointsProps } from './packages/package-endpoints';
export { PackageEventAccess } from './packages/package-event-access';
export type { PackageEventAccessProps } from './packages/package-event-access';
export { PackageFeed } from './packages/package-feed';
export { PackageFormat } from './packages/package-format';
export { PackageGroup } from './packages/package-group';
export type { IPackageGroup, PackageGroupProps } from './packages/package-group';
export { PackageRepository } from './packages/package-repository';
export type { PackageRepositoryProps } from './packages/package-repository';
export type { IPackageRepository, PackageRepositoryAttributes } from './packages/package-repository-interface';
export type { PackageSelection } from './packages/package-selection';
export { PackageVersionEvent } from './packages/package-version-event';
export { PackageVersionState } from './packages/package-version-filter';
export type {
  PackageVersionFilter,
  PackageVersionForwardOptions,
  PackageVersionRuleOptions,
} from './packages/package-version-filter';
export { ApprovalRule } from './source/approval-rule';
export type { ApprovalRuleOptions, ApprovalRuleProps } from './source/approval-rule';
export { Approver } from './source/approver';
export { BranchProtection } from './source/branch-protection';
export type { BranchProtectionOptions, BranchProtectionProps } from './source/branch-protection';
export type { BucketSourceOptions } from './source/bucket-source';
export type { CodeCommitSourceOptions } from './source/code-commit-source';
export type { ConnectedRepository, ConnectionSourceOptions } from './source/connection-source';
export { ConnectionProvider } from './source/git-provider';
export type { ImageSourceOptions } from './source/image-source';
export { PullRequestEvent } from './source/pull-request-event';
export type { RepositorySeed, RepositoryTrigger, SourceRepositoryProps } from './source/repository-settings';
export { Source } from './source/source';
export { SourceConnection } from './source/source-connection';
export type { SourceConnectionProps } from './source/source-connection';
export type { ISource, SourceConfig } from './source/source-interface';
export { SourceRepository } from './source/source-repository';
export type { ISourceRepository } from './source/source-repository-interface';
export { Trigger } from './source/trigger';
export type { PullRequestTriggerOptions, PushTriggerOptions } from './source/trigger';
export type { BuildBatch } from './build/build-batch';
export { BuildCache } from './build/build-cache';
export type { BucketCacheOptions, LocalCacheOptions } from './build/build-cache';
export type { BuildInstructions, BuildPhases } from './build/build-instructions';
export type { BuildLogSettings } from './build/build-logs';
export type { BuildNetwork } from './build/build-network';
export { BuildProject } from './build/build-project';

export { BuildReportFormat } from './build/build-report';
export type { BuildOutput, BuildReport } from './build/build-report';
export type { BuildProjectProps, BuildSettings } from './build/build-settings';
export { BuildSource } from './build/build-source';
export type { CodeCommitBuildOptions } from './build/build-source';
export { BuildVariable } from './build/build-variable';
export { ApproverRole, CommentApproval } from './build/comment-approval';
export type { PullRequestBuildPolicy } from './build/comment-approval';
export type { ConnectedBuildOptions, SelfManagedBuildOptions } from './build/connected-build-source';
export type { DockerBuild } from './build/docker-build';
export { ImageFile } from './build/image-build';
export type { ImageBuild } from './build/image-build';
export { ImageRepository } from './build/image-repository';
export type { ImageRepositoryProps } from './build/image-repository';
export { PullRequestChecks } from './build/pull-request-checks';
export type {
  PullRequestApproval,
  PullRequestChecksProps,
  PullRequestCheckSettings,
} from './build/pull-request-settings';
export type { ParameterVariableOptions } from './build/parameter-variable';
export type { SecretVariableOptions } from './build/secret-variable';
export type { AgentSettings } from './insight/agent-settings';
export { ApplicationProfiler } from './insight/application-profiler';
export type { ApplicationProfilerProps } from './insight/application-profiler-props';
export { CodeReview } from './insight/code-review';
export type {
  CodeReviewOptions,
  FindingMaximums,
  ReviewerReviewOptions,
  StaticAnalysisOptions,
} from './insight/code-review-options';
export type {
  ProfiledContainerOptions,
  ProfiledFunctionOptions,
  ProfiledServerOptions,
} from './insight/profiled-options';
export { AgentStart, ProfilerLanguage, ProfilerPlatform } from './insight/profiler-choices';
export { ReviewedRepository } from './insight/reviewed-repository';
export type { ReviewedConnection } from './insight/reviewed-repository';
export { ReviewerAssociation } from './insight/reviewer-association';
export type { ReviewerAssociationProps } from './insight/reviewer-association';
export type { IReviewerAssociation } from './insight/reviewer-association-interface';
export { AppSpec } from './deploy/app-spec/app-spec';
export type { LambdaAppSpecProps } from './deploy/app-spec/function-props';
export type { EcsAppSpecHooks, EcsAppSpecNetwork, EcsAppSpecProps } from './deploy/app-spec/container-props';
export type { AppSpecHooks, AppSpecScript } from './deploy/app-spec/hook-props';
export { AppSpecObjectType } from './deploy/app-spec/permission-props';
export type { AppSpecContext, AppSpecPermission } from './deploy/app-spec/permission-props';
export { FileExistsBehavior, ServerOperatingSystem } from './deploy/app-spec/server-props';
export type { AppSpecFile, AppSpecFileOptions, ServerAppSpecProps } from './deploy/app-spec/server-props';
export { BeanstalkApplication } from './deploy/beanstalk/beanstalk-application';
export type { BeanstalkApplicationProps } from './deploy/beanstalk/beanstalk-application';
export type { IBeanstalkApplication } from './deploy/beanstalk/beanstalk-application-interface';
export { BeanstalkCapacity } from './deploy/beanstalk/beanstalk-capacity';
export type { BeanstalkScaling } from './deploy/beanstalk/beanstalk-capacity';
export { BeanstalkEnvironment } from './deploy/beanstalk/beanstalk-environment';
export type {
  BeanstalkEnvironmentAttributes,
  IBeanstalkEnvironment,
} from './deploy/beanstalk/beanstalk-environment-interface';
export type { BeanstalkEnvironmentProps } from './deploy/beanstalk/beanstalk-environment-props';
export type { BeanstalkInstances, BeanstalkRootVolume, BeanstalkSpot } from './deploy/beanstalk/beanstalk-instances';
export type { BeanstalkLoadBalancer } from './deploy/beanstalk/beanstalk-load-balancer';
export type { BeanstalkLogs } from './deploy/beanstalk/beanstalk-logs';
export type { BeanstalkNetwork } from './deploy/beanstalk/beanstalk-network';
export { BeanstalkPlatform } from './deploy/beanstalk/beanstalk-platform';
export type { BeanstalkBranchOptions } from './deploy/beanstalk/beanstalk-platform';
export { BeanstalkRollout } from './deploy/beanstalk/beanstalk-rollout';
export type { BeanstalkBatch, BeanstalkTrafficSplit } from './deploy/beanstalk/beanstalk-rollout';
export { BeanstalkTier } from './deploy/beanstalk/beanstalk-tier';
export type { BeanstalkWebOptions, BeanstalkWorkerOptions } from './deploy/beanstalk/beanstalk-tier';
export { BeanstalkUpdateLevel, BeanstalkUpdates } from './deploy/beanstalk/beanstalk-updates';
export type { BeanstalkUpdateOptions } from './deploy/beanstalk/beanstalk-updates';
export { BeanstalkVariable } from './deploy/beanstalk/beanstalk-variable';
export type { BeanstalkParameterOptions, BeanstalkSecretOptions } from './deploy/beanstalk/beanstalk-variable';
export { BeanstalkVersions } from './deploy/beanstalk/beanstalk-versions';
export type { BeanstalkOption } from './deploy/beanstalk/option-settings';
export { EcsController } from './deploy/container/ecs-controller';
export type {
  CodeDeployControllerOptions,
  EcsControllerOptions,
  EcsDeploymentHooks,
  EcsLifecycleHook,
} from './deploy/container/ecs-controller-options';
export { EcsDeployment } from './deploy/container/ecs-deployment';
export type { EcsDeploymentAttributes, IEcsDeployment } from './deploy/container/ecs-deployment-interface';
export type { EcsDeploymentProps, EcsTrafficRule } from './deploy/container/ecs-deployment-props';
export type { EcsReleasedImage, EcsTargetOptions } from './deploy/container/ecs-target-options';
export type { ImageTargetOptions } from './deploy/container/image-target';
export { DeployTarget } from './deploy/deploy-target';
export { BlueFleet } from './deploy/blue-fleet';
export type { DeployTargetOptions } from './deploy/deploy-target-options';
export type { DeployTargetConfig, DeployTargetContext, IDeployTarget } from './deploy/deploy-target-interface';
export { DeploymentEvent } from './deploy/deployment-notification';
export type { DeploymentNotification } from './deploy/deployment-notification';
export type { LambdaActionOptions } from './deploy/function/lambda-action-options';
export { LambdaDeployment } from './deploy/function/lambda-deployment';
export type { ILambdaDeployment, LambdaDeploymentAttributes } from './deploy/function/lambda-deployment-interface';
export type { LambdaDeploymentProps } from './deploy/function/lambda-deployment-props';
export { ReleaseWay } from './deploy/function/release-way';
export type { ZoneByZone } from './deploy/healthy-hosts';
export type { AlarmCondition, PlatformAlarms } from './deploy/platform-alarms';
export { Rollback } from './deploy/rollback';
export { Rollout } from './deploy/rollout';
export type { BlueGreenOptions, TrafficShift } from './deploy/rollout';
export { DeploymentAgent } from './deploy/server/deployment-agent';
export type { AgentOptions } from './deploy/server/deployment-agent';
export type { InstancesTargetOptions } from './deploy/server/instances-target-options';
export { OnPremisesServers } from './deploy/server/on-premises-servers';
export type { OnPremisesServersProps } from './deploy/server/on-premises-servers';
export { ServerDeployment } from './deploy/server/server-deployment';
export type { IServerDeployment, ServerDeploymentAttributes } from './deploy/server/server-deployment-interface';
export { OutdatedInstances } from './deploy/server/server-deployment-props';
export type { ServerDeploymentProps } from './deploy/server/server-deployment-props';
export { ServerFleet } from './deploy/server/server-fleet';
export type { ExistingFleetOptions, LaunchedFleetProps } from './deploy/server/server-fleet';
export type { ArchiveTargetOptions } from './deploy/site/archive-target';
export type { SiteTargetOptions } from './deploy/site/site-target-options';
export { SmokeCheck } from './deploy/smoke-check';
export type { InvokeCheckOptions, UrlCheckOptions } from './deploy/smoke-check';
export { SmokeTest } from './deploy/smoke-test';
export type { SmokeExpectation, SmokeTestNetwork, SmokeTestProps } from './deploy/smoke-test-props';
export type { CdkStageOptions } from './deploy/stack/cdk-stage-options';
export type { ChangeSetApproval, StackDeploymentOptions } from './deploy/stack/stack-deployment-options';
export type { StackTargetOptions } from './deploy/stack/stack-target-options';
export { TargetVariables } from './deploy/target-variables';
export type { AlarmRuleOptions } from './pipeline/alarm-rule';
export type { ApprovalOptions } from './pipeline/approval-options';
export type { ApproverPolicyOptions } from './pipeline/approvers';
export { Build } from './pipeline/build';
export type { BuildOptions, ExistingBuildOptions } from './pipeline/build-options';
export type { CommandsOptions } from './pipeline/commands-options';
export type { CommandsRuleOptions } from './pipeline/commands-rule';
export { DeliveryPipeline } from './pipeline/delivery-pipeline';
export type { DeliveryPipelineProps } from './pipeline/delivery-pipeline';
export { DeliveryAccess } from './pipeline/delivery-access';
export type {
  DeliveryAccessAttributes,
  DeliveryAccessDocuments,
  DeliveryAccessProps,
} from './pipeline/delivery-access-props';
export { SuccessResult } from './pipeline/delivery-stage';
export type { DeliveryStage, DeployWave, SuccessCondition } from './pipeline/delivery-stage';
export { ExecutionInput } from './pipeline/execution-input';
export type { DeploymentHours } from './pipeline/deployment-hours';
export type { FunctionRuleOptions } from './pipeline/function-rule';
export { Gate } from './pipeline/gate';
export { GateResult } from './pipeline/gate-interface';
export type { GateConfig, IGate } from './pipeline/gate-interface';
export { PipelineGrants } from './pipeline/pipeline-grants';
export { PipelineStart } from './pipeline/pipeline-start';
export type { EventStartOptions } from './pipeline/pipeline-start';
export { PipelineVariable } from './pipeline/pipeline-variable';
export type { PipelineVariableOptions } from './pipeline/pipeline-variable';
export { SourceVariables } from './pipeline/source-variables';
export type { JenkinsOptions } from './pipeline/jenkins-verification';
export type { FunctionVerificationOptions } from './pipeline/lambda-verification';
export type { LoadTestOptions } from './pipeline/load-test-options';
export type { PipelineVerificationOptions } from './pipeline/pipeline-verification-options';
export type { ImageScanOptions, ScanThresholds, SourceScanOptions } from './pipeline/scan-options';
export type { StateMachineVerificationOptions } from './pipeline/state-machine-verification';
export type { SyntheticCheckOptions } from './pipeline/synthetic-check-options';
export type { ExistingTestOptions, TestOptions } from './pipeline/test-options';
export { StageFailure } from './pipeline/stage-failure';
export { StageRule } from './pipeline/stage-rule';
export { Verification } from './pipeline/verification';
export type { VerificationOptions } from './pipeline/verification-options';
export { VerificationVariables } from './pipeline/verification-variables';
export type { FunctionGateOptions, VariableGateOptions } from './pipeline/gate-options';
export type { ProjectRuleOptions } from './pipeline/project-rule';
export { VariableCheck } from './pipeline/variable-check';
export type { VariableRuleOptions } from './pipeline/variable-rule';
export type { IVerification, VerificationConfig, VerificationContext } from './pipeline/verification-interface';
export type { WaitForWindowOptions } from './pipeline/wait-for-window-gate';
export { WeekDay, WeekDays } from './pipeline/week-days';
export type { DeploymentWindowOptions } from './pipeline/window-rule';
export { Delivery } from './stack/delivery';
export type { DeliveryProps } from './stack/delivery';
export { DeliveryStack } from './stack/delivery-stack';
export type { DeliveryStackProps } from './stack/delivery-stack';
