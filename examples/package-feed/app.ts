import { App, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, OrganizationPrincipal } from 'aws-cdk-lib/aws-iam';
import * as cd from 'cdk-delivery';

export const app = new App();
const packages = new Stack(app, 'FeedPackages');

// What the team publishes, and below it what npmjs has: fetched once, and kept.
const domain = new cd.PackageDomain(packages, 'Domain', { domainName: 'acme' });
const store = domain.addStore(cd.ExternalConnection.NPMJS);
const team = new cd.PackageRepository(packages, 'Team', { domain, repositoryName: 'team', upstreams: [store] });

// Another account reads, and so does everybody in the organization.
team.grantRead(new AccountPrincipal('444455556666'));
team.grantRead(new OrganizationPrincipal('o-a1b2c3d4e5'));

// Nobody puts an @acme package into npmjs and has it fetched here.
new cd.PackageGroup(packages, 'Own', {
  domain,
  pattern: '/npm/acme/*',
  publish: cd.OriginRestriction.onlyIn(team),
  externalUpstream: cd.OriginRestriction.block(),
});

const build = cd.Build.project({
  buildName: 'Library',
  phases: { preBuild: ['npm ci'], main: ['npm test', 'npm publish'] },
  runtimes: { nodejs: '22' },
  feeds: [cd.PackageFeed.npm(team, { publishes: [{ packageNamespace: '@acme' }] })],
});

const source = new cd.SourceRepository(packages, 'Repository', { repositoryName: 'acme-ui' });
new cd.DeliveryStack(app, 'FeedDelivery', { sources: [cd.Source.codeCommit(source)], builds: [build] });
