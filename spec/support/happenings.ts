import { filter, firstValueFrom, lastValueFrom, type Observable, skip } from 'rxjs';
import type { RequestState, SessionEvent, SessionEventType } from 'rxsession';

/** Waits until an event has happened so often, from now on. */
export function happened<Type extends SessionEventType>(
  { events }: { readonly events: Observable<SessionEvent> },
  type: Type,
  count = 1,
): Promise<Extract<SessionEvent, { type: Type }>> {
  type Wanted = Extract<SessionEvent, { type: Type }>;
  const wanted = events.pipe(filter((event): event is Wanted & SessionEvent => event.type === type));
  return firstValueFrom(wanted.pipe(skip(count - 1)));
}

/** Waits until a request is over; resolves to the state it ended in. */
export function ended({ states }: { readonly states: Observable<RequestState> }): Promise<RequestState> {
  return lastValueFrom(states);
}

/** Waits until all that was queued before, and what follows from it without waiting, has happened. */
export async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** How often each type stands in a list of event types. */
export function countsOf(types: readonly SessionEventType[]): Partial<Record<SessionEventType, number>> {
  const counts: Partial<Record<SessionEventType, number>> = {};
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
