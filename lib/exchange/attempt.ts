import type { BodyFlow } from '../transport/body-receiver.js';
import type { SendPhase, TaskState } from '../message/request-info.js';
import type { DelegatedTask, TaskClient } from './task-delegate.js';
import type { TransportTask } from '../transport/transport.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TaskMetrics, TransactionMetrics } from '../message/task-metrics.js';
import type { URLRequest } from '../message/url-request.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';

/**
 * One try of a request, from its first message to its last. Extensions see it as a `TaskInfo`. It starts suspended:
 * nothing is sent before `resume`.
 */
export class Attempt implements DelegatedTask, BodyFlow {
  state: TaskState = 'suspended';
  currentRequest: URLRequest;
  response: HTTPURLResponse | undefined;
  error: SessionError | undefined;
  countOfBytesSent = 0;
  countOfBytesReceived = 0;
  redirectCount = 0;
  /** Number of validations that have judged its response. */
  validationCount = 0;
  client: TaskClient | undefined;
  /** True while the receiver of the body has to catch up. */
  isHeld = false;

  /** Waits for the attempt to run. */
  #waiting: AttemptMessage | undefined;
  #messages: readonly AttemptMessage[] = NO_MESSAGES;
  /** Message that was sent last. */
  #message: AttemptMessage | undefined;
  readonly #startedAt: number;

  constructor(
    readonly id: number,
    readonly originalRequest: URLRequest,
    now: number,
  ) {
    this.currentRequest = originalRequest;
    this.#startedAt = now;
  }

  /** After a redirect the first message has been answered: the attempt as a whole cannot be unsent. */
  get sendPhase(): SendPhase {
    return this.#messages.length > 1 ? 'something' : (this.#message?.transportTask?.sendPhase ?? 'nothing');
  }

  /** Transport's side of the message that was sent last. */
  get transportTask(): TransportTask | undefined {
    return this.#message?.transportTask;
  }

  /** Returns false if nothing changes: an attempt that is running or completed stays as it is. */
  resume(): boolean {
    if (this.state !== 'suspended') return false;
    this.state = 'running';
    this.#message?.resume();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.begin();
    return true;
  }

  /** Returns false if nothing changes. */
  suspend(): boolean {
    if (this.state !== 'running') return false;
    this.state = 'suspended';
    this.#message?.suspend();
    return true;
  }

  hold(): void {
    if (this.isHeld) return;
    this.isHeld = true;
    if (this.state !== 'completed') this.#message?.suspend();
  }

  release(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    if (this.state !== 'completed') this.#message?.resume();
  }

  /** Ends the message in flight, whoever waits for it. */
  cancel(): void {
    if (this.state === 'completed' || this.state === 'canceling') return;
    this.state = 'canceling';
    this.#waiting = undefined;
    reportingFailure(() => this.transportTask?.cancel());
  }

  /** Ends the message in flight, as if the transport had failed with this error. */
  fail(error: SessionError): void {
    if (this.state !== 'completed') this.#message?.fail(error);
  }

  /** Begins a message when the attempt is running: now, or with the next `resume`. */
  beginWhenRunning(message: AttemptMessage): void {
    if (this.state === 'running') message.begin();
    else this.#waiting = message;
  }

  didSend(message: AttemptMessage): void {
    this.currentRequest = message.urlRequest;
    this.#message = message;
    this.isHeld = false;
    this.#messages = this.#messages.length === 0 ? [message] : [...this.#messages, message];
    this.countOfBytesSent = 0;
  }

  didComplete(error: SessionError | undefined): void {
    this.state = 'completed';
    this.error = error;
    this.#waiting = undefined;
  }

  metrics(now: number): TaskMetrics {
    return {
      taskInterval: { start: this.#startedAt, end: now, duration: now - this.#startedAt },
      redirectCount: this.redirectCount,
      transactions: this.#messages.map(transactionMetrics),
    };
  }
}

/** An attempt whose last message has ended, with `error` if it failed. */
export interface SentAttempt {
  readonly attempt: Attempt;
  readonly error: SessionError | undefined;
}

/** One message of an attempt, as the attempt counts and steers it. */
export interface AttemptMessage {
  readonly urlRequest: URLRequest;
  readonly transportTask: TransportTask | undefined;
  readonly response: HTTPURLResponse | undefined;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  begin(): void;
  suspend(): void;
  resume(): void;
  fail(error: SessionError): void;
}

const NO_MESSAGES: readonly AttemptMessage[] = [];

function transactionMetrics(message: AttemptMessage): TransactionMetrics {
  const { transportTask } = message;
  const timings = transportTask?.timings ?? {};
  // Written out, since a spread costs several times as much, and every request has one.
  return {
    fetchStart: timings.fetchStart,
    domainLookupStart: timings.domainLookupStart,
    domainLookupEnd: timings.domainLookupEnd,
    connectStart: timings.connectStart,
    secureConnectionStart: timings.secureConnectionStart,
    secureConnectionEnd: timings.secureConnectionEnd,
    connectEnd: timings.connectEnd,
    requestStart: timings.requestStart,
    requestEnd: timings.requestEnd,
    responseStart: timings.responseStart,
    responseEnd: timings.responseEnd,
    request: message.urlRequest,
    response: message.response,
    isReusedConnection: transportTask?.isReusedConnection,
    resourceFetchType: transportTask?.resourceFetchType ?? 'networkLoad',
    bodyBytesSent: message.bytesSent,
    bodyBytesReceived: message.bytesReceived,
  };
}
