import type { CfnEnvironment } from 'aws-cdk-lib/aws-elasticbeanstalk';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct, IDependable } from 'constructs';
import { checkChoice, checkGiven } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { BeanstalkCapacity } from './beanstalk-capacity';
import type { BeanstalkEnvironmentProps } from './beanstalk-environment-props';
import { bindInstances } from './beanstalk-instances';
import { bindLoadBalancer } from './beanstalk-load-balancer';
import { bindLogs } from './beanstalk-logs';
import { bindNetwork } from './beanstalk-network';
import { BeanstalkRollout } from './beanstalk-rollout';
import { BeanstalkTier } from './beanstalk-tier';
import type { BoundQueue } from './beanstalk-tier';
import { BeanstalkUpdates } from './beanstalk-updates';
import { bindVariables } from './beanstalk-variables';
import { literalCount } from './literal-count';
import { OptionSettings } from './option-settings';

/** What the props of an environment come to, but for its roles. */
export interface BoundOptions {
  readonly settings: OptionSettings;
  readonly tier: CfnEnvironment.TierProperty;
  readonly queue?: BoundQueue;
  readonly isSingle: boolean;
  readonly isWorker: boolean;
  readonly splitsTraffic: boolean;
  readonly hasManagedUpdates: boolean;

  /** What must be there before the instances are. */
  readonly routes: IDependable[];

  /** What the instances must be allowed to read their variables. */
  readonly permissions: PolicyStatement[];
}

/** Makes the options of an environment. */
export function bindOptions(scope: Construct, problems: Problems, given: BeanstalkEnvironmentProps): BoundOptions {
  const settings = new OptionSettings();
  const tier = checkChoice(problems, 'tier', given.tier, BeanstalkTier) ?? BeanstalkTier.web();
  const capacity =
    checkChoice(problems, 'capacity', given.capacity, BeanstalkCapacity) ??
    BeanstalkCapacity.scaling({ minimum: 2, maximum: 4 });
  const rollout = checkChoice(problems, 'rollout', given.rollout, BeanstalkRollout) ?? BeanstalkRollout.immutable();
  const updates = checkChoice(problems, 'updates', given.updates, BeanstalkUpdates) ?? BeanstalkUpdates.weekly();
  const [isSingle, isWorker] = [capacity._isSingle, tier._isWorker];
  const isBalanced = !isSingle && !isWorker;

  const bound = tier._bind(scope, problems.within('tier'), settings, isSingle);
  capacity._bind(problems.within('capacity'), settings);
  rollout._bind(problems.within('rollout'), settings, capacity, isWorker);
  updates._bind(problems.within('updates'), settings);
  bindInstances(scope, problems.within('instances'), settings, given.instances, capacity);
  checkGiven(problems, 'network', given.network, 'given');
  const kind = { isSingle, isBalanced };
  const routes = bindNetwork(scope, problems.within('network'), settings, given.network, kind);
  if (isBalanced) bindLoadBalancer(scope, problems.within('loadBalancer'), settings, given.loadBalancer);
  else if (given.loadBalancer !== undefined) {
    problems.add('loadBalancer', 'must not be given: only a web server that scales has one');
  }
  bindLogs(scope, problems.within('logs'), settings, given.logs);
  settings.set('health', 'aws:elasticbeanstalk:healthreporting:system', { SystemType: 'enhanced' });
  settings.set('deployTimeout', 'aws:elasticbeanstalk:command', {
    Timeout: literalCount(problems, 'deployTimeout', given.deployTimeout, LIMITS.beanstalkDeployTimeout) ?? 600,
  });
  const permissions = bindVariables(scope, problems.within('variables'), settings, given.variables);
  const [splitsTraffic, hasManagedUpdates] = [rollout._splitsTraffic, updates._areManaged];
  return { ...bound, settings, isSingle, isWorker, splitsTraffic, hasManagedUpdates, routes, permissions };
}
