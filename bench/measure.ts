// One measurement in a process of its own: node measure.js WAY COUNT DIRECTORY. It writes one line of JSON.
import { performance } from 'node:perf_hooks';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { make } from './workload';
import type { Workload } from './workload';
import type { Measurement } from './measurement';

interface Template {
  readonly Resources?: Record<string, { readonly Type: string }>;
}

async function main([way, count, outdir]: string[]): Promise<void> {
  const workload = ((await import(`./workloads/${way}.js`)) as Record<string, Workload>)[way];
  const [began, used] = [performance.now(), process.cpuUsage()];
  const app = new App({ outdir, analyticsReporting: false });
  make(workload, app, Number(count));
  app.synth();
  const [milliseconds, { user, system }] = [performance.now() - began, process.cpuUsage(used)];
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  const files = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
  const templates = files.map((file) => JSON.parse(readFileSync(join(outdir, file), 'utf8')) as Template);
  const types = templates.flatMap(({ Resources = {} }) => Object.values(Resources).map(({ Type }) => Type));
  const measurement: Measurement = {
    seconds: milliseconds / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakBytes,
    resources: types.length,
    roles: types.filter((type) => type === 'AWS::IAM::Role').length,
    // Without white space, as the CDK's command line uploads large ones.
    templateBytes: templates.reduce((sum, template) => sum + JSON.stringify(template).length, 0),
  };
  console.log(JSON.stringify(measurement));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
