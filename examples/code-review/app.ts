import { App, Stack } from 'aws-cdk-lib';
import * as cd from 'cdk-delivery';

export const app = new App();

const ground = new Stack(app, 'ReviewGround');
const repository = new cd.SourceRepository(ground, 'Repository', { repositoryName: 'orders' });
const code = cd.Source.codeCommit(repository);

// Semgrep writes SARIF; its exit code does not depend on what it finds.
const analysis = cd.CodeReview.staticAnalysis({
  reviewName: 'Analysis',
  artifact: code.artifact,
  runtimes: { python: '3.13' },
  commands: ['pip install semgrep==1.90.0', 'semgrep scan --config p/default --sarif --output results.sarif'],
  maximumFindings: { critical: 0, high: 0, medium: 10 },
  maximumByCategory: { security: 0 },
});

const packages = cd.CodeReview.inspector({
  reviewName: 'Packages',
  artifact: code.artifact,
  maximumFindings: { critical: 0, high: 0, medium: 5 },
});

new cd.DeliveryStack(app, 'ReviewedDelivery', {
  sources: [code],
  builds: [cd.Build.project({ buildName: 'Package', commands: ['npm ci', 'npm test'] })],
  stages: [
    {
      stageName: 'Review',
      verifications: [cd.Verification.codeReview(analysis), cd.Verification.codeReview(packages)],
    },
  ],
});
