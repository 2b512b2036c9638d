import {
  serve,
  type AnswerServices,
  type CreateRequest,
  type DeleteRequest,
  type Resource,
  type UpdateRequest,
} from './custom-resource';

/** What is done at each request of CloudFormation's. */
export interface Lifecycle<S> {
  readonly create: (request: CreateRequest, shift: S) => Promise<Resource>;
  readonly update: (request: UpdateRequest, shift: S) => Promise<Resource>;
  readonly remove: (request: DeleteRequest, shift: S) => Promise<Resource>;
}

/** Brings a resource to where CloudFormation wants it within one shift, and answers. */
export async function serveLifecycle<S>(
  event: unknown,
  services: AnswerServices,
  shift: S,
  { create, update, remove }: Lifecycle<S>,
): Promise<void> {
  await serve(event, services, (request) => {
    switch (request.type) {
      case 'Create':
        return create(request, shift);
      case 'Update':
        return update(request, shift);
      case 'Delete':
        return remove(request, shift);
    }
  });
}
