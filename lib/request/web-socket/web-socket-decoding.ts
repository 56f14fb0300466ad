import { concatMap, connect, EMPTY, filter, finalize, Observable, of, takeUntil, tap } from 'rxjs';
import type { Answer } from '../../answers/answer.js';
import type { WebSocketMessage } from '../../message/web-socket-message.js';
import { ask } from '../../exchange/ask.js';
import {
  DecodableResponseSerializer,
  type DecodableSchema,
} from '../../serializers/decodable-response-serializer.js';
import { serializationFailure } from '../../serializers/response-serializer.js';
import { Backlog } from './backlog.js';
import type { WebSocketEvent } from './web-socket-event.js';
import type { WebSocketExchange } from './web-socket-exchange.js';

/**
 * Decodes each message of a socket as JSON that a schema checks, on the serializationQueue and in the async context
 * of the request. The order of events is kept: an asynchronous schema applies backpressure. A decoding that is
 * pending when the request is cancelled is dropped.
 */
export function decodedEvents<T>(
  x: WebSocketExchange,
  events: Observable<WebSocketEvent<WebSocketMessage>>,
  schema: DecodableSchema<T>,
): Observable<WebSocketEvent<T>> {
  const inOrder = (shared: Observable<WebSocketEvent<WebSocketMessage>>): Observable<WebSocketEvent<T>> => {
    const backlog = new Backlog(x);
    const interrupted = shared.pipe(filter(({ kind }) => kind === 'completed' && x.isInterrupted));
    return shared.pipe(
      tap(() => {
        backlog.grow();
      }),
      concatMap((event) =>
        decodedEvent(x, event, schema).pipe(
          takeUntil(interrupted),
          finalize(() => {
            backlog.shrink();
          }),
        ),
      ),
      finalize(() => {
        backlog.release();
      }),
    );
  };
  return events.pipe(connect(inOrder));
}

/** Decodes the message of one event. */
function decodedEvent<T>(
  x: WebSocketExchange,
  event: WebSocketEvent<WebSocketMessage>,
  schema: DecodableSchema<T>,
): Observable<WebSocketEvent<T>> {
  if (event.kind !== 'receivedMessage') return of(event);
  if (x.isInterrupted) return EMPTY;
  return new Observable((out) => {
    const tell = (decoded: WebSocketEvent<T>): void => {
      out.next(decoded);
      out.complete();
    };
    return ask(
      x,
      x.session.serializationQueue,
      () => decodedMessage(event.message, schema),
      (message) => {
        tell(event.with({ kind: 'receivedMessage', message }));
      },
      (cause) => {
        tell(event.with({ kind: 'serializerFailed', error: serializationFailure(cause) }));
      },
    );
  });
}

/** As the body of a response would be read; an empty message is a failure. */
function decodedMessage<T>(message: WebSocketMessage, schema: DecodableSchema<T>): Answer<T> {
  const data = typeof message === 'string' ? new TextEncoder().encode(message) : message;
  const body = data.byteLength === 0 ? undefined : data;
  return new DecodableResponseSerializer(schema).serialize(undefined, undefined, body, undefined);
}
