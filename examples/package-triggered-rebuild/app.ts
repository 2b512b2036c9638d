import { App, Stack } from 'aws-cdk-lib';
import * as cd from 'cdk-delivery';

export const app = new App();
const ground = new Stack(app, 'RebuildGround');
const domain = new cd.PackageDomain(ground, 'Domain', { domainName: 'acme' });
const team = new cd.PackageRepository(ground, 'Team', {
  domain,
  repositoryName: 'team',
  upstreams: [domain.addStore(cd.ExternalConnection.NPMJS)],
});
const sourceOf = (repositoryName: string): cd.ISource =>
  cd.Source.codeCommit(new cd.SourceRepository(ground, `Source-${repositoryName}`, { repositoryName }));
const commands = ['npm ci', 'npm test'];

// The library: its pipeline publishes a version.
const library = cd.Build.project({
  buildName: 'Library',
  commands: [...commands, 'npm publish'],
  feeds: [cd.PackageFeed.npm(team, { publishes: [{ packageNamespace: '@acme', packageName: 'ui' }] })],
});
new cd.DeliveryStack(app, 'RebuildLibrary', { sources: [sourceOf('acme-ui')], builds: [library] });

// The application: its pipeline takes the newest version, and starts when there is one.
const application = cd.Build.project({
  buildName: 'Application',
  commands: ['npm update @acme/ui', ...commands],
  feeds: [cd.PackageFeed.npm(team)],
});
const newVersion = cd.PackageVersionEvent.of(team, {
  format: cd.PackageFormat.NPM,
  packageNamespace: '@acme',
  packageName: 'ui',
});
new cd.DeliveryStack(app, 'RebuildApplication', {
  sources: [sourceOf('shop')],
  builds: [application],
  startedBy: [cd.PipelineStart.packageVersion(newVersion)],
});
