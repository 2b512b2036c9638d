import { isPlainObject, type Plain, type PlainObject, listOf, textsOf } from './plain';

/** A policy whose statements are a list. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly PlainObject[];
}

export interface NamedPolicy {
  /** Stack, logical id and the place in the resource. */
  readonly name: string;
  readonly document: PolicyDocument;
}

export function isPolicyDocument(value: Plain | undefined): value is PlainObject {
  return isPlainObject(value) && 'Statement' in value;
}

/** @throws when the value is no policy document */
export function policyDocument(value: Plain | undefined, where: string): PolicyDocument {
  if (!isPolicyDocument(value)) throw new Error(`${where} is no policy document: ${JSON.stringify(value)}`);
  return { ...value, Statement: listOf(value.Statement).filter((it) => isPlainObject(it)) };
}

/** Every policy document within a value, with its path. */
export function policyDocumentsIn(value: Plain | undefined, path: string): NamedPolicy[] {
  if (isPolicyDocument(value)) return [{ name: path, document: policyDocument(value, path) }];
  if (typeof value === 'string') return policyDocumentsInText(value, path);
  if (!isPlainObject(value) && !Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => policyDocumentsIn(inner, `${path}.${key}`));
}

/** Some types, such as AWS::Logs::ResourcePolicy, take the document as JSON. */
function policyDocumentsInText(text: string, path: string): NamedPolicy[] {
  if (!/^\s*\{.*"Statement"/s.test(text)) return [];
  return policyDocumentsIn(JSON.parse(text) as Plain, path);
}

export function actionsOf(statement: PlainObject): string[] {
  return [...textsOf(statement.Action), ...textsOf(statement.NotAction)];
}

/** Whether a pattern of actions, such as `s3:Get*`, covers an action. */
export function coversAction(pattern: string, action: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(action);
}
