import { Token } from 'aws-cdk-lib';
import { checkName } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { normalName } from './normal-names';
import { NAMESPACES, PackageFormat } from './package-format';

/** Gives the pattern of a group back when it is one. Every domain has `/*` from the beginning, which can be changed and not made. */
export function checkPattern(problems: Problems, given: string | undefined): string | undefined {
  const pattern = checkName(problems, 'pattern', given, LIMITS.packageGroupPattern);
  if (pattern === undefined || Token.isUnresolved(pattern)) return pattern;
  if (pattern === '/*') {
    problems.add('pattern', 'must not be /*, which every domain has already', {
      cure: 'make one group a format, or change that of the domain by aws codeartifact update-package-group-origin-configuration',
    });
    return undefined;
  }
  const [, first, namespace = '', ...names] = pattern.split('/');
  const format = Object.values(PackageFormat).find((each: string) => each === first);
  if (format === undefined) {
    problems.add('pattern', 'must begin with a format', { got: pattern });
    return undefined;
  }
  const rule = NAMESPACES[format];
  if (rule === 'none' && namespace !== '' && namespace !== '*') {
    problems.add(
      'pattern',
      `must have nothing between // before the name: packages of the format ${format} have no namespace`,
      {
        got: pattern,
        cure: `write /${format}//${names.length === 0 ? namespace : names.join('/')}`,
      },
    );
    return undefined;
  }
  if (rule === 'required' && namespace === '' && names.length > 0) {
    problems.add('pattern', `must have a namespace: packages of the format ${format} have one`, { got: pattern });
    return undefined;
  }
  return checkStored(problems, pattern, format, [namespace, ...names]);
}

/** https://docs.aws.amazon.com/codeartifact/latest/ug/package-group-definition-syntax-matching-behavior.html */
function checkStored(
  problems: Problems,
  pattern: string,
  format: PackageFormat,
  [namespace, ...names]: string[],
): string | undefined {
  const hasScopes = format === PackageFormat.NPM || format === PackageFormat.SWIFT;
  const scope = hasScopes ? namespace.replace(/^@/, '') : namespace;
  const stored = ['', format, ...[scope, ...names].map((part) => normalName(format, part))].join('/');
  if (stored === pattern) return pattern;
  problems.add('pattern', `must have names as CodeArtifact stores those of the format ${format}`, {
    got: pattern,
    cure: `write ${stored}`,
  });
  return undefined;
}
