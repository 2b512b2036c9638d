import { App, CfnParameter, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Alarm, CompositeAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  Build,
  BuildProject,
  BuildVariable,
  DeliveryConventions,
  DeliveryFoundation,
  DeliveryPipeline,
  DeliveryStack,
  DeployTarget,
  Gate,
  LambdaDeployment,
  Rollback,
  Rollout,
  Source,
  SourceRepository,
} from '../lib';
import type {
  BuildProjectProps,
  DeliveryArtifact,
  DeliveryConventionsOptions,
  DeliveryPipelineProps,
  ILambdaDeployment,
  LambdaDeploymentProps,
} from '../lib';
import { errorsOf, newDeployment, newFunction, newPipeline, newSource, newStack, newTarget } from './support/fixtures';

/** Something that the compiler refuses, and that users of plain JavaScript write all the same. */
function untyped<T>(value: unknown): T {
  return value as T;
}

interface Mistake {
  readonly what: string;
  readonly make: (stack: Stack) => unknown;
  readonly says: string;
}

const minutes = (count: number): Duration => Duration.minutes(count);
const canary = (percentage: number, interval: Duration): Partial<LambdaDeploymentProps> => ({
  rollout: Rollout.canary({ percentage, interval }),
});
const alarm = (stack: Stack, id: string): IAlarm =>
  new Alarm(stack, id, {
    metric: new Metric({ namespace: 'N', metricName: 'M' }),
    threshold: 1,
    evaluationPeriods: 1,
  });
const build = (props: BuildProjectProps) => (stack: Stack) => new BuildProject(stack, 'Build', props);
const variables = (given: Record<string, unknown>) => build({ variables: untyped(given) });
const pipeline = (props: (stack: Stack) => Partial<DeliveryPipelineProps>) => (stack: Stack) =>
  newPipeline(stack, props(stack));

const conventions = (options: DeliveryConventionsOptions) => (stack: Stack) => {
  DeliveryConventions.of(stack).apply(options);
};

const CONVENTIONS = 'Test (DeliveryConventions)';
const DEPLOYMENT = 'Production (LambdaDeployment)';
const BUILD = 'Build (BuildProject)';
const PIPELINE = 'Pipeline (DeliveryPipeline)';

const MISTAKES: Mistake[] = [
  {
    what: 'conventions that are none',
    make: conventions(untyped('acme-')),
    says: `${CONVENTIONS}: must be an object, got 'acme-'`,
  },
  {
    what: 'a path without slashes',
    make: conventions({ rolePath: 'delivery' }),
    says: `${CONVENTIONS} rolePath: must be 1 to 512 characters of printable ASCII without spaces and *, with a / first and last, got 'delivery'`,
  },
  {
    what: 'a path that is known at deployment only',
    make: conventions({ rolePath: Lazy.string({ produce: () => '/delivery/' }) }),
    says: `${CONVENTIONS} rolePath: must be known at synthesis, got a value known at deployment only; give a literal`,
  },
  {
    what: 'a prefix with a character that not all names take',
    make: conventions({ namePrefix: 'acme_' }),
    says: `${CONVENTIONS} namePrefix: must be 1 to 20 characters of letters, digits and single hyphens, with a letter first, got 'acme_'`,
  },
  {
    what: 'a prefix that parts a pipeline from its builds',
    make: conventions({ namePrefix: 'acme--' }),
    says: `${CONVENTIONS} namePrefix: must be 1 to 20 characters of letters, digits and single hyphens, with a letter first, got 'acme--'`,
  },
  {
    what: 'a retention that CloudWatch Logs does not know',
    make: conventions({ logRetention: untyped(8) }),
    says: `${CONVENTIONS} logRetention: must be one of ${Object.values(RetentionDays)
      .filter((days) => typeof days === 'number')
      .join(', ')}, got 8; use RetentionDays`,
  },
  {
    what: 'a boundary that is a name',
    make: conventions({ permissionsBoundary: untyped('acme-boundary') }),
    says: `${CONVENTIONS} permissionsBoundary: must be a managed policy, got 'acme-boundary'`,
  },
  {
    what: 'tags that are a list',
    make: conventions({ tags: untyped(['orders']) }),
    says: `${CONVENTIONS} tags: must be an object, got a list`,
  },
  {
    what: 'a tag that is a number',
    make: conventions({ tags: untyped({ cost: 5 }) }),
    says: `${CONVENTIONS} tags['cost']: must be a string, got 5`,
  },
  {
    what: 'a tag with a character that IAM refuses',
    make: conventions({ tags: { team: 'orders*' } }),
    says: `${CONVENTIONS} tags['team']: must be 0 to 256 characters of letters, digits, spaces and _ . : / = + - @, got 'orders*'`,
  },
  {
    what: 'a tag of AWS',
    make: conventions({ tags: { 'aws:team': 'orders' } }),
    says: `${CONVENTIONS} tags: must be 1 to 128 characters of letters, digits, spaces and _ . : / = + - @, without aws: first, got 'aws:team'`,
  },
  {
    what: 'a canary of 150 percent',
    make: (stack) => newDeployment(stack, 'Production', canary(150, minutes(5))),
    says: `${DEPLOYMENT} rollout.percentage: must be 1 to 99 percent, got 150`,
  },
  {
    what: 'a canary of a part of a percent',
    make: (stack) => newDeployment(stack, 'Production', canary(0.5, minutes(5))),
    says: `${DEPLOYMENT} rollout.percentage: must be a whole number of 1 to 99 percent, got 0.5`,
  },
  {
    what: 'an interval of 5000 minutes',
    make: (stack) => newDeployment(stack, 'Production', canary(10, minutes(5000))),
    says: `${DEPLOYMENT} rollout.interval: must be 1 to 2880 minutes, got 5000`,
  },
  {
    what: 'an interval of half a minute',
    make: (stack) => newDeployment(stack, 'Production', canary(10, Duration.seconds(90))),
    says: `${DEPLOYMENT} rollout.interval: must be whole minutes, got '1 minute 30 seconds'`,
  },
  {
    what: 'an interval that is a number',
    make: (stack) => newDeployment(stack, 'Production', canary(10, untyped(5))),
    says: `${DEPLOYMENT} rollout.interval: must be a Duration, got 5`,
  },
  {
    what: 'a rollout without settings',
    make: (stack) => newDeployment(stack, 'Production', { rollout: Rollout.canary(untyped({ percentage: 10 })) }),
    says: `${DEPLOYMENT} rollout.interval: must be given, got nothing`,
  },
  {
    what: 'a linear rollout that takes longer than two days',
    make: (stack) =>
      newDeployment(stack, 'Production', { rollout: Rollout.linear({ percentage: 10, interval: minutes(300) }) }),
    says: `${DEPLOYMENT} rollout.interval: must be so short that all steps take at most 2880 minutes, got '3000 minutes for 10 steps'`,
  },
  {
    what: 'no function',
    make: (stack) => new LambdaDeployment(stack, 'Production', untyped({})),
    says: `${DEPLOYMENT} function: must be a Lambda function, got nothing`,
  },
  {
    what: 'an alias of digits',
    make: (stack) => newDeployment(stack, 'Production', { aliasName: '7' }),
    says: `${DEPLOYMENT} aliasName: must be 1 to 128 characters of letters, digits, - and _, not digits alone, got '7'`,
  },
  {
    what: 'a deployment group with a space',
    make: (stack) => newDeployment(stack, 'Production', { deploymentGroupName: 'my group' }),
    says: `${DEPLOYMENT} deploymentGroupName: must be 1 to 100 characters of letters, digits and + = , . @ _ -, got 'my group'`,
  },
  {
    what: 'an application and its name',
    make: (stack) => {
      const { deploymentGroup } = newDeployment(stack, 'Other');
      const { application } = deploymentGroup;
      return newDeployment(stack, 'Production', { application, applicationName: 'orders' });
    },
    says: `${DEPLOYMENT} applicationName: must not be given beside application; leave one of them out`,
  },
  {
    what: 'more alarms than CodeDeploy takes',
    make: (stack) => {
      const [first, ...others] = Array.from({ length: 51 }, (_, index) => alarm(stack, `Alarm${index}`));
      return newDeployment(stack, 'Production', { rollback: Rollback.onAlarms(first, ...others) });
    },
    says: `${DEPLOYMENT} rollback.alarms: must be 0 to 50 alarms, got 51`,
  },
  {
    what: 'an alarm that is nothing',
    make: (stack) => newDeployment(stack, 'Production', { rollback: Rollback.onAlarms(untyped(undefined)) }),
    says: `${DEPLOYMENT} rollback.alarms[0]: must not be empty, got nothing`,
  },
  {
    what: 'an alarm of another region',
    make: (stack) => {
      const elsewhere = new Stack(stack, 'Elsewhere', { env: { region: 'us-east-1', account: '1' } });
      const here = new Stack(stack, 'Here', { env: { region: 'eu-west-1', account: '1' } });
      newFunction(stack);
      return newDeployment(here, 'Production', { rollback: Rollback.onAlarms(alarm(elsewhere, 'Alarm')) });
    },
    says: `${DEPLOYMENT} rollback.alarms[0]: must be in the region of the stack that uses it, eu-west-1, got 'us-east-1'; use one of that region`,
  },
  {
    what: 'a repository name with a space',
    make: (stack) => new SourceRepository(stack, 'Repository', { repositoryName: 'my orders' }),
    says: `Repository (SourceRepository) repositoryName: must be 1 to 100 characters of letters, digits and . _ -, not ending in .git, got 'my orders'`,
  },
  {
    what: 'a repository name that ends in .git',
    make: (stack) => new SourceRepository(stack, 'Repository', { repositoryName: 'orders.git' }),
    says: `Repository (SourceRepository) repositoryName: must be 1 to 100 characters of letters, digits and . _ -, not ending in .git, got 'orders.git'`,
  },
  {
    what: 'no repository name',
    make: (stack) => new SourceRepository(stack, 'Repository', untyped({})),
    says: 'Repository (SourceRepository) repositoryName: must be given, got nothing',
  },
  {
    what: 'a repository with a description that is too long',
    make: (stack) => new SourceRepository(stack, 'Repository', { repositoryName: 'r', description: 'x'.repeat(1001) }),
    says: 'Repository (SourceRepository) description: must be 0 to 1000 characters, got 1001',
  },
  {
    what: 'a branch with a wildcard',
    make: pipeline((stack) => ({
      sources: [Source.codeCommit(new SourceRepository(stack, 'R', { repositoryName: 'r' }), { branch: 'release/*' })],
    })),
    says: `Source (Source.codeCommit) branch: must be 1 to 256 characters of what Git allows, without wildcards and without refs/heads/, got 'release/*'`,
  },
  {
    what: 'no repository',
    make: pipeline(() => ({ sources: [Source.codeCommit(untyped(undefined))] })),
    says: 'Source (Source.codeCommit) repository: must be a CodeCommit repository, got nothing',
  },
  {
    what: 'a variable that begins with CODEBUILD_',
    make: variables({ CODEBUILD_X: BuildVariable.plain('1') }),
    says: `${BUILD} variables.CODEBUILD_X: must not begin with CODEBUILD_, which AWS keeps for itself`,
  },
  {
    what: 'a variable with a dash',
    make: variables({ 'MY-VAR': BuildVariable.plain('1') }),
    says: `${BUILD} variables.MY-VAR: must be 1 to 256 characters of letters, digits and _, no digit first, got 'MY-VAR'`,
  },
  {
    what: 'a variable that is a string',
    make: variables({ STAGE: 'ci' }),
    says: `${BUILD} variables.STAGE: must be a BuildVariable; use BuildVariable.plain, .parameter or .secret`,
  },
  {
    what: 'a plain value that is a number',
    make: variables({ STAGE: BuildVariable.plain(untyped(7)) }),
    says: `${BUILD} variables.STAGE: must be a string, got 7`,
  },
  {
    what: 'a plain value that is a secret',
    make: (stack) =>
      variables({ KEY: BuildVariable.plain(new Secret(stack, 'Secret').secretValue.unsafeUnwrap()) })(stack),
    says: `${BUILD} variables.KEY: holds a secret, which everybody could read; use BuildVariable.secret or .parameter`,
  },
  {
    what: 'a plain value that is an access key',
    make: variables({ KEY: BuildVariable.plain(`AKIAIOSFODNN7EXAMPLE`) }),
    says: `${BUILD} variables.KEY: looks like an AWS access key; put it in Secrets Manager and use BuildVariable.secret`,
  },
  {
    what: 'a parameter without a name',
    make: variables({ URL: BuildVariable.parameter(untyped(undefined)) }),
    says: `${BUILD} variables.URL: must be the name of a parameter, got nothing`,
  },
  {
    what: 'a parameter name with a space',
    make: variables({ URL: BuildVariable.parameter('/my url') }),
    says: `${BUILD} variables.URL: must be 1 to 1011 characters of letters, digits and _ . - /, with a / first where there is one, got '/my url'`,
  },
  {
    what: 'no secret',
    make: variables({ KEY: BuildVariable.secret(untyped(undefined)) }),
    says: `${BUILD} variables.KEY: must be a secret, got nothing`,
  },
  {
    what: 'a secret field with a colon',
    make: (stack) => variables({ KEY: BuildVariable.secret(new Secret(stack, 'S'), { field: 'a:b' }) })(stack),
    says: `${BUILD} variables.KEY.field: must be the name of a field, without a colon, got 'a:b'`,
  },
  {
    what: 'variables in two places',
    make: build({ environment: { environmentVariables: { A: { value: '1' } } } }),
    says: `${BUILD} environment.environmentVariables: must not be given; use variables`,
  },
  {
    what: 'a build of three days',
    make: build({ timeout: Duration.days(3) }),
    says: `${BUILD} timeout: must be 5 to 2160 minutes, got 4320`,
  },
  {
    what: 'a project name of one character',
    make: build({ projectName: 'x' }),
    says: `${BUILD} projectName: must be 2 to 150 characters of letters, digits, - and _, a letter or digit first, got 'x'`,
  },
  {
    what: 'a project name that is a number',
    make: build({ projectName: untyped(12) }),
    says: `${BUILD} projectName: must be a string, got 12`,
  },
  {
    what: 'no command in the list of commands',
    make: build({ commands: [] }),
    says: `${BUILD} commands: must have at least 1, got 0`,
  },
  {
    what: 'commands in one string',
    make: build({ commands: untyped('npm ci') }),
    says: `${BUILD} commands: must be a list, got 'npm ci'`,
  },
  {
    what: 'a command that is no string',
    make: build({ commands: ['npm ci', untyped(7)] }),
    says: `${BUILD} commands[1]: must be a string, got 7`,
  },
  {
    what: 'commands and a buildspec',
    make: build({ commands: ['make'], buildSpec: BuildSpec.fromSourceFilename('b.yml') }),
    says: `${BUILD} commands: must not be given beside buildSpec; put the commands into the buildspec`,
  },
  {
    what: 'reports of a buildspec in the source',
    make: build({ reports: { unit: { files: ['*.xml'] } } }),
    says: `${BUILD} reports: needs commands; say it in the buildspec`,
  },
  {
    what: 'six reports',
    make: build({
      commands: ['make'],
      reports: Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`r${index}`, { files: ['*.xml'] }])),
    }),
    says: `${BUILD} reports: must be 0 to 5 reports, got 6`,
  },
  {
    what: 'a report without files',
    make: build({ commands: ['make'], reports: { unit: { files: [] } } }),
    says: `${BUILD} reports.unit.files: must have at least 1, got 0`,
  },
  {
    what: 'no source',
    make: pipeline(() => ({ sources: [] })),
    says: `${PIPELINE} sources: must have at least 1, got 0`,
  },
  {
    what: 'a source that is no list',
    make: pipeline(() => ({ sources: untyped(undefined) })),
    says: `${PIPELINE} sources: must be a list, got nothing`,
  },
  {
    what: 'a repository in the place of a source',
    make: pipeline((stack) => ({ sources: [untyped(new SourceRepository(stack, 'R', { repositoryName: 'r' }))] })),
    says: `${PIPELINE} sources[0]: must be a source, got the SourceRepository Test/R; use Source.codeCommit`,
  },
  {
    what: 'two sources of one name',
    make: pipeline((stack) => ({ sources: [newSource(stack, 'Code'), newSource(new Stack(stack, 'X'), 'Code')] })),
    says: `${PIPELINE} sources[1].sourceName: must be unique, got 'Code'; sources[0].sourceName has that name, too`,
  },
  {
    what: 'two names that give one artifact',
    make: pipeline((stack) => ({ sources: [newSource(stack, 'a.b'), newSource(stack, 'a_b')] })),
    says: `${PIPELINE} sources[1].sourceName: must give its artifact another name than sources[0].sourceName, got 'a_b'; only letters, digits and _ count`,
  },
  {
    what: 'a build that is an object',
    make: pipeline(() => ({ builds: [untyped({ buildName: 'Package' })] })),
    says: `${PIPELINE} builds[0]: must be a build, got a value of type object; use Build.project`,
  },
  {
    what: 'a build with a slash in its name',
    make: pipeline(() => ({ builds: [Build.project({ buildName: 'a/b' })] })),
    says: `${PIPELINE} builds[0].buildName: must be 1 to 100 characters of letters, digits and . @ - _, got 'a/b'`,
  },
  {
    what: 'the output of a build of another pipeline',
    make: pipeline((stack) => ({
      stages: [
        {
          stageName: 'Production',
          targets: [
            DeployTarget.lambdaFunction(newDeployment(stack), { artifact: Build.project({ buildName: 'B' }).artifact }),
          ],
        },
      ],
    })),
    says: `${PIPELINE} stages[0].targets[0].artifact: must be put out by a source or an earlier build of this pipeline, got 'the output of build B'; add what puts it out`,
  },
  {
    what: 'an input that nothing puts out',
    make: pipeline(() => ({
      builds: [Build.project({ buildName: 'Package', input: Build.project({ buildName: 'B' }).artifact })],
    })),
    says: `${PIPELINE} builds[0].input: must be put out by a source or an earlier build of this pipeline, got 'the output of build B'; add what puts it out`,
  },
  {
    what: 'a stage without a target',
    make: pipeline(() => ({ stages: [{ stageName: 'Production', targets: [] }] })),
    says: `${PIPELINE} stages[0].targets: must have at least 1, got 0`,
  },
  {
    what: 'a stage without a name',
    make: pipeline((stack) => ({ stages: [untyped({ targets: [newTarget(stack)] })] })),
    says: `${PIPELINE} stages[0].stageName: must be given, got nothing`,
  },
  {
    what: 'a stage name that is known at deployment only',
    make: pipeline((stack) => ({
      stages: [{ stageName: Lazy.string({ produce: () => 'x' }), targets: [newTarget(stack)] }],
    })),
    says: `${PIPELINE} stages[0].stageName: must be known at synthesis, got a value known at deployment only; give a literal`,
  },
  {
    what: 'a stage called Build',
    make: pipeline((stack) => ({ stages: [{ stageName: 'Build', targets: [newTarget(stack)] }] })),
    says: `${PIPELINE} stages[0].stageName: must be unique, got 'Build'; builds has that name, too`,
  },
  {
    what: 'two targets of one name',
    make: pipeline((stack) => {
      const deployment = newDeployment(stack);
      const target = DeployTarget.lambdaFunction(deployment);
      return { stages: [{ stageName: 'Production', targets: [target, target] }] };
    }),
    says: `${PIPELINE} stages[0].targets[1].targetName: must be unique, got 'Production'; stages[0].targets[0].targetName has that name, too`,
  },
  {
    what: 'a deployment in the place of a target',
    make: pipeline((stack) => ({ stages: [{ stageName: 'P', targets: [untyped(newDeployment(stack))] }] })),
    says: `${PIPELINE} stages[0].targets[0]: must be a deployment target, got the LambdaDeployment Test/Production; use DeployTarget.lambdaFunction`,
  },
  {
    what: 'a target of nothing',
    make: pipeline(() => ({
      stages: [{ stageName: 'P', targets: [DeployTarget.lambdaFunction(untyped<ILambdaDeployment>(undefined))] }],
    })),
    says: 'Function (DeployTarget.lambdaFunction) deployment: must be a LambdaDeployment, got nothing',
  },
  {
    what: 'a gate that is no gate',
    make: pipeline((stack) => ({ stages: [{ stageName: 'P', gates: [untyped({})], targets: [newTarget(stack)] }] })),
    says: `${PIPELINE} stages[0].gates[0]: must be a gate, got a value of type object; use Gate.approval`,
  },
  {
    what: 'an approval of one minute',
    make: pipeline((stack) => ({
      stages: [{ stageName: 'P', gates: [Gate.approval({ timeout: minutes(1) })], targets: [newTarget(stack)] }],
    })),
    says: 'Approve (Gate.approval) timeout: must be 5 to 86400 minutes, got 1',
  },
  {
    what: 'an approval with a long explanation',
    make: pipeline((stack) => ({
      stages: [
        { stageName: 'P', gates: [Gate.approval({ information: 'x'.repeat(1001) })], targets: [newTarget(stack)] },
      ],
    })),
    says: 'Approve (Gate.approval) information: must be 1 to 1000 characters, got 1001',
  },
  {
    what: 'an approval that outlasts the artifacts',
    make: pipeline((stack) => ({
      foundation: new DeliveryFoundation(stack, 'Foundation', { artifactExpiration: Duration.days(10) }),
      stages: [{ stageName: 'P', gates: [Gate.approval({ timeout: Duration.days(30) })], targets: [newTarget(stack)] }],
    })),
    says: `${PIPELINE} stages[0].gates[0]: must not hold a run for longer than artifacts are kept, got '30 days with artifacts kept for 10 days'; shorten the timeout or lengthen artifactExpiration of the foundation`,
  },
  {
    what: 'an approval with the default timeout that outlasts the artifacts',
    make: pipeline((stack) => ({
      foundation: new DeliveryFoundation(stack, 'Foundation', { artifactExpiration: Duration.days(3) }),
      stages: [{ stageName: 'P', gates: [Gate.approval()], targets: [newTarget(stack)] }],
    })),
    says: `${PIPELINE} stages[0].gates[0]: must not hold a run for longer than artifacts are kept, got '7 days with artifacts kept for 3 days'; shorten the timeout or lengthen artifactExpiration of the foundation`,
  },
  {
    what: 'artifacts that expire after hours',
    make: (stack) => new DeliveryFoundation(stack, 'Foundation', { artifactExpiration: Duration.hours(30) }),
    says: "Foundation (DeliveryFoundation) artifactExpiration: must be whole days, got '1 day 6 hours'",
  },
  {
    what: 'artifacts that never expire',
    make: (stack) => new DeliveryFoundation(stack, 'Foundation', { artifactExpiration: Duration.days(9999) }),
    says: 'Foundation (DeliveryFoundation) artifactExpiration: must be 1 to 3650 days, got 9999',
  },
  {
    what: 'a pipeline name with the separator',
    make: pipeline(() => ({ pipelineName: 'orders--eu' })),
    says: `${PIPELINE} pipelineName: must not contain '--', which parts it from the names of its builds, got 'orders--eu'`,
  },
  {
    what: 'a pipeline name with a slash',
    make: pipeline(() => ({ pipelineName: 'orders/eu' })),
    says: `${PIPELINE} pipelineName: must be 1 to 100 characters of letters, digits and . @ - _, got 'orders/eu'`,
  },
  {
    what: '51 targets in a stage',
    make: pipeline((stack) => {
      const deployment = newDeployment(stack);
      const targets = Array.from({ length: 51 }, (_, index) =>
        DeployTarget.lambdaFunction(deployment, { targetName: `T${index}` }),
      );
      return { stages: [{ stageName: 'P', targets }] };
    }),
    says: `${PIPELINE} stages[0]: must be 1 to 50 actions, of which a stack takes two and a gate that acts one, got 51; part it into several stages`,
  },
  {
    what: '51 stages',
    make: pipeline((stack) => {
      const targets = [newTarget(stack)];
      return { stages: Array.from({ length: 49 }, (_, index) => ({ stageName: `S${index}`, targets })) };
    }),
    says: `${PIPELINE} stages: must give 2 to 50 stages, with those of sources, builds and gates, got 51; use several pipelines, of which one starts another: PipelineStart.pipelineSuccess`,
  },
  {
    what: 'a pipeline of sources alone',
    make: pipeline(() => ({ builds: [], stages: [] })),
    says: `${PIPELINE} stages: must have at least one, or there must be a build: CodePipeline takes no pipeline of one stage`,
  },
  {
    what: 'a fraction of an alarm list',
    make: (stack) => newDeployment(stack, 'Production', { rollback: Rollback.onAlarms(untyped('errors')) }),
    says: `${DEPLOYMENT} rollback.alarms[0]: must be an alarm, got 'errors'`,
  },
  {
    what: 'a composite alarm',
    make: (stack) => {
      const composite = new CompositeAlarm(stack, 'All', { alarmRule: alarm(stack, 'A') });
      return newDeployment(stack, 'Production', { rollback: Rollback.onAlarms(composite) });
    },
    says: `${DEPLOYMENT} rollback.alarms[0]: must be an alarm on a metric: CodeDeploy does not watch composite alarms; give the alarms that it is made of`,
  },
  {
    what: 'the same alarm twice',
    make: (stack) => {
      const errors = alarm(stack, 'Errors');
      return newDeployment(stack, 'Production', { rollback: Rollback.onAlarms(errors, errors) });
    },
    says: `${DEPLOYMENT} rollback.alarms[1]: must not be given twice, got 'Errors'`,
  },
  {
    what: 'a rollback in a word',
    make: (stack) => newDeployment(stack, 'Production', { rollback: untyped('never') }),
    says: `${DEPLOYMENT} rollback: must be a Rollback, got 'never'; use the functions of Rollback`,
  },
  {
    what: 'a rollout in a word',
    make: (stack) => newDeployment(stack, 'Production', { rollout: untyped('canary') }),
    says: `${DEPLOYMENT} rollout: must be a Rollout, got 'canary'; use the functions of Rollout`,
  },
  {
    what: 'a percentage that is known at deployment only',
    make: (stack) => newDeployment(stack, 'Production', canary(Lazy.number({ produce: () => 10 }), minutes(5))),
    says: `${DEPLOYMENT} rollout.percentage: must be known at synthesis, got a value known at deployment only; give a literal`,
  },
  {
    what: 'an interval that is known at deployment only',
    make: (stack) => newDeployment(stack, 'Production', canary(10, minutes(Lazy.number({ produce: () => 5 })))),
    says: `${DEPLOYMENT} rollout.interval: must be known at synthesis, got a value of class Duration; give a literal`,
  },
  {
    what: 'a function that is a string',
    make: (stack) => newDeployment(stack, 'Production', { function: untyped('orders') }),
    says: `${DEPLOYMENT} function: must be a Lambda function, got 'orders'`,
  },
  {
    what: 'an alias in the place of a function',
    make: (stack) => newDeployment(stack, 'Production', { function: newDeployment(stack, 'Other').alias }),
    says: `${DEPLOYMENT} function: must be the function itself, not a version or an alias of it`,
  },
  {
    what: 'a function made of a container image',
    make: (stack) => {
      const image = newFunction(stack, 'Image');
      (image.node.defaultChild as CfnFunction).packageType = 'Image';
      return newDeployment(stack, 'Production', { function: image });
    },
    says: `${DEPLOYMENT} function: must have its code in a zip: a function made of a container image is not released this way`,
  },
  {
    what: 'two deployments of one function',
    make: (stack) => {
      const shared = newFunction(stack);
      newDeployment(stack, 'Staging', { function: shared });
      return newDeployment(stack, 'Production', { function: shared });
    },
    says: `${DEPLOYMENT} function: must have one deployment only, and has Test/Staging; give that to both targets`,
  },
  {
    what: 'a role that is a string',
    make: (stack) => newDeployment(stack, 'Production', { role: untyped('my-role') }),
    says: `${DEPLOYMENT} role: must be a role, got 'my-role'`,
  },
  {
    what: 'a rollout that takes longer than a pipeline waits',
    make: pipeline((stack) => ({
      stages: [
        {
          stageName: 'P',
          targets: [DeployTarget.lambdaFunction(newDeployment(stack, 'Production', canary(10, Duration.hours(30))))],
        },
      ],
    })),
    says: 'Production (DeployTarget.lambdaFunction) deployment: must move traffic within 1380 minutes to be released by a pipeline, got 1800; shorten the interval of its rollout',
  },
  {
    what: 'a function in the place of a deployment',
    make: pipeline((stack) => ({
      stages: [{ stageName: 'P', targets: [DeployTarget.lambdaFunction(untyped(newFunction(stack, 'Orders')))] }],
    })),
    says: 'Orders (DeployTarget.lambdaFunction) deployment: must be a LambdaDeployment, got the Function Test/Orders; make one of the function',
  },
  {
    what: 'an imported deployment without names',
    make: (stack) => LambdaDeployment.fromLambdaDeploymentAttributes(stack, 'Imported', untyped({})),
    says: 'Imported (LambdaDeployment.fromLambdaDeploymentAttributes) functionName: must be given, got nothing',
  },
  {
    what: 'a secret that is a name',
    make: variables({ KEY: BuildVariable.secret(untyped('prod/key')) }),
    says: `${BUILD} variables.KEY: must be a secret, got 'prod/key'`,
  },
  {
    what: 'a parameter that is a name in the place of a construct',
    make: variables({ URL: BuildVariable.parameterOf(untyped('/url')) }),
    says: `${BUILD} variables.URL: must be a parameter, got '/url'`,
  },
  {
    what: 'a parameter whose name is known at deployment only',
    make: (stack) => variables({ URL: BuildVariable.parameter(new CfnParameter(stack, 'P').valueAsString) })(stack),
    says: `${BUILD} variables.URL: must be known at synthesis, got a value known at deployment only; give a literal`,
  },
  {
    what: 'a key that is an ARN',
    make: variables({ URL: BuildVariable.parameter('/url', { encryptionKey: untyped('arn') }) }),
    says: `${BUILD} variables.URL.encryptionKey: must be a key, got 'arn'`,
  },
  {
    what: 'a buildspec that is a file name',
    make: build({ buildSpec: untyped('ci.yml') }),
    says: `${BUILD} buildSpec: must be a BuildSpec, got 'ci.yml'; use BuildSpec.fromSourceFilename`,
  },
  {
    what: 'an output that is a folder',
    make: build({ commands: ['make'], output: untyped('dist') }),
    says: `${BUILD} output: must be an object, got 'dist'`,
  },
  {
    what: 'a repository that is a name',
    make: pipeline(() => ({ sources: [Source.codeCommit(untyped('orders'))] })),
    says: "Source (Source.codeCommit) repository: must be a CodeCommit repository, got 'orders'",
  },
  {
    what: 'a branch without a name',
    make: pipeline((stack) => ({
      sources: [Source.codeCommit(new SourceRepository(stack, 'R', { repositoryName: 'r' }), { branch: '' })],
    })),
    says: "Source (Source.codeCommit) branch: must be 1 to 256 characters of what Git allows, without wildcards and without refs/heads/, got ''",
  },
  {
    what: 'a foundation that is a bucket name',
    make: pipeline(() => ({ foundation: untyped('bucket') })),
    says: `${PIPELINE} foundation: must be a DeliveryFoundation, got 'bucket'`,
  },
  {
    what: 'a bucket in the place of a foundation',
    make: pipeline((stack) => ({ foundation: untyped(new Bucket(stack, 'Bucket')) })),
    says: `${PIPELINE} foundation: must be a DeliveryFoundation, got the Bucket Test/Bucket`,
  },
  {
    what: 'a topic in the place of a key',
    make: (stack) => new DeliveryFoundation(stack, 'Foundation', { encryptionKey: untyped(new Topic(stack, 'Topic')) }),
    says: 'Foundation (DeliveryFoundation) encryptionKey: must be a key, got the Topic Test/Topic',
  },
  {
    what: 'a bucket name that is an IP address',
    make: (stack) => new DeliveryFoundation(stack, 'Foundation', { artifactBucketName: '192.168.1.1' }),
    says: "Foundation (DeliveryFoundation) artifactBucketName: must be 3 to 63 characters of lower-case letters, digits, . and -, a letter or digit at both ends, not like an IP address, got '192.168.1.1'",
  },
  {
    what: 'an explanation that is a number',
    make: pipeline((stack) => ({
      stages: [{ stageName: 'P', gates: [Gate.approval({ information: untyped(7) })], targets: [newTarget(stack)] }],
    })),
    says: 'Approve (Gate.approval) information: must be a string, got 7',
  },
  {
    what: 'an artifact that is a name',
    make: pipeline(() => ({ builds: [Build.project({ buildName: 'Package', input: untyped('Source') })] })),
    says: `${PIPELINE} builds[0].input: must be a DeliveryArtifact, got 'Source'; use the artifact of a build or source`,
  },
  {
    what: 'a build that takes its own output by a detour',
    make: pipeline(() => {
      const options = { buildName: 'A', input: untyped<DeliveryArtifact>(undefined) };
      const first = Build.project(options);
      options.input = Build.project({ buildName: 'B', input: first.artifact }).artifact;
      return { builds: [first] };
    }),
    says: `${PIPELINE} builds[0].input: must be put out by a source or an earlier build of this pipeline, got 'the output of build B'; add what puts it out`,
  },
  {
    what: 'a build without a name',
    make: pipeline(() => ({ builds: [Build.project(untyped({}))] })),
    says: `${PIPELINE} builds[0].buildName: must be given, got nothing`,
  },
  {
    what: 'a branch in its long form',
    make: pipeline((stack) => ({
      sources: [
        Source.codeCommit(new SourceRepository(stack, 'R', { repositoryName: 'r' }), { branch: 'refs/heads/x' }),
      ],
    })),
    says: "Source (Source.codeCommit) branch: must be 1 to 256 characters of what Git allows, without wildcards and without refs/heads/, got 'refs/heads/x'",
  },
  {
    what: 'a branch in the place of options',
    make: pipeline((stack) => ({
      sources: [Source.codeCommit(new SourceRepository(stack, 'R', { repositoryName: 'r' }), untyped('main'))],
    })),
    says: "Source (Source.codeCommit) options: must be an object, got 'main'",
  },
  {
    what: 'a path of a parameter without its first slash',
    make: variables({ URL: BuildVariable.parameter('orders/url') }),
    says: `${BUILD} variables.URL: must be 1 to 1011 characters of letters, digits and _ . - /, with a / first where there is one, got 'orders/url'`,
  },
  {
    what: 'one deployment under two names in a stage',
    make: pipeline((stack) => {
      const deployment = newDeployment(stack);
      const [one, two] = ['One', 'Two'].map((targetName) => DeployTarget.lambdaFunction(deployment, { targetName }));
      return { stages: [{ stageName: 'P', targets: [one, two] }] };
    }),
    says: "Two (DeployTarget.lambdaFunction) deployment: must be released once in a stage, got 'Production'",
  },
  {
    what: 'a pipeline without props',
    make: (stack) => new DeliveryPipeline(stack, 'Pipeline', untyped(undefined)),
    says: `${PIPELINE} sources: must be a list, got nothing`,
  },
  {
    what: 'a delivery stack without props',
    make: (stack) => new DeliveryStack(stack, 'Delivery', untyped(undefined)),
    says: `${PIPELINE} sources: must be a list, got nothing`,
  },
  {
    what: 'a deployment without props',
    make: (stack) => new LambdaDeployment(stack, 'Production', untyped(undefined)),
    says: `${DEPLOYMENT} function: must be a Lambda function, got nothing`,
  },
  {
    what: 'a repository without props',
    make: (stack) => new SourceRepository(stack, 'Repository', untyped(undefined)),
    says: 'Repository (SourceRepository) repositoryName: must be given, got nothing',
  },
  {
    what: 'a build without options',
    make: pipeline(() => ({ builds: [Build.project(untyped(undefined))] })),
    says: `${PIPELINE} builds[0].buildName: must be given, got nothing`,
  },
  {
    what: 'a topic that is an ARN',
    make: pipeline((stack) => ({
      stages: [{ stageName: 'P', gates: [Gate.approval({ notify: untyped('arn') })], targets: [newTarget(stack)] }],
    })),
    says: "Approve (Gate.approval) notify: must be a topic, got 'arn'",
  },
  {
    what: 'a bucket name with an underscore',
    make: (stack) => new DeliveryFoundation(stack, 'Foundation', { artifactBucketName: 'My_Bucket' }),
    says: "Foundation (DeliveryFoundation) artifactBucketName: must be 3 to 63 characters of lower-case letters, digits, . and -, a letter or digit at both ends, not like an IP address, got 'My_Bucket'",
  },
  {
    what: 'an imported foundation without a bucket',
    make: (stack) => DeliveryFoundation.fromAttributes(stack, 'Foundation', untyped({})),
    says: 'Foundation (DeliveryFoundation.fromAttributes) artifactBucketName: must be given, got nothing',
  },
];

test.each(MISTAKES)('$what is reported in the user’s own props', ({ make, says }) => {
  const stack = newStack();
  make(stack);
  expect(errorsOf(stack)).toContain(says);
});

test('a second production region is refused with a clear word', () => {
  const app = new App();
  const env = { account: '111122223333' };
  const ireland = new Stack(app, 'Ireland', { env: { ...env, region: 'eu-west-1' } });
  const virginia = new Stack(app, 'Virginia', { env: { ...env, region: 'us-east-1' } });
  const delivery = new DeliveryStack(app, 'Delivery', {
    env: { ...env, region: 'eu-west-1' },
    sources: [newSource(ireland)],
    stages: [{ stageName: 'Production', targets: [newTarget(ireland, 'Ireland'), newTarget(virginia, 'Virginia')] }],
  });
  expect(errorsOf(delivery)).toEqual([
    "Pipeline (DeliveryPipeline) stages[0].targets[1]: must be in the region of the stack that uses it, eu-west-1, got 'us-east-1'; use one of that region, or release it by its stack: DeployTarget.stack in a stage with access",
  ]);
});

test('another account is refused with a clear word', () => {
  const app = new App();
  const region = 'eu-west-1';
  const tools = { account: '111122223333', region };
  const workload = new Stack(app, 'Workload', { env: { account: '444455556666', region } });
  const delivery = new DeliveryStack(app, 'Delivery', {
    env: tools,
    sources: [newSource(new Stack(app, 'Code', { env: tools }))],
    stages: [{ stageName: 'Production', targets: [newTarget(workload)] }],
  });
  expect(errorsOf(delivery)).toEqual([
    "Pipeline (DeliveryPipeline) stages[0].targets[0]: must be in the account of the stack that uses it, 111122223333, got '444455556666'; use one of that account, or release it by its stack: DeployTarget.stack in a stage with access",
  ]);
});

test.each([
  ['the application', { region: 'eu-west-1', account: '111122223333' }, undefined, 'its'],
  ['the delivery', undefined, { region: 'eu-west-1', account: '111122223333' }, 'the using'],
])('an environment of %s alone is refused with its cure', (_, applicationEnv, deliveryEnv, known) => {
  const app = new App();
  const application = new Stack(app, 'Application', { env: applicationEnv });
  const delivery = new DeliveryStack(app, 'Delivery', {
    env: deliveryEnv,
    sources: [Source.codeCommit(new SourceRepository(application, 'R', { repositoryName: 'r' }))],
    stages: [{ stageName: 'Production', targets: [newTarget(application)] }],
  });
  const unknown = known === 'its' ? 'the using' : 'its';
  const says = `must be in the region of the stack that uses it: ${known} stack says one, ${unknown} stack does not; give both stacks the same env`;
  expect(errorsOf(delivery)).toContain(`Source (Source.codeCommit) repository: ${says}`);
  expect(errorsOf(delivery)).toContain(`Production (DeployTarget.lambdaFunction) deployment: ${says}`);
});

test('a project is asked for by the name of its build', () => {
  const stack = newStack();
  const { projectName } = newPipeline(stack, { pipelineName: 'orders' }).buildProject('Package');
  expect(projectName).toBe('orders--Package');
});

test('a project of a build that is not there names those that are', () => {
  const delivery = newPipeline(newStack());
  expect(() => delivery.buildProject('Test')).toThrow("Test/Pipeline has no build 'Test'; its builds are: 'Package'");
});

test('options that are null are as good as none', () => {
  const stack = newStack();
  const variable = BuildVariable.secret(new Secret(stack, 'Secret'), untyped(null));
  newPipeline(stack, {
    sources: [Source.codeCommit(new SourceRepository(stack, 'R', { repositoryName: 'r' }), untyped(null))],
    builds: [Build.project({ buildName: 'Package', variables: { KEY: variable } })],
    stages: [
      {
        stageName: 'P',
        gates: [Gate.approval(untyped(null))],
        targets: [DeployTarget.lambdaFunction(newDeployment(stack), untyped(null))],
      },
    ],
  });
  expect(errorsOf(stack)).toEqual([]);
});

test('what stands in the place of a variable is not repeated, for it may be a secret', () => {
  const stack = newStack();
  variables({ KEY: 'hunter2' })(stack);
  expect(errorsOf(stack).join()).not.toContain('hunter2');
});

test('mistakes in several constructs are reported at once', () => {
  const stack = newStack();
  newPipeline(stack, {
    pipelineName: 'a--b',
    builds: [Build.project({ buildName: 'Package', commands: [], timeout: minutes(1) })],
    stages: [
      {
        stageName: 'Production',
        gates: [Gate.approval({ timeout: minutes(1) })],
        targets: [DeployTarget.lambdaFunction(newDeployment(stack, 'Production', canary(0, minutes(0))))],
      },
    ],
  });
  const errors = errorsOf(stack);
  for (const part of ['pipelineName', 'commands', 'timeout: must be 5 to 2160', 'timeout: must be 5 to 86400']) {
    expect(errors.filter((error) => error.includes(part))).toHaveLength(1);
  }
  expect(errors.filter((error) => error.includes('rollout.'))).toHaveLength(2);
});
