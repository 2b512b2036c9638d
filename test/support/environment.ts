import { configureGlobal } from 'fast-check';

// The validation engine of aws-cdk-lib costs seconds a process; `npm run examples` and `npm run verify` keep it on.
process.env.CDK_VALIDATION = 'false';

// A stack trace of every resource is half of the time of a synthesis: Jest translates each of its frames.
process.env.CDK_CONTEXT_JSON = JSON.stringify({
  'aws:cdk:disable-creation-stack-traces': true,
  'aws:cdk:disable-stack-trace': true,
});

// Enough to say where a test failed. Jest translates each frame, also of the traces of findings that are acknowledged.
Error.stackTraceLimit = 4;

// The SDK says once a process that it stops supporting Node 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// The same run on every machine. FAST_CHECK_SEED tries another.
configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20261122) });
