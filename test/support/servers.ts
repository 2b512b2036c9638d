import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceType, LaunchTemplate, MachineImage, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer, ApplicationTargetGroup, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Servers with everything that they need: a network, a launch template with a role, a load balancer with a target group. */
export class Servers extends Construct {
  public readonly vpc: Vpc;
  public readonly role: Role;
  public readonly launchTemplate: LaunchTemplate;
  public readonly targetGroup: ApplicationTargetGroup;

  private made?: AutoScalingGroup;

  constructor(scope: Construct, id = 'Servers') {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 0 });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    this.launchTemplate = new LaunchTemplate(this, 'Template', {
      machineImage: MachineImage.latestAmazonLinux2023(),
      instanceType: new InstanceType('t3.small'),
      role: this.role,
      securityGroup: new SecurityGroup(this, 'SecurityGroup', { vpc: this.vpc }),
      requireImdsv2: true,
    });
    const balancer = new ApplicationLoadBalancer(this, 'Balancer', { vpc: this.vpc });
    this.targetGroup = new ApplicationTargetGroup(this, 'Web', {
      vpc: this.vpc,
      port: 80,
      targetType: TargetType.INSTANCE,
    });
    balancer.addListener('Http', { port: 80, defaultTargetGroups: [this.targetGroup] });
  }

  /** An Auto Scaling group of them. */
  public get group(): AutoScalingGroup {
    if (this.made === undefined) {
      const { vpc, launchTemplate } = this;
      const vpcSubnets = { subnets: vpc.isolatedSubnets };
      this.made = new AutoScalingGroup(this, 'Group', { vpc, vpcSubnets, launchTemplate, minCapacity: 2 });
      this.made.attachToApplicationTargetGroup(this.targetGroup);
    }
    return this.made;
  }
}
