import { serve, type Resource, type ResourceRequest } from '../shared/custom-resource';
import { create } from './create';
import { remove } from './remove';
import { type Services } from './services';
import { update } from './update';
import { startShift, type Shift } from './shift';

function operate(request: ResourceRequest, shift: Shift): Promise<Resource> {
  switch (request.type) {
    case 'Create':
      return create(request, shift);
    case 'Update':
      return update(request, shift);
    case 'Delete':
      return remove(request, shift);
  }
}

/** Brings one approval rule template to where CloudFormation wants it, and answers. */
export async function handle(event: unknown, services: Services): Promise<void> {
  const shift = startShift(services);
  await serve(event, services, (request) => operate(request, shift));
}
