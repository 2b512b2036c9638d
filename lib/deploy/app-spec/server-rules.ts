import { checkFileMappings } from './file-rules';
import { checkHooks } from './hook-rules';
import { checkPermissions } from './permission-rules';
import { FileExistsBehavior, ServerOperatingSystem } from './server-props';
import { checkKeys, choiceAt, isMissing, isToken, warn } from './spec-context';
import type { SpecContext, SpecMap } from './spec-context';

const KEYS = ['version', 'os', 'files', 'file_exists_behavior', 'permissions', 'hooks'];

/** What may be left out, and must not be left blank. */
const SECTIONS = ['files', 'permissions', 'hooks'];

/** Operating systems by the names that agents compare with, upper and lower case being different. */
const OPERATING_SYSTEMS = Object.values(ServerOperatingSystem);

/** What agents do with files that are there already. */
const FILE_EXISTS_BEHAVIORS = Object.values(FileExistsBehavior);

/**
 * Reports what agents refuse in an AppSpec of servers, or take for something else than it looks like. Agents are those of
 * version 1, in Ruby, and of version 2, in Rust; only what both of them take is right.
 *
 * https://github.com/aws/aws-codedeploy-agent/blob/master/src/application_specification/parse.rs
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure.html
 */
export function checkServerSpec(context: SpecContext, spec: SpecMap): void {
  const { problems, say, unquoted } = context;
  // Keys that begin with x- are a common place for anchors.
  const read = Object.fromEntries(Object.entries(spec).filter(([key]) => !key.startsWith('x-')));
  checkKeys(context, '', read, KEYS);
  const version = unquoted.get('version') ?? '0.0';
  if ((spec.version !== 0 && !isToken(spec.version)) || !/^0(?:\.0+)?$/.test(version)) {
    const got = spec.version === 0 ? version : spec.version;
    problems.add('version', 'must be the number 0.0', { got, cure: 'write version: 0.0' });
  }
  const os = choiceAt(context, 'os', spec.os, OPERATING_SYSTEMS);
  if (isMissing(spec.os)) problems.add('os', 'must be linux or windows', { got: spec.os });
  choiceAt(context, say('file_exists_behavior'), spec.file_exists_behavior, FILE_EXISTS_BEHAVIORS);
  for (const section of SECTIONS) {
    if (spec[section] === null && Object.hasOwn(spec, section)) {
      warn(context, 'appSpecBlankSection', section, 'is blank: leave it out, for some agents refuse a blank section');
    }
  }
  checkFileMappings(context, spec.files, os);
  checkPermissions(context, spec, os);
  checkHooks(context, spec.hooks, os);
}
