import { serve, type Resource, type ResourceRequest } from '../shared/custom-resource';
import { startShift, type Shift } from './calls';
import { create } from './create';
import { remove } from './remove';
import { type Services } from './services';
import { update } from './update';

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

/** Brings one blue/green deployment group, and its fleet, to where CloudFormation wants them, and answers. */
export async function handle(event: unknown, services: Services): Promise<void> {
  const shift = startShift(services);
  await serve(event, services, (request) => operate(request, shift));
}
