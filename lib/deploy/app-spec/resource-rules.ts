import { checkKeys, eachIn, listed, mapAt, requiredTextAt } from './spec-context';
import type { SpecContext, SpecMap } from './spec-context';

/** The one thing that an AppSpec without a bundle is about. */
export interface ResourceKind {
  /** What it is called in messages. */
  readonly what: string;
  readonly type: string;

  /** The events that invoke functions. */
  readonly events: readonly string[];

  /** Looks at the properties of the resource. */
  readonly checkProperties: (context: SpecContext, path: string, properties: SpecMap) => void;

  /** Looks at one hook of a known event. */
  readonly checkHook?: (context: SpecContext, path: string, event: string, name: string | undefined) => void;
}

/**
 * Reports what is wrong with an AppSpec of a resource that is not a server.
 *
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export function checkResourceSpec(context: SpecContext, spec: SpecMap, kind: ResourceKind): void {
  const { problems } = context;
  checkKeys(context, '', spec, ['version', 'Resources', 'Hooks']);
  if (spec.version !== 0) problems.add('version', 'must be the number 0.0', { got: spec.version });
  const resources = Array.isArray(spec.Resources) ? (spec.Resources as unknown[]) : [];
  if (resources.length !== 1) {
    problems.add('Resources', `must be a list of one ${kind.what}`, {
      got: Array.isArray(spec.Resources) ? resources.length : spec.Resources,
    });
  }
  const named = mapAt(context, 'Resources[0]', resources[0]);
  for (const [name, given] of Object.entries(named ?? {}).slice(0, 1)) {
    const resource = mapAt(context, `Resources[0].${name}`, given);
    if (resource !== undefined) checkResource(context, `Resources[0].${name}`, resource, kind);
  }
  checkHooks(context, spec.Hooks, kind);
}

function checkResource(context: SpecContext, path: string, resource: SpecMap, kind: ResourceKind): void {
  checkKeys(context, path, resource, ['Type', 'Properties']);
  if (resource.Type !== kind.type) {
    context.problems.add(`${path}.Type`, `must be ${kind.type}`, { got: resource.Type });
  }
  const inner = `${path}.Properties`;
  kind.checkProperties(context, inner, mapAt(context, inner, resource.Properties) ?? {});
}

function checkHooks(context: SpecContext, given: unknown, { events, checkHook }: ResourceKind): void {
  const seen = new Set<string>();
  eachIn(context, context.say('Hooks'), given, (member, path) => {
    const hook = mapAt(context, path, member) ?? {};
    for (const [event, name] of Object.entries(hook)) {
      const at = context.say(`${path}.${event}`);
      if (!events.includes(event)) {
        context.problems.add(at, `must be ${listed(events)}`, { got: event });
        continue;
      }
      const said = requiredTextAt(context, at, name);
      if (seen.has(event)) context.problems.add(at, 'must not be given twice: an event has one function');
      seen.add(event);
      checkHook?.(context, at, event, said);
    }
  });
}
