import type { RunInContext } from '../answers/context.js';
import type { EventHub } from '../events/event-hub.js';
import type { RequestInfo } from '../message/request-info.js';
import type { TaskClient } from './task-delegate.js';
import { SessionError } from '../errors/session-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TaskMetrics } from '../message/task-metrics.js';
import type { Attempt } from './attempt.js';
import type { Exchange } from './exchange.js';

/** Receives for the request what the delegate passes on about its attempt. */
export class AttemptClient implements TaskClient {
  #hasBegun = false;
  #received = 0;
  #expected: number | undefined;

  constructor(
    private readonly x: Exchange,
    private readonly attempt: Attempt,
  ) {}

  get request(): RequestInfo {
    return this.x.request;
  }

  get runInContext(): RunInContext {
    return this.x.runInContext;
  }

  get ownEvents(): EventHub | undefined {
    return this.x.journal.ownEvents;
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    const { x } = this;
    x.journal.response = response;
    this.#begin(response);
    const expected = expectedBodyLength(this.attempt.currentRequest.method, response);
    this.#expected = expected === undefined ? undefined : this.#received + expected;
    x.downloadProgress.update(this.#received, this.#expected);
    this.#refuseLargerThanMemory(this.#expected ?? 0);
  }

  didReceiveData(data: Uint8Array): void {
    const { x } = this;
    if (!this.#hasBegun) this.#begin(undefined);
    this.#received += data.byteLength;
    if (this.#refuseLargerThanMemory(this.#received)) return;
    x.receiver.receive(data, this.attempt);
    x.downloadProgress.update(this.#received, this.#expected);
  }

  didSendBodyData(totalBytesSent: number, totalBytesExpectedToSend: number | undefined): void {
    this.x.uploadProgress.update(totalBytesSent, totalBytesExpectedToSend);
  }

  didFinishCollectingMetrics(metrics: TaskMetrics): void {
    this.x.journal.didGatherMetrics(metrics);
  }

  didComplete(error: SessionError | undefined): void {
    const { x } = this;
    x.journal.error ??= error;
    if (error !== undefined) return;
    x.didFinishTransfer();
  }

  #begin(response: HTTPURLResponse | undefined): void {
    this.#hasBegun = true;
    this.#received = this.x.receiver.begin?.(response, this.attempt) ?? 0;
  }

  #refuseLargerThanMemory(byteCount: number): boolean {
    const { receiver, session } = this.x;
    const limit = receiver.isHeldInMemory ? session.limits.maximumResponseBodySize : Infinity;
    if (byteCount <= limit) return false;
    receiver.reset();
    const detail = `the response body is larger than the ${String(limit)} bytes of maximumResponseBodySize`;
    this.attempt.fail(
      new SessionError({ kind: 'sessionTaskFailed', code: 'dataLengthExceedsMaximum', detail }),
    );
    return true;
  }
}

/** Bytes of the body to come: none if `Content-Length` is about a body that is not sent (RFC 9110 §8.6). */
export function expectedBodyLength(method: HTTPMethod, response: HTTPURLResponse): number | undefined {
  const hasNoBody = method === 'HEAD' || response.statusCode === 204 || response.statusCode === 304;
  return hasNoBody ? 0 : response.expectedContentLength;
}
