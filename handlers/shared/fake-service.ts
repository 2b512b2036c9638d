type Moment = 'before' | 'after';
export type Input = Readonly<Record<string, unknown>>;
export type Operations = Readonly<Record<string, [command: unknown, work: (input: Input) => unknown]>>;

/** Names of the operations, in the order of the calls. */
export const calls: string[] = [];
/** The inputs of the calls. */
export const inputs: Input[] = [];
const faults: { operation: string; error: unknown; moment: Moment }[] = [];

export function awsError(name: string, message = `${name} happened`, extra: object = {}): Error {
  return Object.assign(new Error(message), { name }, extra);
}

/** Lets the next calls of an operation fail, before or after their work. */
export function failNext(operation: string, error: unknown, times = 1, moment: Moment = 'before'): void {
  for (let time = 0; time < times; time += 1) faults.push({ operation, error, moment });
}

function failIfTold(operation: string, moment: Moment): void {
  const index = faults.findIndex((fault) => fault.operation === operation && fault.moment === moment);
  if (index >= 0) throw faults.splice(index, 1)[0].error;
}

export function pendingFaults(): number {
  return faults.length;
}

/** The calls that change something. */
export function writes(): string[] {
  return calls.filter((call) => !/^(Get|List|Describe)/.test(call));
}

/** The input of the last call of an operation. */
export function lastInput(operation: string): Input {
  return inputs[calls.lastIndexOf(operation)];
}

export function forgetCalls(): void {
  calls.length = 0;
  inputs.length = 0;
}

export function resetServices(): void {
  forgetCalls();
  faults.length = 0;
}

interface Stub {
  readonly reset: () => unknown;
  readonly on: (command: never) => { callsFake(work: (input: Input) => unknown): unknown };
}

/** Lets a client have these operations and no others. */
export function play(client: Stub, operations: Operations): void {
  client.reset();
  for (const [operation, [command, work]] of Object.entries(operations)) {
    client.on(command as never).callsFake((input: Input) => {
      calls.push(operation);
      inputs.push(input);
      failIfTold(operation, 'before');
      const answer = work(input);
      failIfTold(operation, 'after');
      return answer;
    });
  }
}
