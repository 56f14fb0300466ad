import type { RequestState } from '../message/request-info.js';

/** The states that may follow each state (Alamofire's `Request.State.canTransitionTo`). */
const SUCCESSORS: Readonly<Record<RequestState, readonly RequestState[]>> = {
  initialized: ['resumed', 'suspended', 'cancelled', 'finished'],
  resumed: ['suspended', 'cancelled', 'finished'],
  suspended: ['resumed', 'cancelled', 'finished'],
  cancelled: [],
  finished: [],
};

/** Whether a request may pass from one state to another. */
export function canBecome(from: RequestState, to: RequestState): boolean {
  return SUCCESSORS[from].includes(to);
}
