import { serveLifecycle } from '../shared/lifecycle';
import { startShift } from './calls';
import { create } from './create';
import { remove } from './remove';
import { type Services } from './services';
import { update } from './update';

/** Brings one blue/green deployment group, and its fleet, to where CloudFormation wants them, and answers. */
export async function handle(event: unknown, services: Services): Promise<void> {
  await serveLifecycle(event, services, startShift(services), { create, update, remove });
}
