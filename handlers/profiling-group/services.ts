import { type AnswerServices } from '../shared/custom-resource';
import { type ShiftServices } from '../shared/shift';

export interface Profiler {
  /** Tells the agents of a group whether to profile. */
  readonly setProfiling: (
    groupName: string,
    enabled: boolean,
    options: { readonly abortSignal: AbortSignal },
  ) => Promise<void>;
}

/** Everything outside of this function. */
export interface Services extends AnswerServices, ShiftServices {
  readonly profiler: Profiler;
}
