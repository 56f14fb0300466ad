import { lastValueFrom, type Observable, toArray } from 'rxjs';
import type { DataStreamEvent, StreamObservable } from 'rxsession';
import type { DataStreamCompletion } from 'rxsession/serializers';
import { z } from 'zod';

/** What `/stream` and `/payloads` write: one document each. */
export const Payload = z.object({ id: z.number(), url: z.string() });
export type Payload = z.infer<typeof Payload>;

/** Everything that happens in a stream, when it has ended. */
export function eventsOf<T>(values: StreamObservable<T>): Promise<DataStreamEvent<T>[]> {
  return lastValueFrom(values.events().pipe(toArray()));
}

/** Everything that is emitted, when all has been. */
export function all<T>(values: Observable<T>): Promise<T[]> {
  return lastValueFrom(values.pipe(toArray()));
}

/** So many values, with which a `for await` loop is left: by `break`, or by a throw where there is an error. */
export async function firstOf<T>(values: AsyncIterable<T>, count: number, error?: Error): Promise<T[]> {
  const seen: T[] = [];
  for await (const value of values) {
    seen.push(value);
    if (seen.length < count) continue;
    if (error !== undefined) throw error;
    break;
  }
  return seen;
}

/** The kinds of events, in their order. */
export function kindsOf(events: readonly DataStreamEvent<unknown>[]): string[] {
  return events.map(({ kind }) => kind);
}

/** The values among events; fails where one could not be made. */
export function valuesOf<T>(events: readonly DataStreamEvent<T>[]): T[] {
  return events.flatMap((event) => {
    if (event.kind === 'complete') return [];
    if (event.result.kind === 'failure') throw event.result.error;
    return [event.result.value];
  });
}

/** How a stream has ended; fails unless it was told once, and last. */
export function completionOf(events: readonly DataStreamEvent<unknown>[]): DataStreamCompletion {
  const ends = events.filter((event) => event.kind === 'complete');
  const last = events.at(-1);
  if (ends.length !== 1 || last?.kind !== 'complete') throw new Error(kindsOf(events).join());
  return last.completion;
}
