import { urlSuffixOf } from '../environment';
import type { PhysicalResource } from './physical-resource';
import { knownByArn, named, namedWithArn, refOnly, type ResourceTypes, text } from './resource-type';

const projectName = named('Name');
const pipelineName = named('Name', { maxLength: 100 });
const profilingGroupName = named('ProfilingGroupName');
const repositoryName = text('RepositoryName');

const repositoryId = (repository: PhysicalResource): string => repository.uuid();
const domainOwner = (repository: PhysicalResource): string =>
  repository.textOr('DomainOwner', repository.environment.account);

function cloneUrl(repository: PhysicalResource, scheme: string): string {
  const { region, partition } = repository.environment;
  return `${scheme}://git-codecommit.${region}.${urlSuffixOf(partition)}/v1/repos/${repositoryName(repository)}`;
}

function packageRepositoryArn(repository: PhysicalResource): string {
  const { region, partition } = repository.environment;
  const path = `${repository.text('DomainName')}/${repository.text('RepositoryName')}`;
  return `arn:${partition}:codeartifact:${region}:${domainOwner(repository)}:repository/${path}`;
}

export const DEVELOPER_TOOL_TYPES: ResourceTypes = {
  'AWS::CodeCommit::Repository': namedWithArn(repositoryId, (it) => it.arn('codecommit', repositoryName(it)), {
    Name: repositoryName,
    RepositoryId: repositoryId,
    CloneUrlHttp: (repository) => cloneUrl(repository, 'https'),
    CloneUrlSsh: (repository) => cloneUrl(repository, 'ssh'),
  }),
  'AWS::CodeBuild::Project': namedWithArn(projectName, (it) => it.arn('codebuild', `project/${projectName(it)}`)),
  'AWS::CodeBuild::ReportGroup': knownByArn((it) => it.arn('codebuild', `report-group/${it.name('Name')}`), 'Arn'),
  'AWS::CodeBuild::Fleet': knownByArn((it) => it.arn('codebuild', `fleet/${it.name('Name')}:${it.uuid()}`), 'Arn'),
  'AWS::CodePipeline::Pipeline': namedWithArn(pipelineName, (it) => it.arn('codepipeline', pipelineName(it)), {
    Version: () => '1',
  }),
  'AWS::CodePipeline::Webhook': refOnly(named('Name')),
  'AWS::CodeDeploy::Application': refOnly(named('ApplicationName', { maxLength: 100 })),
  'AWS::CodeDeploy::DeploymentGroup': refOnly(named('DeploymentGroupName', { maxLength: 100 })),
  'AWS::CodeDeploy::DeploymentConfig': refOnly(named('DeploymentConfigName', { maxLength: 100 })),
  'AWS::CodeArtifact::Domain': knownByArn((it) => it.arn('codeartifact', `domain/${it.text('DomainName')}`), 'Arn', {
    Name: text('DomainName'),
    Owner: (domain) => domain.environment.account,
    EncryptionKey: text('EncryptionKey'),
  }),
  'AWS::CodeArtifact::Repository': knownByArn(packageRepositoryArn, 'Arn', {
    Name: text('RepositoryName'),
    DomainName: text('DomainName'),
    DomainOwner: domainOwner,
  }),
  'AWS::CodeConnections::Connection': knownByArn(
    (it) => it.arn('codeconnections', `connection/${it.uuid()}`),
    'ConnectionArn',
  ),
  'AWS::CodeStarConnections::Connection': knownByArn(
    (it) => it.arn('codestar-connections', `connection/${it.uuid()}`),
    'ConnectionArn',
  ),
  'AWS::CodeStarNotifications::NotificationRule': knownByArn(
    (it) => it.arn('codestar-notifications', `notificationrule/${it.hex(40)}`),
    'Arn',
  ),
  'AWS::CodeGuruProfiler::ProfilingGroup': namedWithArn(profilingGroupName, (group) =>
    group.arn('codeguru-profiler', `profilingGroup/${profilingGroupName(group)}`),
  ),
  'AWS::CodeGuruReviewer::RepositoryAssociation': knownByArn(
    (it) => it.arn('codeguru-reviewer', `association:${it.uuid()}`),
    'AssociationArn',
  ),
  'AWS::Chatbot::SlackChannelConfiguration': knownByArn(
    (it) => it.globalArn('chatbot', `chat-configuration/slack-channel/${it.text('ConfigurationName')}`),
    'Arn',
  ),
};
