import { Annotations } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { RolePolicy } from '../core/role-policy';

/** Lets the role of a project that exists do more, by a policy below `scope`. Warns where the role is not known. */
export function allowProject(scope: Construct, project: IProject, statements: PolicyStatement[]): void {
  if (project.role !== undefined) {
    const rolePolicy = new RolePolicy(scope, 'ProjectRole', 'codebuild.amazonaws.com', project.role);
    rolePolicy.addApart(scope, 'ProjectAccess', statements);
    return;
  }
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:unknownProjectRole',
    'The role of an imported project is not known: let it read and write the artifacts of the pipeline, use their key where they have one, ' +
      'and read what the variables name (docs/permissions.md)',
  );
}
