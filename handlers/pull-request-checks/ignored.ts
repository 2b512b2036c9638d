/** Why an event has no consequences. */
export interface Ignored {
  readonly ignored: string;
}
