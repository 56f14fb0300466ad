import { lastValueFrom, type Observable, toArray } from 'rxjs';
import type { SessionError } from 'rxsession';
import type { WebSocketEvent, WebSocketHappening } from 'rxsession/websocket';

/** All that an Observable emits until it completes. */
export function all<T>(values: Observable<T>): Promise<T[]> {
  return lastValueFrom(values.pipe(toArray()), { defaultValue: [] });
}

/** The kinds of events, in order. */
export function kindsOf(events: readonly WebSocketHappening<unknown>[]): string[] {
  return events.map(({ kind }) => kind);
}

/** The error with which a request has completed; fails when it was none. */
export function failureIn(events: readonly WebSocketEvent<unknown>[]): SessionError {
  const last = events.at(-1);
  if (last?.kind !== 'completed' || last.completion.error === undefined)
    throw new Error('There is no failure.');
  return last.completion.error;
}

/** The URL with the scheme of WebSockets. */
export function webSocketURL(url: string): string {
  return url.replace(/^http/, 'ws');
}

/** What a request for a server's path that closes normally tells, in order, where it is not given otherwise. */
export const CLOSED = [
  { kind: 'disconnected', closeCode: 1000, reason: undefined },
  { kind: 'completed', completion: { error: undefined } },
] as const;
