import { PropertyInjectors } from 'aws-cdk-lib';
import type { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { conventionOf } from './conventions';
import type { Conventions } from './conventions';

type Props = Readonly<Record<string, unknown>>;

/** What L2s are told when they are made: a role writes out its ARN, and a log group decides its retention, by then. */
const FILLED: readonly (readonly [constructUniqueId: string, prop: string, what: keyof Conventions])[] = [
  [Role.PROPERTY_INJECTION_ID, 'path', 'rolePath'],
  [ManagedPolicy.PROPERTY_INJECTION_ID, 'path', 'rolePath'],
  [LogGroup.PROPERTY_INJECTION_ID, 'retention', 'logRetention'],
];

/** Lets the conventions reach every L2 that is made below a scope from now on. */
export function injectConventions(scope: IConstruct): void {
  const injectors = PropertyInjectors.of(scope);
  for (const [constructUniqueId, prop, what] of FILLED) {
    const earlier = injectors.for(constructUniqueId);
    if (earlier instanceof ConventionInjector) continue;
    injectors.add(new ConventionInjector(constructUniqueId, prop, what, scope, earlier));
  }
}

/** Fills in a prop that neither the user nor another injector gives. aws-cdk-lib asks the nearest alone, so this asks the next. */
class ConventionInjector implements IPropertyInjector {
  constructor(
    public readonly constructUniqueId: string,
    private readonly prop: string,
    private readonly what: keyof Conventions,
    private readonly scope: IConstruct,
    private readonly earlier: IPropertyInjector | undefined,
  ) {}

  public inject(originalProps: unknown, context: InjectionContext): unknown {
    const next = this.earlier ?? injectorAbove(this.scope, this.constructUniqueId);
    const props = (next === undefined ? originalProps : (next.inject(originalProps, context) as unknown)) as
      Props | undefined;
    if ((props?.[this.prop] ?? undefined) !== undefined) return props;
    const value = conventionOf(context.scope, this.what);
    return value === undefined ? props : { ...props, [this.prop]: value };
  }
}

function injectorAbove(scope: IConstruct, constructUniqueId: string): IPropertyInjector | undefined {
  for (let above = scope.node.scope; above !== undefined; above = above.node.scope) {
    const found: IPropertyInjector | undefined = PropertyInjectors.hasPropertyInjectors(above)
      ? PropertyInjectors.of(above).for(constructUniqueId)
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
