import { filter, Observable } from 'rxjs';
import type { SessionEvent, SessionEventType } from '../events/session-event.js';

/** All that there is of a list, then what joins it, told by an event of this type: each once, in order. */
export function entriesOf<T>(
  events: Observable<SessionEvent>,
  type: SessionEventType,
  list: () => readonly T[],
): Observable<T> {
  return new Observable((subscriber) => {
    let count = 0;
    const tellJoined = (): void => {
      for (const [index, entry] of list().entries()) {
        if (index < count) continue;
        count = index + 1;
        subscriber.next(entry);
      }
    };
    tellJoined();
    const joining = events.pipe(filter((event) => event.type === type)).subscribe({
      next: tellJoined,
      complete: () => {
        subscriber.complete();
      },
    });
    subscriber.add(joining);
  });
}
