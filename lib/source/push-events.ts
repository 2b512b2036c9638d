import { Stack } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { admitEvents, forwardEvents } from '../core/forwarded-events';

const SOURCE = 'aws.codecommit';

/**
 * Pushes to a repository, or to one branch of it.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 */
export function pushesTo(repositoryArn: string, branch?: string): EventPattern {
  return {
    source: [SOURCE],
    detailType: ['CodeCommit Repository State Change'],
    resources: [repositoryArn],
    detail: {
      event: ['referenceCreated', 'referenceUpdated'],
      ...(branch === undefined ? {} : { referenceName: [branch] }),
    },
  };
}

/** Lets an account send events of its repositories to the stack of `scope`: once a stack. */
export function admitPushes(scope: Construct, account: string): void {
  const admitted = ofStack(scope, 'CdkDelivery-Pushes');
  if (admitted.node.tryFindChild(account) === undefined) admitEvents(admitted, account, account, SOURCE);
}

/** Sends pushes to a repository to another account: by one rule a stack, since a pipeline would start once for each. */
export function forwardPushes(scope: Construct, repositoryName: string, account: string): void {
  const forwarded = ofStack(scope, `CdkDelivery-Pushes-${account}`);
  if (forwarded.node.tryFindChild(repositoryName) !== undefined) return;
  const repositoryArn = Stack.of(scope).formatArn({ service: 'codecommit', resource: repositoryName });
  forwardEvents(forwarded, repositoryName, {
    description: `Pushes to ${repositoryName} for the account ${account}`,
    eventPattern: pushesTo(repositoryArn),
    account,
  });
}

function ofStack(scope: Construct, id: string): Construct {
  const stack = Stack.of(scope);
  const found = stack.node.tryFindChild(id);
  return found instanceof Construct ? found : new Construct(stack, id);
}
