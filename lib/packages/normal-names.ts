import { Token } from 'aws-cdk-lib';
import type { Problems } from '../core/problems';
import { PackageFormat } from './package-format';

type Normalize = (name: string) => string;

const lower: Normalize = (name) => name.toLowerCase();

/**
 * What CodeArtifact makes of names before it stores them, which ARNs, events and package groups have to say:
 * https://docs.aws.amazon.com/codeartifact/latest/ug/python-name-normalization.html,
 * https://docs.aws.amazon.com/codeartifact/latest/ug/nuget-name-normalization.html and
 * https://docs.aws.amazon.com/codeartifact/latest/ug/swift-name-normalization.html
 */
const NORMAL: Readonly<Partial<Record<PackageFormat, Normalize>>> = {
  [PackageFormat.NUGET]: lower,
  [PackageFormat.PYPI]: (name) => lower(name).replace(/[-_.]+/g, '-'),
  [PackageFormat.SWIFT]: lower,
};

/** A name or a namespace as CodeArtifact stores it. */
export function normalName(format: PackageFormat, name: string): string {
  return NORMAL[format]?.(name) ?? name;
}

/** Reports a name or a namespace that CodeArtifact stores in another form, under which nothing would be found. */
export function checkNormal(
  problems: Problems,
  prop: string,
  format: PackageFormat | undefined,
  name: string | undefined,
): void {
  if (format === undefined || name === undefined || Token.isUnresolved(name)) return;
  const normal = normalName(format, name);
  if (normal === name) return;
  problems.add(prop, `must be as CodeArtifact stores names of the format ${format}`, {
    got: name,
    cure: `write ${normal}`,
  });
}
