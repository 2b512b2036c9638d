import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The ARNs of what an action deploys to: an application, a group of it, and the configuration of that. */
export interface CodeDeployNames {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly deploymentConfigName: string;
}

/** The same as ARNs of the stack of `scope`. */
export function codeDeployArns(
  scope: IConstruct,
  { applicationName, deploymentGroupName, deploymentConfigName }: CodeDeployNames,
): { readonly application: string; readonly group: string; readonly config: string } {
  return {
    application: codeDeployArn(scope, 'application', applicationName),
    group: codeDeployArn(scope, 'deploymentgroup', `${applicationName}/${deploymentGroupName}`),
    config: codeDeployArn(scope, 'deploymentconfig', deploymentConfigName),
  };
}

/** The ARN of something of CodeDeploy. */
export function codeDeployArn(scope: IConstruct, resource: string, resourceName: string): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service: 'codedeploy', resource, resourceName, arnFormat });
}
