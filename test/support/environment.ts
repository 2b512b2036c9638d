// The validation engine of aws-cdk-lib costs seconds a process; `npm run examples` and `npm run verify` keep it on.
process.env.CDK_VALIDATION = 'false';
