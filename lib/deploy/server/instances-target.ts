import { Stack, Token } from 'aws-cdk-lib';
import { Ec2DeployAction, Ec2DeploySpecifications, Ec2InstanceType } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Ec2MaxInstances } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { writeActionLogs } from '../../core/action-logs';
import type { IDeliveryAccess } from '../../core/access';
import type { DeliveryArtifact } from '../../core/artifact';
import { variablesNamespace } from '../../core/artifact';
import { readArtifacts } from '../../core/artifact-access';
import { checkGiven, checkLiteralName, checkLiteralOneOf, checkText } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { checkGrantee, roleOf } from '../../core/grants';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import type { DeployTargetConfig, DeployTargetContext, IDeployTarget } from '../deploy-target-interface';
import { managedNodePermissions } from './instance-access';
import type { InstancesTargetOptions } from './instances-target-options';
import { checkLoadBalancers, targetGroupHere } from './server-load-balancers';
import type { ServerLoadBalancers } from './server-load-balancers';
import { grantServer } from './server-roles';
import { loadBalancerPermissions } from './service-permissions';

/** Releases to instances by an action of CodePipeline's own. */
export class InstancesTarget implements IDeployTarget {
  public readonly targetName: string;
  public readonly artifact?: DeliveryArtifact;
  public readonly access?: IDeliveryAccess;

  constructor(private readonly options: InstancesTargetOptions) {
    this.targetName = options.targetName ?? 'Instances';
    this.artifact = options.artifact;
    this.access = options.access ?? undefined;
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.instances');
    const { options } = this;
    const loadBalancers = checkLoadBalancers(scope, problems, { targetGroups: options.targetGroups });
    const settings = checkSettings(problems, options);
    const action = new Ec2DeployAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      input: context.artifacts.input(context.artifact),
      instanceType: checkType(problems, options.instanceType),
      instanceTagKey: settings.tagKey,
      instanceTagValue: settings.tagValue,
      deploySpecifications: Ec2DeploySpecifications.inline({
        targetDirectory: settings.targetDirectory,
        preScript: settings.preScript,
        postScript: settings.postScript,
      }),
      maxBatch: checkMost(problems, 'maxBatch', options.maxBatch),
      maxError: checkMost(problems, 'maxError', options.maxError),
      targetGroups: loadBalancers.targetGroups.map((named) => targetGroupHere(scope, named)),
      variablesNamespace: variablesNamespace(context.stageName, this.targetName),
    });
    allowInstances(scope, problems, options.instances, context);
    return { actions: [action], permissions: releasePermissions(scope, context, settings, loadBalancers) };
  }
}

interface Settings {
  readonly tagKey: string;
  readonly tagValue?: string;
  readonly targetDirectory: string;
  readonly preScript?: string;
  readonly postScript: string;
}

function checkSettings(problems: Problems, options: InstancesTargetOptions): Settings {
  for (const prop of ['tagKey', 'targetDirectory', 'postScript'] as const) {
    checkGiven(problems, prop, options[prop], 'given');
  }
  const path = (prop: 'targetDirectory' | 'preScript'): string | undefined =>
    checkAbsolute(problems, prop, checkText(problems, prop, options[prop], LIMITS.actionConfigurationValue));
  return {
    tagKey: checkLiteralName(problems, 'tagKey', options.tagKey, LIMITS.instanceTagKey) ?? 'missing',
    tagValue: checkText(problems, 'tagValue', options.tagValue, LIMITS.tagValue),
    targetDirectory: path('targetDirectory') ?? '/missing',
    preScript: path('preScript'),
    postScript: checkLiteralName(problems, 'postScript', options.postScript, LIMITS.scriptPath) ?? 'missing',
  };
}

function checkAbsolute(problems: Problems, prop: string, path: string | undefined): string | undefined {
  if (path === undefined || Token.isUnresolved(path) || path.startsWith('/')) return path;
  problems.add(prop, 'must be an absolute path on the instance', { got: path, cure: 'begin it with /' });
  return undefined;
}

function checkType(problems: Problems, given: Ec2InstanceType | undefined): Ec2InstanceType {
  return checkLiteralOneOf(problems, 'instanceType', given, Ec2InstanceType, 'Ec2InstanceType') ?? Ec2InstanceType.EC2;
}

function checkMost(problems: Problems, prop: string, given: Ec2MaxInstances | undefined): Ec2MaxInstances | undefined {
  if (given === undefined || typeof (given as Partial<Ec2MaxInstances> | null)?.value === 'string') return given;
  problems.add(prop, 'must be an Ec2MaxInstances', { got: given, cure: 'use Ec2MaxInstances.targets or percentage' });
  return undefined;
}

function allowInstances(
  scope: Construct,
  problems: Problems,
  given: IGrantable[] | undefined,
  { foundation, pipelineName }: DeployTargetContext,
): void {
  const principals = new Set<IGrantable>();
  forEachMember(problems, 'instances', given ?? [], 0, (grantee, prop) => {
    const checked = checkGrantee(problems, prop, grantee);
    if (checked !== undefined) principals.add(roleOf(checked) ?? checked);
  });
  for (const principal of principals) {
    const statements = [...managedNodePermissions(scope), ...readArtifacts(foundation, pipelineName)];
    grantServer(scope, 'Instances', principal, statements);
  }
}

function releasePermissions(
  scope: Construct,
  { pipelineName }: DeployTargetContext,
  { tagKey, tagValue }: Settings,
  loadBalancers: ServerLoadBalancers,
): PolicyStatement[] {
  const stack = Stack.of(scope);
  const tag = `aws:ResourceTag/${tagKey}`;
  const tagged = tagValue === undefined ? { Null: { [tag]: 'false' } } : { StringEquals: { [tag]: tagValue } };
  const nodes = [
    stack.formatArn({ service: 'ec2', resource: 'instance', resourceName: '*' }),
    stack.formatArn({ service: 'ssm', resource: 'managed-instance', resourceName: '*' }),
  ];
  const document = (name: string): string =>
    stack.formatArn({ service: 'ssm', account: '', resource: 'document', resourceName: name });
  return [
    allow(PERMISSIONS.instancesAction, ['*']),
    allow(PERMISSIONS.instancesCommand, nodes, tagged),
    allow(PERMISSIONS.instancesDocument, [document('AWS-RunPowerShellScript'), document('AWS-RunShellScript')]),
    writeActionLogs(scope, pipelineName),
    ...loadBalancerPermissions(scope, loadBalancers),
  ];
}
