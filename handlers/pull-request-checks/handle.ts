import { clip, describe } from '../shared/errors';
import { log } from '../shared/log';
import { property } from '../shared/property';
import { finish } from './finish';
import { parseInput, type Input } from './input';
import { type Services } from './services';
import { start } from './start';

const MAX_LOGGED = 2000;

function judge(input: Input, services: Services): Promise<string> {
  return input.detailType === 'CodeBuild Build State Change' ? finish(input, services) : start(input, services);
}

/** Handles one event. What it throws makes Lambda deliver the event again, which is harmless. */
export async function handle(event: unknown, services: Services): Promise<void> {
  const id = property(event, 'id');
  const line = { id: typeof id === 'string' ? id : undefined };
  try {
    const input = parseInput(event);
    const result = await judge(input, services);
    log({ ...line, check: input.check.checkName, result });
  } catch (error) {
    log({ ...line, error: clip(describe(error), MAX_LOGGED) });
    throw error;
  }
}
