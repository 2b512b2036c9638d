import type { IConstruct } from 'constructs';
import { orEmpty } from '../../core/checks';
import type { Problems } from '../../core/problems';
import type { AppSpecKind, DeploymentTraits } from './app-spec-kind';
import { mappingOf, propOf, textOf } from './server-mapping';
import type { ServerAppSpecProps } from './server-props';
import { checkServerSpec } from './server-rules';

/** An AppSpec of servers that is written from props. */
export class ServerSpec implements AppSpecKind {
  public readonly platform = 'server';
  public readonly isWritten = true;
  public readonly text: string;
  private readonly props: ServerAppSpecProps;

  constructor(props: ServerAppSpecProps) {
    this.props = orEmpty(props);
    this.text = textOf(mappingOf(this.props));
  }

  public check(scope: IConstruct, problems: Problems, traits: DeploymentTraits): void {
    const spec = mappingOf(this.props, problems);
    checkServerSpec({ scope, problems, traits, say: propOf, unquoted: new Map() }, spec);
  }
}
