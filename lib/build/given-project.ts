import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IConstruct } from 'constructs';
import { checkResource } from '../core/environments';
import type { Problems } from '../core/problems';
import { BuildProject } from './build-project';

/** Gives the project back when it can be referred to from here; else reports it and gives nothing. */
export function checkProject(
  problems: Problems,
  prop: string,
  scope: IConstruct,
  given: IProject | undefined,
): IProject | undefined {
  const what: unknown = given;
  if (!(what instanceof BuildProject)) return checkResource(problems, prop, scope, given, 'a project', 'projectArn');
  problems.add(prop, 'must be a project', { got: what, cure: 'use its .project' });
  return undefined;
}
