/**
 * The public repositories that CodeArtifact can fetch packages from.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/external-connection.html
 */
export enum ExternalConnection {
  /** npmjs.com. */
  NPMJS = 'public:npmjs',
  /** The Python Package Index. */
  PYPI = 'public:pypi',
  /** NuGet.org. */
  NUGET_ORG = 'public:nuget-org',
  /** Maven Central. */
  MAVEN_CENTRAL = 'public:maven-central',
  /** Google's repository for Android. */
  MAVEN_GOOGLE_ANDROID = 'public:maven-googleandroid',
  /** The plugins of Gradle. */
  MAVEN_GRADLE_PLUGINS = 'public:maven-gradleplugins',
  /** CommonsWare's repository for Android. */
  MAVEN_COMMONSWARE = 'public:maven-commonsware',
  /** Clojars. */
  MAVEN_CLOJARS = 'public:maven-clojars',
  /** RubyGems.org. */
  RUBY_GEMS_ORG = 'public:ruby-gems-org',
  /** crates.io. */
  CRATES_IO = 'public:crates-io',
}

/** How the store of a public repository is called, as the console of CodeArtifact does it. */
export const STORE_NAMES: Readonly<Record<ExternalConnection, string>> = {
  [ExternalConnection.NPMJS]: 'npm-store',
  [ExternalConnection.PYPI]: 'pypi-store',
  [ExternalConnection.NUGET_ORG]: 'nuget-store',
  [ExternalConnection.MAVEN_CENTRAL]: 'maven-central-store',
  [ExternalConnection.MAVEN_GOOGLE_ANDROID]: 'google-android-store',
  [ExternalConnection.MAVEN_GRADLE_PLUGINS]: 'gradle-plugins-store',
  [ExternalConnection.MAVEN_COMMONSWARE]: 'commonsware-store',
  [ExternalConnection.MAVEN_CLOJARS]: 'clojars-store',
  [ExternalConnection.RUBY_GEMS_ORG]: 'ruby-gems-store',
  [ExternalConnection.CRATES_IO]: 'crates-io-store',
};
