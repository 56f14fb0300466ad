import { Observable, Subject, Subscription, type SchedulerLike, type Subscriber } from 'rxjs';
import { isSessionError, SessionError } from '../errors/session-error.js';
import { networkCodeOf } from '../extending/retry-rules.js';
import { backoffDelay, retryAfterDelay } from '../extending/retry-delay.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import { HTTPHeaders } from '../message/http-headers.js';
import { Result } from '../message/result.js';
import { acceptableContentType } from '../extending/acceptable-response.js';
import type { ValidationResult } from '../extending/validator.js';
import type { DataStreamRequest } from '../request/stream/data-stream-request.js';
import type { EventStreamParser, ServerSentEvent } from '../serializers/event-stream-parser.js';
import { loadedParser } from '../serializers/loaded-parser.js';
import type { StreamRequestOptions } from '../session/request-options.js';

/** State of an {@link eventSource}: `waiting` before it connects again, `closed` without subscribers and after the end. */
export type EventSourceState = 'connecting' | 'open' | 'waiting' | 'closed';

/** Delays before an {@link eventSource} connects again. */
export interface Reconnection {
  /** Milliseconds before the first attempt. Default: 3000. A `retry` field of the server replaces it, and is a
   * minimum. */
  readonly delay?: number | undefined;
  /** Factor by which the delay grows with each failure in a row. Default: 2. */
  readonly base?: number | undefined;
  /** Longest delay in milliseconds. Default: 60 000. */
  readonly maximumDelay?: number | undefined;
  /** `full`: a random part of each delay. Default: `full`, so that clients do not return at the same moment. */
  readonly jitter?: 'none' | 'full' | undefined;
  /** Source of numbers from 0 to less than 1 for the jitter. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/** Options of an {@link eventSource}: those of a stream request, and how it connects again. */
export interface EventSourceOptions extends StreamRequestOptions {
  /** ID of the last event that is known. Default: none. */
  readonly lastEventId?: string | undefined;
  readonly reconnection?: Reconnection | undefined;
  /** Longest event that is buffered, in UTF-16 code units. Default: 16 777 216. */
  readonly maximumEventLength?: number | undefined;
}

/** Part of a Session that an {@link eventSource} uses. */
export interface EventSourceSession {
  readonly rootQueue: SchedulerLike;
  streamRequest(url: string | URL, options?: StreamRequestOptions): DataStreamRequest;
}

/** Events across connections, shared by all subscribers. */
export interface EventSourceObservable extends Observable<ServerSentEvent> {
  /** ID of the last event that was delivered, sent as `Last-Event-ID` with the next connection. */
  readonly lastEventId: string;
  /** Emits the current state, then each change. */
  readonly states: Observable<EventSourceState>;
}

/**
 * Server-Sent Events that survive their connections (HTML standard §9.2), over any method and with any header.
 *
 * - The first subscription connects, all share the connection, and the last one that ends closes it.
 * - A connection that ends or is lost is opened again after a delay, with the `Last-Event-ID`: no event is lost or doubled
 *   if the server honours it. So are network errors and status codes 408, 429 and from 500, after growing delays and no
 *   earlier than a `Retry-After`.
 * - A status code of 204 completes. Any other status code but 200, and another content type than `text/event-stream`,
 *   errors with a `SessionError`, and so do failures that no attempt can mend.
 * - Delays run on the rootQueue of the session. Each connection passes through the adapters of the session.
 *
 * @example
 * const ticks = eventSource(session, 'https://api.example.com/ticks');
 * ticks.subscribe({ next: ({ data }) => show(JSON.parse(data)), error: explain });
 * ticks.states.subscribe((state) => light.set(state));
 */
export function eventSource(
  session: EventSourceSession,
  url: string | URL,
  options: EventSourceOptions = {},
): EventSourceObservable {
  const source = new Connections(session, url, options);
  return Object.defineProperties(new Observable<ServerSentEvent>((subscriber) => source.add(subscriber)), {
    lastEventId: { get: () => source.lastEventId },
    states: { value: source.states },
  }) as EventSourceObservable;
}

class Connections {
  lastEventId: string;
  readonly states = new Observable<EventSourceState>((subscriber) => {
    subscriber.next(this.#state);
    return this.#changes.subscribe(subscriber);
  });
  readonly #session: EventSourceSession;
  readonly #url: string | URL;
  readonly #request: StreamRequestOptions;
  readonly #maximumEventLength: number;
  readonly #reconnection: Reconnection;
  readonly #changes = new Subject<EventSourceState>();
  #events = new Subject<ServerSentEvent>();
  #subscribers = 0;
  #state: EventSourceState = 'closed';
  #connection = Subscription.EMPTY;
  #parser: EventStreamParser | undefined;
  #retry: number | undefined;
  #failures = 0;

  constructor(
    session: EventSourceSession,
    url: string | URL,
    { lastEventId = '', reconnection = {}, maximumEventLength = 16_777_216, ...request }: EventSourceOptions,
  ) {
    this.#session = session;
    this.#url = url;
    this.#request = request;
    this.#maximumEventLength = maximumEventLength;
    this.#reconnection = reconnection;
    this.lastEventId = lastEventId;
  }

  add(subscriber: Subscriber<ServerSentEvent>): () => void {
    const events = this.#events;
    const subscription = events.subscribe(subscriber);
    this.#subscribers += 1;
    if (this.#subscribers === 1) this.#connect();
    return () => {
      subscription.unsubscribe();
      // those of an earlier end count no more
      if (events !== this.#events) return;
      this.#subscribers -= 1;
      if (this.#subscribers === 0) this.#close();
    };
  }

  #connect(): void {
    this.#changeTo('connecting');
    let response: HTTPURLResponse | undefined;
    const request = this.#session
      .streamRequest(this.#url, { ...this.#request, headers: this.#headers() })
      .validate((urlRequest, head) => {
        response = head;
        return this.#judge(urlRequest, head);
      });
    const format = {
      makeParser: () =>
        loadedParser(({ EventStreamParser }) => {
          return (this.#parser = new EventStreamParser(this.#maximumEventLength, this.lastEventId));
        }),
    };
    this.#connection = request.responseStream(format).subscribe({
      next: (event) => {
        this.#failures = 0;
        this.lastEventId = event.lastEventId;
        this.#events.next(event);
      },
      error: (error: unknown) => {
        this.#lost(error, response);
      },
      complete: () => {
        this.#lost(undefined, response);
      },
    });
  }

  #headers(): HTTPHeaders {
    const headers = new HTTPHeaders(this.#request.headers);
    const accepting = headers.has('Accept') ? headers : headers.set('Accept', EVENT_STREAM);
    return this.lastEventId === ''
      ? accepting
      : accepting.set('Last-Event-ID', asByteString(this.lastEventId));
  }

  #judge(request: Parameters<typeof isEventStream>[0], response: HTTPURLResponse): ValidationResult {
    const { statusCode: code } = response;
    if (code !== 200) {
      const reason = { kind: 'unacceptableStatusCode', code } as const;
      return Result.failure(new SessionError({ kind: 'responseValidationFailed', reason }));
    }
    const judged = isEventStream(request, response, { byteLength: Infinity });
    if (judged.kind === 'success') this.#changeTo('open');
    return judged;
  }

  /** The connection has ended: connects again, or passes its end on. */
  #lost(error: unknown, response: HTTPURLResponse | undefined): void {
    this.lastEventId = this.#parser?.lastEventId ?? this.lastEventId;
    this.#retry = this.#parser?.retry ?? this.#retry;
    this.#parser = undefined;
    if (response?.statusCode === 204) this.#end((events) => events.complete());
    else if (error !== undefined && !isTransient(error)) this.#end((events) => events.error(error));
    else this.#wait(error === undefined ? undefined : response);
    if (error !== undefined) this.#failures += 1;
  }

  #wait(response: HTTPURLResponse | undefined): void {
    this.#changeTo('waiting');
    const { rootQueue } = this.#session;
    const {
      delay = 3000,
      base = 2,
      maximumDelay = 60_000,
      jitter = 'full',
      random = Math.random,
    } = this.#reconnection;
    const backoff = { scale: this.#retry ?? delay, base, maximumDelay, jitter };
    const asked = response === undefined ? undefined : retryAfterDelay(response.headers, rootQueue.now());
    const wait = Math.max(
      backoffDelay(this.#failures, backoff, random),
      Math.min(Math.max(asked ?? 0, this.#retry ?? 0), maximumDelay),
    );
    this.#connection = rootQueue.schedule(() => {
      this.#connect();
    }, wait);
  }

  #end(pass: (events: Subject<ServerSentEvent>) => void): void {
    const events = this.#events;
    this.#events = new Subject();
    this.#subscribers = 0;
    this.#failures = 0;
    this.#changeTo('closed');
    pass(events);
  }

  #close(): void {
    this.#connection.unsubscribe();
    this.#failures = 0;
    this.#changeTo('closed');
  }

  #changeTo(state: EventSourceState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#changes.next(state);
  }
}

const EVENT_STREAM = 'text/event-stream';
const isEventStream = /* @__PURE__ */ acceptableContentType([EVENT_STREAM]);

/** UTF-8 of a text, one character a byte, as header fields have it. */
function asByteString(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** True for a failure that another attempt may mend. */
function isTransient(error: unknown): boolean {
  if (!isSessionError(error)) return false;
  const code = networkCodeOf(error);
  if (code !== undefined) return !PERMANENT.test(code);
  const { kind, responseCode = 0 } = error;
  return (
    kind === 'responseValidationFailed' &&
    (responseCode >= 500 || responseCode === 408 || responseCode === 429)
  );
}

/** Network codes that say that something is wrong with the request, or with the server's certificate. */
const PERMANENT = /^(?:bad(?!ServerResponse)|unsupported|cancelled)|[Cc]ertificate/;
