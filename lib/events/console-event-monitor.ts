import type { SchedulerLike } from 'rxjs';
import type { SessionError } from '../errors/session-error.js';
import type { DataResponse } from '../message/data-response.js';
import type { DownloadResponse } from '../message/download-response.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import type { EventMonitor } from './event-monitor.js';
import { everyEvent } from './every-event.js';
import type { SessionEvent } from './session-event.js';

/** Options of a {@link ConsoleEventMonitor}. */
export interface ConsoleEventMonitorOptions {
  /** Given each line; `console.log` unless given. */
  readonly log?: ((line: string) => void) | undefined;
  /** Scheduler of the lines. Default: they are written synchronously. */
  readonly queue?: SchedulerLike | undefined;
}

/**
 * Writes one line for each event: the request's id, the type of the event, method and URL, and the status
 * code or the kind of error there is. A line shows no header, no body, no user info and no query.
 *
 * @example
 * const session = new Session({ eventMonitors: [new ConsoleEventMonitor()] });
 */
export class ConsoleEventMonitor implements EventMonitor {
  /** Scheduler of the lines. */
  readonly queue: SchedulerLike | undefined;

  constructor({ log = logToConsole, queue }: ConsoleEventMonitorOptions = {}) {
    this.queue = queue;
    const logEach = everyEvent((event) => {
      log(describeEvent(event));
    });
    Object.assign(this, logEach);
  }
}

/** The line that a {@link ConsoleEventMonitor} writes. */
export function describeEvent(event: SessionEvent): string {
  const urlRequest = urlRequestOfEvent(event);
  const words = [
    idOf(event),
    event.type,
    urlRequest && `${urlRequest.method} ${shownURL(urlRequest.url)}`,
    outcomeOf(event),
  ];
  return words
    .filter((word) => word !== undefined)
    .join(' ')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
}

function idOf(event: SessionEvent): string | undefined {
  return 'request' in event && event.request ? `[${event.request.id}]` : undefined;
}

function urlRequestOfEvent(event: SessionEvent): URLRequest | undefined {
  if ('urlRequest' in event) return event.urlRequest;
  if ('adaptedRequest' in event) return event.adaptedRequest;
  if ('task' in event) return event.task.currentRequest;
  return 'request' in event ? (event.request.request ?? event.request.lastRequest) : undefined;
}

/** URL with an ellipsis for its query: tokens and keys are often part of it. */
function shownURL(url: string): string {
  return url
    .replace(/#.*$/s, '')
    .replace(/\?.*$/s, '?…')
    .replace(/^([^/?]*\/\/)[^/?]*@/, '$1');
}

function outcomeOf(event: SessionEvent): string | undefined {
  const error = errorOf(event);
  if (error) return `(${error.code ?? error.kind})`;
  const statusCode = 'response' in event ? statusCodeOf(event.response) : undefined;
  return statusCode === undefined ? undefined : `(${String(statusCode)})`;
}

function errorOf(event: SessionEvent): SessionError | undefined {
  if ('error' in event) return event.error;
  return event.type === 'requestDidParseResponse' ? event.response.error : undefined;
}

function statusCodeOf(
  response: HTTPURLResponse | DataResponse<unknown> | DownloadResponse<unknown>,
): number | undefined {
  return 'statusCode' in response ? response.statusCode : response.response?.statusCode;
}

function logToConsole(line: string): void {
  // eslint-disable-next-line no-console -- writing there is what the monitor is for
  console.log(line);
}
