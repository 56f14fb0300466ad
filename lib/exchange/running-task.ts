import type { Observable } from 'rxjs';
import type { HopResult } from './hop-result.js';
import type { PreparedRequest } from './prepared-request.js';

/** A task that is ready to send its messages, one after the other. */
export interface RunningTask<Task> {
  readonly task: Task;
  /** The first message: the URLRequest with the session's headers joined. */
  readonly first: PreparedRequest;
  send(message: PreparedRequest): Observable<HopResult>;
}
