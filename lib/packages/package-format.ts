/**
 * The formats of packages that CodeArtifact knows.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html
 */
export enum PackageFormat {
  /** Crates of Rust. */
  CARGO = 'cargo',
  /** Files of any kind, with a namespace. */
  GENERIC = 'generic',
  /** Maven and Gradle. The namespace is the group id. */
  MAVEN = 'maven',
  /** npm, yarn and pnpm. The namespace is the scope. */
  NPM = 'npm',
  /** NuGet and dotnet. */
  NUGET = 'nuget',
  /** pip and twine. */
  PYPI = 'pypi',
  /** Gems of Ruby. */
  RUBY = 'ruby',
  /** Packages of Swift. The namespace is the scope. */
  SWIFT = 'swift',
}

/** Whether packages of a format have a namespace: https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_PackageSummary.html */
export const NAMESPACES: Readonly<Record<PackageFormat, 'none' | 'optional' | 'required'>> = {
  [PackageFormat.CARGO]: 'none',
  [PackageFormat.GENERIC]: 'required',
  [PackageFormat.MAVEN]: 'required',
  [PackageFormat.NPM]: 'optional',
  [PackageFormat.NUGET]: 'none',
  [PackageFormat.PYPI]: 'none',
  [PackageFormat.RUBY]: 'none',
  [PackageFormat.SWIFT]: 'required',
};
