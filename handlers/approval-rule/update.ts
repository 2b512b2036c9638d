import { type Resource, type UpdateRequest } from '../shared/custom-resource';
import { makerOf, sign } from './mark';
import { settleRepositories } from './repositories';
import { parseFormerRule, parseRule } from './rule';
import { type Shift } from './shift';
import { find, make, rename, revise, type Template } from './template';

/** The template by its id, or else the one that an update which did not end well has made in its place. */
async function findOwn(
  names: readonly (string | undefined)[],
  request: UpdateRequest,
  shift: Shift,
): Promise<Template | undefined> {
  const found: Template[] = [];
  for (const name of new Set(names)) {
    const template = name === undefined ? undefined : await find(name, shift);
    if (template !== undefined) found.push(template);
  }
  return (
    found.find(({ id }) => id === request.physicalResourceId) ??
    found.find(({ description }) => makerOf(description, request) !== undefined)
  );
}

/** Every step can be taken again, and taken back by an update with the properties of before. */
export async function update(request: UpdateRequest, shift: Shift): Promise<Resource> {
  const rule = parseRule(request.properties);
  const former = parseFormerRule(request.oldProperties);
  const existing = await findOwn([rule.name, former.name], request, shift);
  const maker = makerOf(existing?.description ?? '', request) ?? request.requestId;
  const wanted = { ...rule, description: sign(rule.description, request, maker) };
  const template =
    existing === undefined ? await make(wanted, request, shift) : await rename(existing, rule.name, shift);
  await revise(template, wanted, shift);
  await settleRepositories(rule.name, rule.repositoryNames, former.repositoryNames, shift);
  return { physicalResourceId: template.id, data: { Id: template.id, Name: rule.name } };
}
