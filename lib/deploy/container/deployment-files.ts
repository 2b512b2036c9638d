import type { IConstruct } from 'constructs';
import { travelingText } from './traveling-text';

/** The names of the files that a release reads, and the files. */
export interface DeploymentFiles {
  readonly taskDefinitionName: string;
  readonly appSpecName: string;
  readonly files: Record<string, string>;
}

/** The files of one deployment, which may lie beside those of others. */
export function deploymentFiles(deployment: IConstruct, taskDefinition: string, appSpec: string): DeploymentFiles {
  const id = deployment.node.id.replace(/[^A-Za-z0-9_-]/g, '-');
  const [taskDefinitionName, appSpecName] = [`taskdef-${id}.json`, `appspec-${id}.yaml`];
  const appSpecText = travelingText((consumer) => String(consumer.plain(deployment, appSpec)));
  return {
    taskDefinitionName,
    appSpecName,
    files: { [taskDefinitionName]: taskDefinition, [appSpecName]: appSpecText },
  };
}
