import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The ARNs of what Elastic Beanstalk has in the account and region of a construct. */
export class BeanstalkArns {
  private readonly stack: Stack;

  constructor(scope: IConstruct) {
    this.stack = Stack.of(scope);
  }

  public application(applicationName: string): string {
    return this.arn('elasticbeanstalk', 'application', applicationName);
  }

  public versions(applicationName: string): string {
    return this.arn('elasticbeanstalk', 'applicationversion', `${applicationName}/*`);
  }

  public environment(applicationName: string, environmentName: string): string {
    return this.arn('elasticbeanstalk', 'environment', `${applicationName}/${environmentName}`);
  }

  /** The bucket that Elastic Beanstalk makes, one a region. */
  public get bucket(): string {
    const { region, account } = this.stack;
    return this.stack.formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: `elasticbeanstalk-${region}-${account}`,
    });
  }

  /** The log groups of an environment, and their streams. */
  public logs(environmentName: string): string {
    return this.withColon('logs', 'log-group', `/aws/elasticbeanstalk/${environmentName}/*`);
  }

  /** Something of another service; `resource` and name with a slash between. */
  public arn(service: string, resource: string, resourceName: string): string {
    return this.stack.formatArn({ service, resource, resourceName });
  }

  /** The same with a colon between. */
  public withColon(service: string, resource: string, resourceName: string): string {
    return this.stack.formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }

  /** Something that has no kind in its ARN, such as a queue. */
  public plain(service: string, resource: string): string {
    return this.stack.formatArn({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }

  /** What EC2 has of some kinds. */
  public ec2(...kinds: string[]): string[] {
    return kinds.map((kind) => this.arn('ec2', kind, '*'));
  }

  /** What EC2 has of some kinds that belong to nobody, or to another account. */
  public ec2Shared(...kinds: string[]): string[] {
    return kinds.map((resource) => this.stack.formatArn({ service: 'ec2', account: '', resource, resourceName: '*' }));
  }
}
