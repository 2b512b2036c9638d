import { Token } from 'aws-cdk-lib';
import type { Duration } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { SslPolicy } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { checkBoolean, checkStruct } from '../../core/checks';
import { checkOptionalResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { literalCount } from './literal-count';
import type { OptionSettings } from './option-settings';

/**
 * The Application Load Balancer of a web server that scales.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environments-cfg-alb.html
 */
export interface BeanstalkLoadBalancer {
  /**
   * The certificate of a listener for HTTPS on port 443, in the region of the environment.
   *
   * @default - no HTTPS
   */
  readonly certificate?: ICertificate;

  /**
   * The TLS versions and ciphers of that listener. Only beside `certificate`.
   *
   * @default SslPolicy.RECOMMENDED_TLS
   */
  readonly sslPolicy?: SslPolicy;

  /**
   * Whether there is a listener for HTTP on port 80. What it gets is not redirected to HTTPS.
   *
   * @default - only where there is no certificate
   */
  readonly http?: boolean;

  /**
   * The security group of the load balancer. Elastic Beanstalk lets the instances be reached from it.
   *
   * @default - one that Elastic Beanstalk makes, open to everybody on the ports of the listeners
   */
  readonly securityGroup?: ISecurityGroup;

  /**
   * A bucket for access logs, whose policy lets the load balancer write.
   *
   * @default - no access logs
   */
  readonly accessLogBucket?: IBucket;

  /**
   * How long a connection may be idle, in whole seconds, 1 to 3600.
   *
   * @default - as Elastic Load Balancing has it, 60 seconds
   */
  readonly idleTimeout?: Duration;
}

const HTTPS = 'aws:elbv2:listener:443';
const BALANCER = 'aws:elbv2:loadbalancer';

/** Sets the options of the load balancer. */
export function bindLoadBalancer(
  scope: Construct,
  problems: Problems,
  settings: OptionSettings,
  given: BeanstalkLoadBalancer | undefined,
): void {
  const balancer = checkStruct(problems, '', given) ?? {};
  settings.set('capacity', 'aws:elasticbeanstalk:environment', { LoadBalancerType: 'application' });
  bindListeners(scope, problems, settings, balancer);
  const group = checkOptionalResource(
    problems,
    'securityGroup',
    scope,
    balancer.securityGroup,
    'a security group',
    'securityGroupId',
  );
  const groupId = group === undefined ? undefined : weak(scope, group.securityGroupId);
  const bucket = checkOptionalResource(
    problems,
    'accessLogBucket',
    scope,
    balancer.accessLogBucket,
    'a bucket',
    'bucketArn',
  );
  if (bucket !== undefined) deployAfter(scope, bucket);
  settings.set('loadBalancer', BALANCER, {
    SecurityGroups: groupId,
    ManagedSecurityGroup: groupId,
    AccessLogsS3Enabled: bucket === undefined ? undefined : true,
    AccessLogsS3Bucket: bucket === undefined ? undefined : weak(scope, bucket.bucketName),
    IdleTimeout: literalCount(problems, 'idleTimeout', balancer.idleTimeout, LIMITS.beanstalkIdleTimeout),
  });
}

function bindListeners(
  scope: Construct,
  problems: Problems,
  settings: OptionSettings,
  balancer: BeanstalkLoadBalancer,
): void {
  const certificate = checkOptionalResource(
    problems,
    'certificate',
    scope,
    balancer.certificate,
    'a certificate',
    'certificateArn',
  );
  const isSecure = balancer.certificate !== undefined;
  const hasHttp = checkBoolean(problems, 'http', balancer.http) ?? !isSecure;
  if (!hasHttp && !isSecure) {
    problems.add('http', 'must not be false without a certificate: nothing would listen', {
      cure: 'give a certificate',
    });
  }
  settings.set('loadBalancer.http', 'aws:elbv2:listener:default', { ListenerEnabled: hasHttp });
  const { sslPolicy } = balancer;
  if (sslPolicy !== undefined && !isSecure) problems.add('sslPolicy', 'must not be given without certificate');
  if (sslPolicy !== undefined && !Object.values(SslPolicy).includes(sslPolicy) && !Token.isUnresolved(sslPolicy)) {
    problems.add('sslPolicy', 'must be an SslPolicy', { got: sslPolicy });
  }
  if (certificate === undefined) return;
  settings.set('loadBalancer.certificate', HTTPS, {
    ListenerEnabled: true,
    Protocol: 'HTTPS',
    SSLCertificateArns: weak(scope, certificate.certificateArn),
  });
  settings.set('loadBalancer.sslPolicy', HTTPS, { SSLPolicy: sslPolicy ?? SslPolicy.RECOMMENDED_TLS });
}
