import type { BodyFlow } from '../transport/body-receiver.js';
import type { SendPhase, TaskState } from '../message/request-info.js';
import type { DelegatedTask, TaskClient } from './task-delegate.js';
import type { TransportTask } from '../transport/transport.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TaskMetrics, TransactionMetrics } from '../message/task-metrics.js';
import type { URLRequest } from '../message/url-request.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';

/** One attempt of a request, its redirect hops included. It starts suspended: nothing is sent before `resume`. */
export class SessionTask implements DelegatedTask, BodyFlow {
  state: TaskState = 'suspended';
  currentRequest: URLRequest;
  response: HTTPURLResponse | undefined;
  error: SessionError | undefined;
  countOfBytesSent = 0;
  countOfBytesReceived = 0;
  redirectCount = 0;
  client: TaskClient | undefined;
  /** Whether what takes in the body has to catch up first. */
  isHeld = false;

  #start: (() => void) | undefined;
  #hop: TransportTask | undefined;
  #controls: HopControls | undefined;
  readonly #startedAt: number;
  #hops: readonly HopRecord[] = NO_HOPS;

  constructor(
    readonly id: number,
    readonly originalRequest: URLRequest,
    now: number,
  ) {
    this.currentRequest = originalRequest;
    this.#startedAt = now;
  }

  /** After a redirect the first message has been answered: the task as a whole cannot be unsent. */
  get sendPhase(): SendPhase {
    return this.#hops.length > 1 ? 'something' : (this.#hop?.sendPhase ?? 'nothing');
  }

  get hop(): TransportTask | undefined {
    return this.#hop;
  }

  /** Whether it changed anything: a task that is running, or over, is left as it is. */
  resume(): boolean {
    if (this.state !== 'suspended') return false;
    this.state = 'running';
    this.#controls?.resume();
    const start = this.#start;
    this.#start = undefined;
    start?.();
    return true;
  }

  suspend(): boolean {
    if (this.state !== 'running') return false;
    this.state = 'suspended';
    this.#controls?.suspend();
    return true;
  }

  hold(): void {
    if (this.isHeld) return;
    this.isHeld = true;
    this.#controls?.suspend();
  }

  release(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.#controls?.resume();
  }

  /** Ends the message that is on its way, whoever still waits for it. */
  cancel(): void {
    if (this.state === 'completed') return;
    this.state = 'canceling';
    this.#start = undefined;
    reportingFailure(() => this.#hop?.cancel());
  }

  /** Calls back when the task is running: now, or with the next `resume`. */
  whenRunning(start: () => void): void {
    if (this.state === 'running') start();
    else this.#start = start;
  }

  /** Ends the hop that is on its way, as if the transport had failed with this error. */
  fail(error: SessionError): void {
    this.#controls?.fail(error);
  }

  didStartHop(request: URLRequest, hop: TransportTask, controls: HopControls): void {
    this.currentRequest = request;
    this.#hop = hop;
    this.#controls = controls;
    this.isHeld = false;
    const record: HopRecord = { request, hop, response: undefined, bytesSent: 0, bytesReceived: 0 };
    this.#hops = this.#hops.length === 0 ? [record] : [...this.#hops, record];
    this.countOfBytesSent = 0;
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    const record = this.#hops.at(-1);
    if (record !== undefined) record.response = response;
  }

  didSendBodyData(totalBytesSent: number): void {
    const record = this.#hops.at(-1);
    if (record !== undefined) record.bytesSent = totalBytesSent;
    this.countOfBytesSent = totalBytesSent;
  }

  didReceiveData(byteCount: number): void {
    const record = this.#hops.at(-1);
    if (record !== undefined) record.bytesReceived += byteCount;
    this.countOfBytesReceived += byteCount;
  }

  didComplete(error: SessionError | undefined): void {
    this.state = 'completed';
    this.error = error;
    this.#start = undefined;
    this.#controls = undefined;
  }

  metrics(now: number): TaskMetrics {
    return {
      taskInterval: { start: this.#startedAt, end: now, duration: now - this.#startedAt },
      redirectCount: this.redirectCount,
      transactions: this.#hops.map(transactionMetrics),
    };
  }
}

/** How a task steers the message that is on its way. */
export interface HopControls {
  suspend(): void;
  resume(): void;
  fail(error: SessionError): void;
}

interface HopRecord {
  readonly request: URLRequest;
  readonly hop: TransportTask;
  response: HTTPURLResponse | undefined;
  bytesSent: number;
  bytesReceived: number;
}

const NO_HOPS: readonly HopRecord[] = [];

function transactionMetrics({
  request,
  hop,
  response,
  bytesSent,
  bytesReceived,
}: HopRecord): TransactionMetrics {
  const { timings } = hop;
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
    request,
    response,
    isReusedConnection: hop.isReusedConnection,
    resourceFetchType: hop.resourceFetchType ?? 'networkLoad',
    bodyBytesSent: bytesSent,
    bodyBytesReceived: bytesReceived,
  };
}
