import { App, Duration, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { InstanceClass, InstanceSize, InstanceType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as cd from 'cdk-delivery';

export const app = new App();
const shop = new Stack(app, 'Shop');
const vpc = new Vpc(shop, 'Vpc', { maxAzs: 2, natGateways: 1 });
const encryptionKey = new Key(shop, 'Key', { enableKeyRotation: true });
const generateSecretString = { secretStringTemplate: '{"user":"shop"}', generateStringKey: 'password' };
const database = new Secret(shop, 'Database', { encryptionKey, generateSecretString });
const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

// Private instances behind a load balancer; a tenth of the traffic tries a new version for ten minutes.
const application = new cd.BeanstalkApplication(shop, 'Application', { applicationName: 'shop' });
const production = new cd.BeanstalkEnvironment(shop, 'Production', {
  application,
  environmentName: 'shop-production',
  platform: cd.BeanstalkPlatform.branch('Node.js 22 running on 64bit Amazon Linux 2023'),
  network: { vpc },
  capacity: cd.BeanstalkCapacity.scaling({ minimum: 2, maximum: 6 }),
  instances: { instanceTypes: [InstanceType.of(InstanceClass.T4G, InstanceSize.SMALL)] },
  tier: cd.BeanstalkTier.web({ healthCheckPath: '/health' }),
  loadBalancer: { certificate: Certificate.fromCertificateArn(shop, 'Certificate', certificateArn) },
  rollout: cd.BeanstalkRollout.trafficSplitting({ percentage: 10, evaluation: Duration.minutes(10) }),
  variables: {
    STAGE: cd.BeanstalkVariable.plain('production'),
    CATALOG_URL: cd.BeanstalkVariable.parameter('/shop/catalog-url'),
    DATABASE_PASSWORD: cd.BeanstalkVariable.secret(database, { field: 'password' }),
  },
});

const commands = ['npm ci', 'npm test', 'npm run build'];
const build = cd.Build.project({ buildName: 'Package', commands, network: { vpc }, output: { baseDirectory: 'dist' } });
new cd.DeliveryStack(app, 'ShopDelivery', {
  sources: [cd.Source.codeCommit(new cd.SourceRepository(shop, 'Repository', { repositoryName: 'shop' }))],
  builds: [build],
  stages: [{ stageName: 'Production', targets: [cd.DeployTarget.beanstalk(production)] }],
});
