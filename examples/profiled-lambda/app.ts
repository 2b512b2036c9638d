import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import * as cd from 'cdk-delivery';

export const app = new App();

const stack = new Stack(app, 'ProfiledOrders');
const archives = Bucket.fromBucketName(stack, 'Archives', 'orders-archives');
const leads = new Topic(stack, 'Leads', { enforceSSL: true });

const orders = new Function(stack, 'Orders', {
  runtime: Runtime.JAVA_17,
  handler: 'com.example.Orders::handle',
  code: Code.fromBucket(archives, 'orders.jar'),
  memorySize: 1024,
});

// Its code is agent/profiled.py, beside the agent that the archive brings along.
const reports = new Function(stack, 'Reports', {
  runtime: Runtime.PYTHON_3_14,
  handler: 'profiled.handler',
  code: Code.fromBucket(archives, 'reports.zip'),
});

// `profilingEnabled: false` is the switch: agents stop within minutes, and no function is released for it.
const profiler = new cd.ApplicationProfiler(stack, 'OrdersProfiler', { profilingEnabled: true, notify: [leads] });
profiler.profile(orders);

const finely = new cd.ApplicationProfiler(stack, 'ReportsProfiler', {
  agentSettings: { samplingInterval: Duration.millis(250), maxStackDepth: 200 },
});
finely.profile(reports, { start: cd.AgentStart.CODE });
