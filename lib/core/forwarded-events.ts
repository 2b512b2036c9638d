import { Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { EventBus as EventBusTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { fixedName, suffixedName } from './names';
import { allow, PERMISSIONS } from './permissions';
import { RolePolicy } from './role-policy';

/** Events that another account gets. */
export interface ForwardedEvents {
  readonly description: string;
  readonly eventPattern: EventPattern;

  /** The account that gets them, at its default bus of this region. */
  readonly account: string;
}

/**
 * A rule that sends events to the default bus of another account, with a role that may do just that.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export function forwardEvents(scope: Construct, id: string, { account, ...rule }: ForwardedEvents): Rule {
  const forwarding = new Rule(scope, id, rule);
  const arn = defaultBus(scope, account);
  const role = RolePolicy.inside(forwarding, 'Role', 'events.amazonaws.com');
  role.add(allow(PERMISSIONS.putEvents, [arn]));
  forwarding.addTarget(new EventBusTarget(EventBus.fromEventBusArn(forwarding, 'Bus', arn), { role: role.frozen }));
  return forwarding;
}

/**
 * Lets one account send events of one service, e.g. `aws.codecommit`, to the default bus of this account and region. The source is a key of several values.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-example-policy-cross-account-custom-bus-source.html
 */
export function admitEvents(scope: Construct, id: string, account: string, source: string): void {
  const { partition } = Stack.of(scope);
  const statementId = suffixedName(fixedName(scope, 64), `-${account}`, 64);
  new CfnEventBusPolicy(scope, id, {
    statementId,
    statement: {
      Effect: 'Allow',
      Sid: statementId,
      Principal: { AWS: `arn:${partition}:iam::${account}:root` },
      Action: 'events:PutEvents',
      Resource: defaultBus(scope),
      Condition: { 'ForAllValues:StringEquals': { 'events:source': source } },
    },
  });
}

function defaultBus(scope: Construct, account?: string): string {
  return Stack.of(scope).formatArn({ service: 'events', account, resource: 'event-bus/default' });
}
