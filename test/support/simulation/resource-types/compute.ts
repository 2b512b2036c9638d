import { urlSuffixOf } from '../environment';
import type { PhysicalResource } from './physical-resource';
import { knownByArn, named, namedWithArn, refOnly, type ResourceTypes, text } from './resource-type';

const functionName = named('FunctionName', { maxLength: 64 });
const clusterName = named('ClusterName');
const serviceName = named('ServiceName');
const imageRepositoryName = named('RepositoryName', { lowerCase: true });
const groupName = named('AutoScalingGroupName');

/** The ARN of the function that a version, alias or URL names by its name or ARN. */
function functionArnOf(resource: PhysicalResource, property: string): string {
  const target = resource.text(property);
  return target.startsWith('arn:') ? target : resource.arn('lambda', `function:${target}`);
}

const versionArn = (version: PhysicalResource): string => `${functionArnOf(version, 'FunctionName')}:1`;
const aliasArn = (alias: PhysicalResource): string => `${functionArnOf(alias, 'FunctionName')}:${alias.text('Name')}`;

function serviceArn(service: PhysicalResource): string {
  const cluster = service.textOr('Cluster', 'default').split('/').at(-1);
  return service.arn('ecs', `service/${cluster}/${serviceName(service)}`);
}

function repositoryUri(repository: PhysicalResource): string {
  const { account, region, partition } = repository.environment;
  return `${account}.dkr.ecr.${region}.${urlSuffixOf(partition)}/${imageRepositoryName(repository)}`;
}

export const COMPUTE_TYPES: ResourceTypes = {
  'AWS::Lambda::Function': namedWithArn(functionName, (it) => it.arn('lambda', `function:${functionName(it)}`)),
  'AWS::Lambda::Version': knownByArn(versionArn, 'FunctionArn', { Version: () => '1' }),
  'AWS::Lambda::Alias': knownByArn(aliasArn, 'AliasArn'),
  'AWS::Lambda::LayerVersion': knownByArn(
    (it) => it.arn('lambda', `layer:${it.name('LayerName')}:1`),
    'LayerVersionArn',
  ),
  'AWS::Lambda::EventSourceMapping': {
    ref: (mapping) => mapping.uuid(),
    attributes: {
      Id: (mapping) => mapping.uuid(),
      EventSourceMappingArn: (mapping) => mapping.arn('lambda', `event-source-mapping:${mapping.uuid()}`),
    },
  },
  'AWS::Lambda::Url': knownByArn((url) => functionArnOf(url, 'TargetFunctionArn'), 'FunctionArn', {
    FunctionUrl: (url) => `https://${url.hex(32)}.lambda-url.${url.environment.region}.on.aws/`,
  }),
  'AWS::ECS::Cluster': namedWithArn(clusterName, (it) => it.arn('ecs', `cluster/${clusterName(it)}`)),
  'AWS::ECS::Service': knownByArn(serviceArn, 'ServiceArn', { Name: serviceName }),
  'AWS::ECS::TaskDefinition': knownByArn(
    (it) => it.arn('ecs', `task-definition/${it.name('Family')}:1`),
    'TaskDefinitionArn',
  ),
  'AWS::ECR::Repository': namedWithArn(
    imageRepositoryName,
    (it) => it.arn('ecr', `repository/${imageRepositoryName(it)}`),
    { RepositoryUri: repositoryUri },
  ),
  'AWS::AutoScaling::AutoScalingGroup': {
    ref: groupName,
    attributes: {
      AutoScalingGroupARN: (it) =>
        it.arn('autoscaling', `autoScalingGroup:${it.uuid()}:autoScalingGroupName/${groupName(it)}`),
    },
  },
  'AWS::AutoScaling::LaunchConfiguration': refOnly(named('LaunchConfigurationName')),
  'AWS::ElasticBeanstalk::Application': refOnly(named('ApplicationName', { maxLength: 100 })),
  'AWS::ElasticBeanstalk::Environment': {
    ref: named('EnvironmentName', { maxLength: 40 }),
    attributes: { EndpointURL: (it) => `awseb-${it.hex(8)}.${it.environment.region}.elb.amazonaws.com` },
  },
  'AWS::ElasticBeanstalk::ApplicationVersion': refOnly((version) => version.name('VersionLabel')),
  'AWS::ElasticBeanstalk::ConfigurationTemplate': {
    ref: named('TemplateName'),
    attributes: { TemplateName: named('TemplateName') },
  },
  'AWS::Synthetics::Canary': { ref: text('Name'), attributes: { Id: (canary) => canary.uuid() } },
};
