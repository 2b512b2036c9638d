import { property } from '../shared/property';
import { type Profiler } from './services';
import { signedHeaders, timeOf, type Credentials } from './sign';

/** https://docs.aws.amazon.com/codeguru/latest/profiler-api/API_UpdateProfilingGroup.html */
export function signedProfiler(region: string, credentials: Credentials, now: () => number): Profiler {
  const host = `codeguru-profiler.${region}.amazonaws.com`;
  return {
    setProfiling: async (groupName, enabled, { abortSignal }) => {
      const path = `/profilingGroups/${encodeURIComponent(groupName)}`;
      const body = JSON.stringify({ agentOrchestrationConfig: { profilingEnabled: enabled } });
      const scope = { region, service: 'codeguru-profiler', time: timeOf(now()) };
      const headers = signedHeaders({ method: 'PUT', host, path, body }, scope, credentials);
      const response = await fetch(`https://${host}${path}`, { method: 'PUT', headers, body, signal: abortSignal });
      if (!response.ok) throw await faultOf(response);
    },
  };
}

/** An error as the clients of the SDK throw it. */
async function faultOf(response: Response): Promise<Error> {
  const name = response.headers.get('x-amzn-errortype')?.split(':')[0] ?? `HTTP ${response.status}`;
  const message = property(await response.json().catch(() => undefined), 'message');
  return Object.assign(new Error(typeof message === 'string' ? message : response.statusText), {
    name,
    $metadata: { httpStatusCode: response.status },
  });
}
