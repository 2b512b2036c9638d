import { Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { orEmpty } from '../core/checks';
import { LIMITS } from '../core/limits';
import { fixedName } from '../core/names';
import { Delivery } from './delivery';
import type { DeliveryProps } from './delivery';

/**
 * Properties of a `DeliveryStack`: those of a stack and those of a delivery.
 */
export interface DeliveryStackProps extends StackProps, DeliveryProps {}

/**
 * A stack that is one delivery. Use `Delivery` to put one into a stack of your own.
 */
export class DeliveryStack extends Stack {
  /** The delivery. */
  public readonly delivery: Delivery;

  constructor(scope: Construct, id: string, props: DeliveryStackProps) {
    super(scope, id, props);
    this.delivery = new Delivery(this, 'Delivery', {
      ...props,
      pipelineName: orEmpty(props).pipelineName ?? fixedName(this, LIMITS.pipelineName.max).replaceAll(/-{2,}/g, '-'),
    });
  }
}
