import { Annotations, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import type { Size } from 'aws-cdk-lib';
import { InstanceArchitecture } from 'aws-cdk-lib/aws-ec2';
import type { InstanceType } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { checkBoolean, checkLiteralRange, checkRange, checkStruct } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import type { BeanstalkCapacity } from './beanstalk-capacity';
import type { OptionSettings } from './option-settings';

/**
 * Spot Instances beside On-Demand ones.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environments-cfg-autoscaling-enable-spot.html
 */
export interface BeanstalkSpot {
  /**
   * How many On-Demand Instances there are at least, from 0 to the maximum of the capacity.
   *
   * @default 0
   */
  readonly onDemandBase?: number;

  /**
   * The share of On-Demand Instances above that, in percent, 0 to 100.
   *
   * @default - 70 where the capacity scales, 0 for a single instance
   */
  readonly onDemandPercentage?: number;
}

/**
 * The root volume of each instance, a gp3 one. It is encrypted where the account encrypts volumes by default.
 */
export interface BeanstalkRootVolume {
  /**
   * The size, 10 to 16384 whole GiB.
   *
   * @default - as the platform has it
   */
  readonly size?: Size;

  /**
   * Operations a second, 3000 to 16000, at most 500 for each GiB.
   *
   * @default - as EC2 has it, 3000
   */
  readonly iops?: number;

  /**
   * MiB a second, 125 to 1000.
   *
   * @default - as EC2 has it, 125
   */
  readonly throughput?: number;
}

/**
 * The instances of an environment. They are made of a launch template.
 */
export interface BeanstalkInstances {
  /**
   * The instance types, 1 to 40 of one architecture. Without `spot` only the first counts.
   *
   * @default - those that Elastic Beanstalk chooses for the account
   */
  readonly instanceTypes?: InstanceType[];

  /**
   * Spot Instances.
   *
   * @default - On-Demand Instances only
   */
  readonly spot?: BeanstalkSpot;

  /**
   * The root volume.
   *
   * @default - a gp3 volume as the platform has it
   */
  readonly rootVolume?: BeanstalkRootVolume;

  /**
   * Whether instances also answer version 1 of the metadata service, which needs no token.
   *
   * @default false
   */
  readonly allowImdsV1?: boolean;
}

/** The namespaces of the instances. */
const LAUNCH = 'aws:autoscaling:launchconfiguration';
const INSTANCES = 'aws:ec2:instances';

/** Sets the options of the instances. */
export function bindInstances(
  scope: IConstruct,
  problems: Problems,
  settings: OptionSettings,
  given: BeanstalkInstances | undefined,
  capacity: BeanstalkCapacity,
): void {
  const instances = checkStruct(problems, '', given) ?? {};
  const allowsV1 = checkBoolean(problems, 'allowImdsV1', instances.allowImdsV1) ?? false;
  settings.set('instances.allowImdsV1', LAUNCH, { DisableIMDSv1: !allowsV1 });
  bindTypes(scope, problems, settings, instances);
  bindSpot(problems.within('spot'), settings, instances.spot, capacity._maximum);
  bindVolume(problems.within('rootVolume'), settings, instances.rootVolume);
}

function bindTypes(scope: IConstruct, problems: Problems, settings: OptionSettings, given: BeanstalkInstances): void {
  const { instanceTypes, spot } = given;
  if (instanceTypes === undefined) return;
  const names: string[] = [];
  const architectures = new Set<string>();
  forEachMember(problems, 'instanceTypes', instanceTypes, 1, (type, prop) => {
    const isType = typeof (type as Partial<InstanceType>).isBurstable === 'function';
    const name = isType ? type.toString() : '';
    const isLiteral = !Token.isUnresolved(name);
    if (!isType || (isLiteral && !/^[a-z0-9-]+\.[a-z0-9-]+$/.test(name))) {
      problems.add(prop, 'must be an InstanceType', { got: isType ? name : type, cure: 'e.g. of InstanceType.of' });
      return;
    }
    names.push(name);
    const architecture = isLiteral ? architectureOf(type) : undefined;
    if (architecture !== undefined) architectures.add(architecture);
  });
  if (names.length > 0) checkRange(problems, 'instanceTypes', names.length, LIMITS.beanstalkInstanceTypes);
  if (architectures.size > 1) {
    problems.add('instanceTypes', 'must be of one architecture', { got: [...architectures].join(' and ') });
  }
  if (names.length > 1 && spot === undefined) {
    Annotations.of(scope).addWarningV2(
      'cdk-delivery:beanstalkInstanceTypes',
      'Without Spot Instances only the first of instances.instanceTypes counts. Leave the others out, or give instances.spot',
    );
  }
  settings.set('instances.instanceTypes', INSTANCES, {
    InstanceTypes: names.join(','),
    SupportedArchitectures: [...architectures].at(0),
  });
}

/** What aws-cdk-lib takes from the name of a type; a name that it cannot read is left to Elastic Beanstalk. */
function architectureOf(type: InstanceType): string | undefined {
  try {
    return type.architecture === InstanceArchitecture.ARM_64 ? 'arm64' : 'x86_64';
  } catch {
    return undefined;
  }
}

function bindSpot(
  problems: Problems,
  settings: OptionSettings,
  given: BeanstalkSpot | undefined,
  maximum: number | undefined,
): void {
  const spot = checkStruct(problems, '', given);
  settings.set('instances.spot', INSTANCES, { EnableSpot: spot !== undefined });
  if (spot === undefined) return;
  const limit = { ...LIMITS.beanstalkOnDemandBase, max: maximum ?? LIMITS.beanstalkOnDemandBase.max };
  settings.set('instances.spot', INSTANCES, {
    SpotAllocationStrategy: 'price-capacity-optimized',
    SpotFleetOnDemandBase: checkLiteralRange(problems, 'onDemandBase', spot.onDemandBase, limit),
    SpotFleetOnDemandAboveBasePercentage: checkLiteralRange(
      problems,
      'onDemandPercentage',
      spot.onDemandPercentage,
      LIMITS.beanstalkOnDemandPercentage,
    ),
  });
}

function bindVolume(problems: Problems, settings: OptionSettings, given: BeanstalkRootVolume | undefined): void {
  const volume = checkStruct(problems, '', given) ?? {};
  const size = gibibytes(problems, volume.size);
  const iops = checkLiteralRange(problems, 'iops', volume.iops, LIMITS.beanstalkVolumeIops);
  if (size !== undefined && iops !== undefined && iops > 500 * size) {
    problems.add('iops', `must be at most 500 for each GiB, ${500 * size}`, { got: iops });
  }
  settings.set('instances.rootVolume', LAUNCH, {
    RootVolumeType: 'gp3',
    RootVolumeSize: size,
    RootVolumeIOPS: iops,
    RootVolumeThroughput: checkLiteralRange(
      problems,
      'throughput',
      volume.throughput,
      LIMITS.beanstalkVolumeThroughput,
    ),
  });
}

function gibibytes(problems: Problems, size: Size | undefined): number | undefined {
  if (size === undefined) return undefined;
  if (typeof (size as Partial<Size> | null)?.toGibibytes !== 'function' || size.isUnresolved()) {
    problems.add('size', 'must be a Size that is known at synthesis', { got: size });
    return undefined;
  }
  return checkLiteralRange(
    problems,
    'size',
    size.toGibibytes({ rounding: SizeRoundingBehavior.NONE }),
    LIMITS.beanstalkVolumeSize,
  );
}
