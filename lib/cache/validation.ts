import { networkErrorCode } from '../transport/network-error.js';
import { isSessionError } from '../errors/session-error.js';
import type { NetworkErrorCode } from '../errors/network-error-code.js';
import type { HTTPHeaders } from '../message/http-headers.js';
import { HTTPURLResponse } from '../message/http-url-response.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import type { TransportClient, TransportRequest } from '../transport/transport.js';
import type { CachedExchange, LeavableClient } from './cached-exchange.js';
import type { ForwardReason } from './rules/cache-status.js';
import type { CacheHit } from './rules/decision.js';
import { timeToLive } from './rules/freshness.js';
import { combinedPart, contentRange, rangeAnswer } from './rules/partial.js';
import { selectingFields, variantOf } from './rules/selection.js';
import { mayStay } from './rules/storability.js';
import { forbidsStale, isOriginError, mayServeIfError } from './rules/serving-stale.js';
import type { StoredResponse } from './rules/stored-response.js';
import { freshened, isAbout, isConditional, isNotModified, validatingHeaders } from './rules/validation.js';
import type { RunningValidation } from './validations.js';

/** Failures that mean: the origin cannot be reached. A server that is not trusted is none of them. */
const DISCONNECTED: ReadonlySet<NetworkErrorCode> = new Set<NetworkErrorCode>([
  ...(['cannotConnectToHost', 'cannotFindHost', 'dnsLookupFailed', 'networkConnectionLost'] as const),
  ...(['notConnectedToInternet', 'timedOut'] as const),
]);

/** Tells the validations of one response from those of others. */
export function validationID(key: string, { partition, variant }: StoredResponse): string {
  return [key, partition, ...variant.flat()].join('\n');
}

/** A message that asks the origin about a stored response, and serves that one where the answer allows it. */
export class Validation implements LeavableClient {
  #requestTime = 0;
  #isConditional = false;
  /** Takes over once the answer turns out to be one for the caller. */
  #forwarding: TransportClient | undefined;
  /** Bytes that are completed by the answer. */
  #beginning: Uint8Array | undefined;
  #isOver = false;

  constructor(
    private readonly task: CachedExchange,
    private readonly stored: StoredResponse,
    private readonly reason: ForwardReason,
    private readonly running: RunningValidation | undefined,
  ) {}

  /** Asks whether the response is still right (RFC 9111 §4.3). */
  validate(): void {
    const { urlRequest } = this.task.request;
    this.#isConditional = true;
    let headers = validatingHeaders(urlRequest.headers, this.stored);
    if (urlRequest.cachePolicy === 'reloadRevalidatingCacheData' && !headers.has('cache-control')) {
      headers = headers.set('Cache-Control', 'max-age=0');
    }
    this.#send({ ...this.task.request, urlRequest: urlRequest.with({ headers }) });
  }

  /** Asks for the bytes that the response lacks (RFC 9111 §3.4). */
  complete(range: string): void {
    const { request, context, failed } = this.task;
    const { urlRequest } = request;
    const etag = this.stored.headers.get('etag') ?? '';
    const headers = urlRequest.headers.set('Range', range).set('If-Range', etag);
    context.storage.body(this.stored, failed, (body) => {
      if (body instanceof Uint8Array) this.#beginning = body;
      this.#send(
        body instanceof Uint8Array ? { ...request, urlRequest: urlRequest.with({ headers }) } : request,
      );
    });
  }

  /** Asks for another response; the stored one is of use if the origin fails. */
  forward(request: TransportRequest): void {
    this.#send(request);
  }

  /** Requests that wait for the outcome wait no longer. */
  letOthersPass(): void {
    this.running?.end();
  }

  leave(): void {
    this.#isOver = true;
    this.letOthersPass();
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    if (this.#isOver) return;
    const { statusCode } = response;
    if (this.#isConditional && statusCode === 304) this.#notModified(response);
    else if (this.#beginning !== undefined && statusCode === 206) this.#complete(response, this.#beginning);
    else if (isOriginError(statusCode) && this.#mayServeIfError()) this.#serveInstead(statusCode);
    else this.#handOver(response);
  }

  didLeaveQueue(): void {
    this.task.client?.didLeaveQueue?.();
  }

  didReceiveInformation(response: HTTPURLResponse): void {
    this.task.client?.didReceiveInformation?.(response);
  }

  didReceiveTrailers(trailers: HTTPHeaders): void {
    this.#forwarding?.didReceiveTrailers?.(trailers);
  }

  didReceiveData(data: Uint8Array): void {
    this.#forwarding?.didReceiveData(data);
  }

  didSendBodyData(totalBytesSent: number): void {
    this.#forwarding?.didSendBodyData(totalBytesSent);
  }

  didComplete(error?: unknown): void {
    if (this.#forwarding !== undefined) {
      this.#forwarding.didComplete(error);
      return;
    }
    if (this.#isOver) return;
    if (this.#mayServeDisconnected(error)) {
      this.#serveInstead(undefined);
      return;
    }
    this.#isOver = true;
    this.letOthersPass();
    if (isDisconnected(error) && this.#mustNotServeStale())
      this.task.timeOut({ kind: 'forwarded', reason: 'stale' });
    else this.task.fail(error);
  }

  #send(request: TransportRequest): void {
    this.#requestTime = this.task.now;
    this.task.send(request, this);
  }

  #handOver(response: HTTPURLResponse): void {
    // others need not wait for the body
    this.letOthersPass();
    this.#forwarding = this.task.handOver(response, this.#requestTime);
  }

  /** The whole is the stored beginning and the rest that comes now, if both are of one representation. */
  #complete(rest: HTTPURLResponse, beginning: Uint8Array): void {
    const part = contentRange(rest.headers);
    const union = part && combinedPart(this.stored, part, rest.headers);
    if (part?.first !== beginning.byteLength || union?.total !== part.last + 1) {
      this.#askAnew();
      return;
    }
    const headers = rest.headers.remove('content-range').set('Content-Length', String(union.total));
    const { url, httpVersion } = rest;
    this.#handOver(new HTTPURLResponse({ url, statusCode: 200, headers, httpVersion }));
    this.#forwarding?.didReceiveData(beginning.slice());
  }

  #notModified(response: HTTPURLResponse): void {
    const { task, stored } = this;
    if (!isAbout(response, stored)) {
      if (isConditional(task.request.urlRequest.headers)) this.#handOver(response);
      else this.#askAnew();
      return;
    }
    const { statusCode, headers } = response;
    const updated = this.#withVariant(
      freshened(stored, { statusCode, headers, requestTime: this.#requestTime, responseTime: task.now }),
    );
    this.#discard();
    const { lookup } = task;
    if (lookup === undefined) this.letOthersPass();
    else {
      // a 304 may forbid to store what it confirms, or bring a Vary that no other request matches
      const kept = mayStay(updated, task.request.urlRequest.headers, task.context.mode) ? updated : undefined;
      task.context.storage.replace(lookup, stored, kept, task.failed, () => {
        this.letOthersPass();
      });
    }
    this.#serve(updated, statusCode, headers.values('set-cookie'));
  }

  /** A 304 may bring another `Vary`. */
  #withVariant(updated: StoredResponse): StoredResponse {
    const names = selectingFields(updated.headers);
    if (names === undefined) return updated;
    const { context, request } = this.task;
    return { ...updated, variant: variantOf(names, request.urlRequest.headers, context.digest) };
  }

  /** A 304 about something else than what was asked about says nothing. */
  #askAnew(): void {
    this.#isOver = true;
    this.letOthersPass();
    reportingFailure(() => this.task.sentTask?.discard());
    this.task.forward(this.task.request);
  }

  #mayServeIfError(): boolean {
    if (this.reason !== 'stale') return false;
    const { context, now, request } = this.task;
    return mayServeIfError(this.stored, request.urlRequest.headers.get('cache-control'), context.mode, now);
  }

  /** A cache that is disconnected answers with an error of its own (RFC 9111 §5.2.2.2). */
  #mustNotServeStale(): boolean {
    const { answersGatewayTimeout, mode } = this.task.context;
    return answersGatewayTimeout && this.reason === 'stale' && forbidsStale(this.stored, mode);
  }

  #mayServeDisconnected(error: unknown): boolean {
    if (!isDisconnected(error)) return false;
    if (this.#mayServeIfError()) return true;
    const { servesStaleWhenDisconnected, mode } = this.task.context;
    return servesStaleWhenDisconnected && this.reason === 'stale' && !forbidsStale(this.stored, mode);
  }

  #serveInstead(status: number | undefined): void {
    this.#discard();
    this.task.resourceFetchType = 'localCache';
    this.letOthersPass();
    this.#serve(this.stored, status);
  }

  #discard(): void {
    this.#isOver = true;
    reportingFailure(() => this.task.sentTask?.discard());
  }

  #serve(stored: StoredResponse, status: number | undefined, cookies?: readonly string[]): void {
    const { task } = this;
    const { mode } = task.context;
    const { headers, method } = task.request.urlRequest;
    const hit: CacheHit = {
      kind: 'hit',
      stored,
      range: method === 'HEAD' ? { kind: 'whole' } : rangeAnswer(stored, headers),
      isNotModified: isNotModified(headers, stored, task.now),
      timeToLive: timeToLive(stored, mode, task.now),
      isRefreshed: false,
    };
    const { timeToLive: rest } = hit;
    const answer = status === undefined ? {} : { status };
    task.serve(
      hit,
      { kind: 'forwarded', reason: this.reason, ...answer, timeToLive: rest },
      () => {
        task.forward(task.request);
      },
      cookies,
    );
  }
}

function isDisconnected(error: unknown): boolean {
  if (error === undefined) return false;
  const code = isSessionError(error) ? error.code : networkErrorCode(error);
  return code !== undefined && DISCONNECTED.has(code);
}
