import { describe } from '../shared/errors';
import { log } from '../shared/log';
import { readConfiguration, readEvent, type Configuration, type HookEvent } from './configuration';
import { mismatches } from './expectation';
import { invoke } from './invoke';
import { report } from './report';
import { type Answer, type Services } from './services';

function answerTo(
  event: HookEvent,
  configuration: Configuration,
  services: Services,
  signal: AbortSignal,
): Promise<Answer> {
  if (configuration.kind === 'url') return services.request(configuration, signal);
  return invoke(event, configuration.payload, services, signal);
}

/** What is wrong, also when nothing answers in time. */
async function test(event: HookEvent, configuration: Configuration, services: Services): Promise<string[]> {
  const { timeoutMs, expect } = configuration;
  const stop = new AbortController();
  try {
    const answer = await Promise.race([
      answerTo(event, configuration, services, stop.signal),
      services.sleep(timeoutMs, stop.signal).then(() => undefined),
    ]);
    return answer === undefined ? [`Nothing answered within ${timeoutMs / 1000} seconds.`] : mismatches(answer, expect);
  } finally {
    stop.abort();
  }
}

async function judge(event: HookEvent, text: string | undefined, services: Services): Promise<string[]> {
  try {
    return await test(event, readConfiguration(text), services);
  } catch (error) {
    return [describe(error)];
  }
}

/** Tries out what one deployment releases, and tells CodeDeploy whether it is good. */
export async function handle(given: unknown, text: string | undefined, services: Services): Promise<void> {
  const event = readEvent(given);
  const wrong = await judge(event, text, services);
  log({ ...event, result: wrong.length === 0 ? 'Succeeded' : 'Failed', wrong });
  await report(event, wrong.length === 0, services);
}
