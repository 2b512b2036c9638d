import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as cd from 'cdk-delivery';

export const app = new App();
const ground = new Stack(app, 'PrivateGround');
const vpc = new Vpc(ground, 'Vpc', { maxAzs: 2, natGateways: 1 });
const encryptionKey = new Key(ground, 'Key', { enableKeyRotation: true });
const encryption = BucketEncryption.KMS;
const logBucket = new Bucket(ground, 'Logs', { encryption, encryptionKey, enforceSSL: true });
const registry = Secret.fromSecretNameV2(ground, 'Registry', 'orders/registry');
const foundation = new cd.DeliveryFoundation(ground, 'Foundation', { encryptionKey });

// Builds in a private network, and what they read, encrypted with one key of the team's own.
const build = cd.Build.project({
  buildName: 'Package',
  phases: { preBuild: ['npm ci'], main: ['npm test', 'npm run build'], postBuild: ['npm run publish-docs'] },
  runtimes: { nodejs: '22' },
  reports: {
    unit: { files: ['reports/junit.xml'] },
    coverage: { files: ['reports/clover.xml'], format: cd.BuildReportFormat.CLOVER_XML },
  },
  variables: {
    REGISTRY_USER: cd.BuildVariable.secret(registry, { field: 'user', encryptionKey }),
    REGISTRY_TOKEN: cd.BuildVariable.secret(registry, { field: 'token', encryptionKey }),
    LICENSE_KEY: cd.BuildVariable.parameter('/orders/license-key', { encryptionKey }),
  },
  network: { vpc },
  logBucket,
});

// Nothing is released: what comes out stays in the artifact store.
const source = new cd.SourceRepository(ground, 'Repository', { repositoryName: 'orders' });
new cd.DeliveryStack(app, 'PrivateDelivery', { sources: [cd.Source.codeCommit(source)], builds: [build], foundation });
