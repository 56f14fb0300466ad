import { awaitAnswer, type Answer, type StopWaiting } from '../answers/answer.js';
import type { CookieHandling } from './http-cookie-storage.js';
import type { SendPhase } from '../message/request-info.js';
import type { Transport, TransportClient, TransportRequest, TransportTask } from './transport.js';
import { asSessionError } from '../errors/session-error.js';
import type { SessionFailure } from '../errors/session-failure.js';
import { mergedCookies } from '../message/cookie-string.js';
import type { HTTPHeaders } from '../message/http-headers.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { ResourceFetchType, TransactionTimings } from '../message/task-metrics.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import { sentTask } from './sent-task.js';

/** A message that waits for its cookies, and whose response waits until those it sets are stored. */
export class CookieTask implements TransportTask, TransportClient {
  /** The message itself; undefined while it waits. */
  task: TransportTask | undefined;
  #client: TransportClient | undefined;
  #isSuspended = false;
  #held: (() => void)[] | undefined;
  #stopWaiting: StopWaiting | undefined;

  constructor(
    private readonly transport: Transport,
    private readonly handling: CookieHandling,
    client: TransportClient,
  ) {
    this.#client = client;
  }

  get timings(): Readonly<TransactionTimings> {
    return this.task?.timings ?? {};
  }

  get sendPhase(): SendPhase {
    return this.task?.sendPhase ?? 'nothing';
  }

  get isReusedConnection(): boolean | undefined {
    return this.task?.isReusedConnection;
  }

  get isQueued(): boolean {
    return this.task?.isQueued ?? false;
  }

  get resourceFetchType(): ResourceFetchType | undefined {
    return this.task?.resourceFetchType;
  }

  get addedHeaders(): readonly string[] | undefined {
    return this.task?.addedHeaders;
  }

  start(request: TransportRequest): this {
    const { cookieStorage, httpShouldSetCookies } = this.handling;
    if (!httpShouldSetCookies) {
      this.#send(request);
      return this;
    }
    this.#await(
      () => cookieStorage.cookieString(request.urlRequest.url),
      (cookies) => {
        this.#sendLate(cookies ? withCookies(request, cookies) : request);
      },
    );
    return this;
  }

  resume(): void {
    this.#isSuspended = false;
    if (this.#held === undefined) this.task?.resume();
  }

  suspend(): void {
    this.#isSuspended = true;
    this.task?.suspend();
  }

  cancel(): void {
    this.#leave();
    this.task?.cancel();
  }

  discard(): void {
    this.#leave();
    this.task?.discard();
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    const { cookieStorage, httpCookieAcceptPolicy } = this.handling;
    const isIgnored = httpCookieAcceptPolicy === 'never' || this.resourceFetchType === 'localCache';
    const lines = isIgnored ? [] : response.headers.values('set-cookie');
    if (lines.length === 0) {
      this.#client?.didReceiveResponse(response);
      return;
    }
    this.#held = [];
    this.#await(
      () => cookieStorage.setCookies(lines, response.url),
      () => {
        this.#release(response);
      },
    );
    if (this.#isHolding) reportingFailure(() => this.task?.suspend());
  }

  didLeaveQueue(): void {
    this.#client?.didLeaveQueue?.();
  }

  didReceiveInformation(response: HTTPURLResponse): void {
    this.#client?.didReceiveInformation?.(response);
  }

  didReceiveTrailers(trailers: HTTPHeaders): void {
    this.#inTurn(() => this.#client?.didReceiveTrailers?.(trailers));
  }

  didReceiveData(data: Uint8Array): void {
    this.#inTurn(() => this.#client?.didReceiveData(data));
  }

  didSendBodyData(totalBytesSent: number): void {
    this.#inTurn(() => this.#client?.didSendBodyData(totalBytesSent));
  }

  didComplete(error?: unknown): void {
    this.#inTurn(() => {
      this.#end(error);
    });
  }

  get #isHolding(): boolean {
    return this.#held !== undefined;
  }

  #send(request: TransportRequest): void {
    const task = (this.task = sentTask(this.transport, request, this));
    reportingFailure(() => {
      if (this.#client === undefined) task.cancel();
      else if (this.#isSuspended || this.#isHolding) task.suspend();
    });
  }

  /** An exception of the transport is no failure of the storage. */
  #sendLate(request: TransportRequest): void {
    try {
      this.#send(request);
    } catch (error) {
      this.#end(error);
    }
  }

  #await<T>(question: () => Answer<T>, answered: (answer: T) => void): void {
    const failed = (cause: unknown): void => {
      reportingFailure(() => this.task?.cancel());
      this.#end(asSessionError(cause, storageFailure));
    };
    const proceed = (answer: T): void => {
      try {
        answered(answer);
      } catch (error) {
        failed(error);
      }
    };
    this.#stopWaiting = awaitAnswer(question, proceed, failed);
  }

  #release(response: HTTPURLResponse): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#client?.didReceiveResponse(response);
    for (const work of held) work();
    if (!this.#isSuspended && this.#client !== undefined) reportingFailure(() => this.task?.resume());
  }

  #inTurn(work: () => void): void {
    if (this.#held === undefined) work();
    else this.#held.push(work);
  }

  /** Ends the task without notifying the client. */
  #leave(): void {
    this.#client = undefined;
    this.#held = undefined;
    this.#stopWaiting?.();
  }

  #end(error: unknown): void {
    const client = this.#client;
    this.#leave();
    client?.didComplete(error);
  }
}

function withCookies(request: TransportRequest, cookies: string): TransportRequest {
  const { urlRequest } = request;
  const merged = mergedCookies(urlRequest.headers.get('cookie'), cookies);
  return { ...request, urlRequest: urlRequest.with({ headers: urlRequest.headers.set('Cookie', merged) }) };
}

function storageFailure(error: unknown): SessionFailure {
  return { kind: 'sessionTaskFailed', code: 'unknown', error, detail: 'the cookie storage failed' };
}
