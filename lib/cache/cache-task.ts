import type { StopWaiting } from '../answers/answer.js';
import { HTTPHeaders } from '../message/http-headers.js';
import { HTTPURLResponse } from '../message/http-url-response.js';
import type { SendPhase } from '../message/request-info.js';
import type { ResourceFetchType, TransactionTimings } from '../message/task-metrics.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import { sentTask } from '../transport/sent-task.js';
import type { TransportClient, TransportRequest, TransportTask } from '../transport/transport.js';
import type { Lookup } from './cache-storage.js';
import { notCached, withDirective } from './cache-policy-transport.js';
import type { CacheContext } from './cache-context.js';
import type { CachedExchange, LeavableClient } from './cached-exchange.js';
import { clientThatWaits } from './client-that-waits.js';
import { Forwarding } from './forwarding.js';
import { cacheStatusField, type CacheStatus, type ForwardReason } from './rules/cache-status.js';
import { decide, type CacheDecision, type CacheHit } from './rules/decision.js';
import { isSafe } from './rules/invalidation.js';
import { refreshInBackground } from './background-refresh.js';
import { leadsElsewhere, servedHead } from './rules/served-head.js';
import { selectedResponses } from './rules/selection.js';
import type { StoredResponse } from './rules/stored-response.js';
import { loadOrder } from './load-order.js';
import { ServedAnswer } from './served-answer.js';
import { Validation, validationID } from './validation.js';

/** Message that is answered from the cache, or by the origin. */
export class CacheTask implements TransportTask, CachedExchange {
  resourceFetchType: ResourceFetchType = 'networkLoad';
  /** The message that went on to the origin, if any did. */
  sentTask: TransportTask | undefined;
  readonly partition: string;
  lookup: Lookup | undefined;
  #client: TransportClient | undefined;
  #message: LeavableClient | undefined;
  #served: ServedAnswer | undefined;
  #stop: StopWaiting | undefined;
  #isSuspended = false;

  constructor(
    readonly context: CacheContext,
    readonly request: TransportRequest,
    readonly key: string,
    client: TransportClient,
  ) {
    this.#client = client;
    this.partition = context.partitionOf(request.urlRequest.headers);
  }

  get now(): number {
    return this.context.environment.rootQueue.now();
  }

  get client(): TransportClient | undefined {
    return this.#client;
  }

  get isQueued(): boolean {
    return this.sentTask?.isQueued ?? false;
  }

  get timings(): Readonly<TransactionTimings> {
    return this.sentTask?.timings ?? this.#served?.timings ?? {};
  }

  get sendPhase(): SendPhase {
    return this.sentTask?.sendPhase ?? 'nothing';
  }

  get isReusedConnection(): boolean | undefined {
    return this.sentTask?.isReusedConnection;
  }

  start(): void {
    if (isSafe(this.request.urlRequest.method)) this.#lookUp(undefined);
    else this.forward(this.request);
  }

  resume(): void {
    this.#isSuspended = false;
    this.sentTask?.resume();
    this.#served?.resume();
  }

  suspend(): void {
    this.#isSuspended = true;
    this.sentTask?.suspend();
    this.#served?.suspend();
    if (this.#message instanceof Validation) this.#message.letOthersPass();
  }

  cancel(): void {
    this.#leave();
    this.sentTask?.cancel();
  }

  /** Reads the rest of a short body for the cache: a redirect is stored although its body has no reader. */
  discard(): void {
    const message = this.#message;
    const task = this.sentTask;
    if (message instanceof Forwarding && message.goesOnAlone(() => task?.discard())) {
      this.#client = undefined;
      task?.resume();
      return;
    }
    this.#leave();
    task?.discard();
  }

  readonly failed = (error: unknown): void => {
    this.request.caching?.didFailToCache(error);
  };

  forward(request: TransportRequest): void {
    const forwarding = new Forwarding(this.context, this.#forwarded(request), this.#client);
    this.send(request, forwarding);
  }

  handOver(response: HTTPURLResponse, requestTime: number): TransportClient {
    const message = { ...this.#forwarded(this.request), requestTime };
    const forwarding = new Forwarding(this.context, message, this.#client);
    this.#message = forwarding;
    forwarding.didReceiveResponse(response);
    return forwarding;
  }

  send(request: TransportRequest, client: LeavableClient): void {
    this.#message = client;
    this.sentTask = undefined;
    try {
      const task = sentTask(this.context.transport, request, client);
      this.sentTask ??= task;
      reportingFailure(() => {
        if (this.#client === undefined) task.cancel();
        else if (this.#isSuspended) task.suspend();
      });
    } catch (error) {
      client.didComplete(error);
    }
  }

  serve(hit: CacheHit, status: CacheStatus, lost: () => void, cookies?: readonly string[]): void {
    const { request, now } = this;
    const { stored, range, isNotModified } = hit;
    const { url, method } = request.urlRequest;
    const head = servedHead({ stored, url, range, isNotModified, status, now, cookies });
    const bytes = method === 'HEAD' ? undefined : head.bytes;
    if (bytes === undefined) {
      this.#answer().serve(head.response, new Uint8Array(), bytes);
      return;
    }
    this.#stop = this.context.storage.body(stored, this.failed, (body) => {
      if (body === undefined) lost();
      else this.#answer().serve(head.response, body, bytes);
    });
  }

  timeOut(status: CacheStatus): void {
    const headers = HTTPHeaders.received([['Cache-Status', cacheStatusField(status)]]);
    const response = new HTTPURLResponse({ url: this.request.urlRequest.url, statusCode: 504, headers });
    this.resourceFetchType = 'localCache';
    this.#answer().serve(response, new Uint8Array(), undefined);
  }

  fail(error: unknown): void {
    this.#answer().fail(error);
  }

  #lookUp(waitingSince: number | undefined): void {
    this.#stop = this.context.storage.lookUp(this.key, this.failed, (lookup) => {
      this.lookup = lookup;
      this.#act(this.#decision(lookup, waitingSince));
    });
  }

  #decision(lookup: Lookup, waitingSince: number | undefined): CacheDecision {
    const { method, headers, cachePolicy } = this.request.urlRequest;
    const { mode, digest } = this.context;
    const selected = selectedResponses(lookup.responses, this.partition, headers, digest);
    return decide({
      method,
      requestHeaders: headers,
      policy: cachePolicy,
      mode,
      now: this.now,
      selected,
      isKnown: lookup.responses.length > 0,
      waitingSince,
    });
  }

  #act(decision: CacheDecision): void {
    switch (decision.kind) {
      case 'hit':
        this.#hit(decision);
        return;
      case 'validate':
        this.#validate(decision.stored, decision.reason);
        return;
      case 'complete':
        new Validation(this, decision.stored, 'partial', undefined).complete(decision.range);
        return;
      case 'forward':
        if (decision.fallback === undefined) this.#miss(decision.reason);
        else new Validation(this, decision.fallback, decision.reason, undefined).forward(this.#reloading());
        return;
      case 'unavailable':
        if (decision.answer === 'failure') this.fail(notCached());
        else this.timeOut({ kind: 'unavailable' });
    }
  }

  /** A reload asks caches on the way to ask the origin too. */
  #reloading(): TransportRequest {
    const { cachePolicy } = this.request.urlRequest;
    if (cachePolicy === 'reloadIgnoringLocalCacheData') return withDirective(this.request, 'no-cache');
    return cachePolicy === 'reloadRevalidatingCacheData'
      ? withDirective(this.request, 'max-age=0')
      : this.request;
  }

  /** Equal requests that find nothing may share one load. */
  #miss(reason: ForwardReason): void {
    const { context, request, key, partition } = this;
    const client = this.#client;
    const isShared = context.collapsesRequests && (reason === 'uri-miss' || reason === 'vary-miss');
    if (!isShared || client === undefined || request.body !== undefined) {
      this.forward(this.#reloading());
      return;
    }
    const member = {
      client,
      goAlone: () => {
        this.forward(request);
      },
    };
    const id = [request.urlRequest.method, key, partition, String(request.urlRequest.headers)].join('\n');
    const task = context.loads.join(id, member, () => loadOrder(context, request, this.#forwarded(request)));
    if (this.#message === undefined) this.sentTask = task;
    if (this.#isSuspended) task.suspend();
  }

  #hit(hit: CacheHit): void {
    // the next message must not be the first one, to which the transport adds what belongs to this origin
    if (this.context.transport.addsToFirstHop === true && leadsElsewhere(hit.stored)) {
      this.forward(this.request);
      return;
    }
    this.resourceFetchType = 'localCache';
    if (hit.isRefreshed) refreshInBackground(this, hit.stored);
    this.serve(hit, { kind: 'hit', timeToLive: hit.timeToLive }, () => {
      this.resourceFetchType = 'networkLoad';
      this.forward(this.request);
    });
  }

  #validate(stored: StoredResponse, reason: ForwardReason): void {
    const { validations } = this.context;
    const id = validationID(this.key, stored);
    const running = validations.begin(id);
    if (running === undefined) {
      const since = this.now;
      this.#stop = validations.wait(id, () => {
        this.#lookUp(since);
      });
      return;
    }
    new Validation(this, stored, reason, running).validate();
  }

  #forwarded(request: TransportRequest): ConstructorParameters<typeof Forwarding>[1] {
    const { key, lookup, partition } = this;
    return {
      key,
      request,
      lookup,
      partition,
      requestTime: this.now,
      sent: () => this.sentTask,
      didStore: () => undefined,
    };
  }

  #answer(): ServedAnswer {
    const served = new ServedAnswer(
      this.context.environment.rootQueue,
      this.#client ?? clientThatWaits(() => undefined),
    );
    this.#served = served;
    if (this.#isSuspended) served.suspend();
    return served;
  }

  /** Drops the client, and what was done for it. */
  #leave(): void {
    this.#client = undefined;
    this.#stop?.();
    this.#served?.cancel();
    this.#message?.leave();
  }
}
