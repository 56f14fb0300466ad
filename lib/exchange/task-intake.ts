import type { EventHub } from '../events/event-hub.js';
import type { BodyReceiver } from '../transport/body-receiver.js';
import type { RequestInfo } from '../message/request-info.js';
import type { TaskClient } from './task-delegate.js';
import { SessionError } from '../errors/session-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TaskMetrics } from '../message/task-metrics.js';
import type { ExchangeBase } from './exchange-base.js';
import type { SessionTask } from './session-task.js';

export interface IntakeContext extends ExchangeBase {
  readonly receiver: BodyReceiver;
  readonly uploadProgress: ProgressSink;
  readonly downloadProgress: ProgressSink;
  /** All bytes of both ways are through. */
  didFinishTransfer(): void;
}

/** Takes in how far a body has come. */
export interface ProgressSink {
  update(completed: number, total: number | undefined): void;
}

/** Takes in for the request what the delegate passes on of its task. */
export class TaskIntake implements TaskClient {
  #hasBegun = false;
  #received = 0;
  #expected: number | undefined;

  constructor(
    private readonly x: IntakeContext,
    private readonly task: SessionTask,
  ) {}

  get request(): RequestInfo {
    return this.x.request;
  }

  get ownEvents(): EventHub | undefined {
    return this.x.journal.ownEvents;
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    const { x } = this;
    x.journal.response = response;
    this.#begin(response);
    const expected = expectedBodyLength(this.task.currentRequest.method, response);
    this.#expected = expected === undefined ? undefined : this.#received + expected;
    x.downloadProgress.update(this.#received, this.#expected);
    this.#refuseLargerThanMemory(this.#expected ?? 0);
  }

  didReceiveData(data: Uint8Array): void {
    const { x } = this;
    if (!this.#hasBegun) this.#begin(undefined);
    this.#received += data.byteLength;
    if (this.#refuseLargerThanMemory(this.#received)) return;
    x.receiver.receive(data, this.task);
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
    this.#received = this.x.receiver.begin?.(response, this.task) ?? 0;
  }

  #refuseLargerThanMemory(byteCount: number): boolean {
    const { receiver, session } = this.x;
    const limit = receiver.isHeldInMemory ? session.limits.maximumResponseBodySize : Infinity;
    if (byteCount <= limit) return false;
    receiver.reset();
    const detail = `the response body is larger than the ${String(limit)} bytes of maximumResponseBodySize`;
    this.task.fail(new SessionError({ kind: 'sessionTaskFailed', code: 'dataLengthExceedsMaximum', detail }));
    return true;
  }
}

/** Bytes of the body that will come: none where `Content-Length` speaks of a body that is not sent (RFC 9110 §8.6). */
export function expectedBodyLength(method: HTTPMethod, response: HTTPURLResponse): number | undefined {
  const hasNoBody = method === 'HEAD' || response.statusCode === 204 || response.statusCode === 304;
  return hasNoBody ? 0 : response.expectedContentLength;
}
