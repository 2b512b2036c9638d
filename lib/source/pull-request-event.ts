/**
 * What happens to a pull request.
 */
export enum PullRequestEvent {
  /** It is opened, or opened again. */
  OPENED = 'OPEN',
  /** Its source branch changes. */
  UPDATED = 'UPDATED',
  /** It is closed, merged or not. */
  CLOSED = 'CLOSED',
}
