import { serveLifecycle } from '../shared/lifecycle';
import { create } from './create';
import { remove } from './remove';
import { type Services } from './services';
import { startShift } from './shift';
import { update } from './update';

/** Brings one approval rule template to where CloudFormation wants it, and answers. */
export async function handle(event: unknown, services: Services): Promise<void> {
  await serveLifecycle(event, services, startShift(services), { create, update, remove });
}
