/** Writes one line of JSON. Never hand it an event: CodePipeline puts credentials into it. */
export function log(line: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify(line));
}
