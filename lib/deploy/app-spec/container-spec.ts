import type { IConstruct } from 'constructs';
import { orEmpty } from '../../core/checks';
import type { Problems } from '../../core/problems';
import { PIPELINE_FILE_NAME } from './app-spec-kind';
import type { AppSpecKind, DeploymentTraits } from './app-spec-kind';
import { containerMapping, containerText, propOfPath } from './container-mapping';
import type { EcsAppSpecProps } from './container-props';
import { checkContainerSpec } from './container-rules';
import type { SpecMap } from './spec-context';

/** An AppSpec of an ECS service that is written from props. */
export class ContainerSpec implements AppSpecKind {
  public readonly platform = 'container';
  public readonly fileName = PIPELINE_FILE_NAME;
  public readonly isWritten = true;
  public readonly text: string;
  private readonly mapping: SpecMap;

  constructor(props: EcsAppSpecProps) {
    this.mapping = containerMapping(orEmpty(props));
    this.text = containerText(this.mapping);
  }

  public check(scope: IConstruct, problems: Problems, traits: DeploymentTraits): void {
    checkContainerSpec({ scope, problems, traits, say: propOfPath, unquoted: new Map() }, this.mapping);
  }
}
