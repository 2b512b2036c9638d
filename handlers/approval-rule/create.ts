import { reasonOf, ResourceFailure, type CreateRequest, type Resource } from '../shared/custom-resource';
import { sign } from './mark';
import { settleRepositories } from './repositories';
import { parseRule } from './rule';
import { type Shift } from './shift';
import { make, revise } from './template';

/** A failure tells the id of what was made, so that CloudFormation's deletion finds it. */
export async function create(request: CreateRequest, shift: Shift): Promise<Resource> {
  const rule = parseRule(request.properties);
  const wanted = { ...rule, description: sign(rule.description, request, request.requestId) };
  const template = await make(wanted, request, shift);
  try {
    await revise(template, wanted, shift);
    await settleRepositories(rule.name, rule.repositoryNames, [], shift);
  } catch (error) {
    throw new ResourceFailure(reasonOf(error), template.id);
  }
  return { physicalResourceId: template.id, data: { Id: template.id, Name: rule.name } };
}
