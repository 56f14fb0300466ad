import type { Unsubscribable } from 'rxjs';
import type { StopWaiting } from '../answers/answer.js';
import type { HTTPHeaders } from '../message/http-headers.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TransportClient } from '../transport/transport.js';
import type { Lookup } from './cache-storage.js';
import type { CacheContext } from './cache-context.js';
import { ResponseRecorder } from './response-recorder.js';
import { invalidatedKeys, isSafe } from './rules/invalidation.js';
import { selectedResponses, selectingFields } from './rules/selection.js';
import { isStorable, mayStay } from './rules/storability.js';
import { updatedByHead } from './rules/validation.js';
import { ResponseStoring, type ForwardedMessage } from './response-storing.js';

/** Bytes that are read for the cache alone, and milliseconds they may take. */
const SHORT = 64 * 1024;
const PATIENCE = 1000;

/**
 * Hands the answer of the origin to the client and to the cache side by side. An answer that invalidates is held until
 * nothing that it invalidates can be served any more.
 */
export class Forwarding implements TransportClient {
  #recorder: ResponseRecorder | undefined;
  #response: HTTPURLResponse | undefined;
  #responseTime = 0;
  #held: (() => void)[] | undefined;
  #stopWaiting: StopWaiting | undefined;
  #lookup: Lookup | undefined;
  /** Until when it goes on alone. */
  #limit: Unsubscribable | undefined;

  constructor(
    private readonly context: CacheContext,
    private readonly message: ForwardedMessage,
    private client: TransportClient | undefined,
  ) {
    this.#lookup = message.lookup;
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    this.#response = response;
    this.#responseTime = this.context.environment.rootQueue.now();
    const { method, url } = this.message.request.urlRequest;
    if (!isSafe(method)) {
      this.#invalidate(invalidatedKeys(method, url, response), response);
      return;
    }
    if (method === 'HEAD') this.#updateByHead(response);
    else this.#record(response);
    this.client?.didReceiveResponse(response);
  }

  didLeaveQueue(): void {
    this.client?.didLeaveQueue?.();
  }

  didReceiveInformation(response: HTTPURLResponse): void {
    this.client?.didReceiveInformation?.(response);
  }

  didReceiveTrailers(trailers: HTTPHeaders): void {
    this.#inTurn(() => this.client?.didReceiveTrailers?.(trailers));
  }

  didReceiveData(data: Uint8Array): void {
    this.#recorder?.add(data);
    this.#inTurn(() => this.client?.didReceiveData(data));
  }

  didSendBodyData(totalBytesSent: number): void {
    this.client?.didSendBodyData(totalBytesSent);
  }

  didComplete(error?: unknown): void {
    this.#limit?.unsubscribe();
    this.#inTurn(() => {
      if (error === undefined) this.#propose();
      else this.message.didStore();
      const { client } = this;
      this.client = undefined;
      client?.didComplete(error);
    });
  }

  /**
   * Goes on without a client if the rest is short and to be stored; returns whether it does. `giveUp` ends the message
   * if the rest takes too long or is longer than it seemed.
   */
  goesOnAlone(giveUp: () => void): boolean {
    const expected = Number(this.#response?.headers.get('content-length') ?? 0);
    if (this.#recorder === undefined || expected > SHORT) return false;
    this.client = undefined;
    this.#recorder = new ResponseRecorder(SHORT, this.#recorder);
    const end = (): void => {
      this.leave();
      giveUp();
    };
    this.#limit = this.context.environment.rootQueue.enqueueAfter(PATIENCE, end);
    return true;
  }

  /** Drops the client. A body that is cut is not stored. */
  leave(): void {
    this.#limit?.unsubscribe();
    this.client = undefined;
    this.#recorder = undefined;
    this.#held = undefined;
    this.#stopWaiting?.();
    this.message.didStore();
  }

  readonly #failed = (error: unknown): void => {
    this.message.request.caching?.didFailToCache(error);
  };

  #invalidate(keys: readonly string[], response: HTTPURLResponse): void {
    this.#held = [];
    this.#stopWaiting = this.context.storage.remove(keys, this.#failed, () => {
      if (this.#isStorable(response)) this.#stopWaiting = this.#lookUp(response);
      else this.#release(response);
    });
  }

  /** Looks the URL up again: a record that was read before the invalidation cannot be committed. */
  #lookUp(response: HTTPURLResponse): StopWaiting | undefined {
    return this.context.storage.lookUp(this.message.key, this.#failed, (lookup) => {
      this.#lookup = lookup;
      this.#release(response);
    });
  }

  #release(response: HTTPURLResponse): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#record(response);
    this.client?.didReceiveResponse(response);
    for (const work of held) work();
  }

  #inTurn(work: () => void): void {
    if (this.#held === undefined) work();
    else this.#held.push(work);
  }

  #record(response: HTTPURLResponse): void {
    const isKept =
      this.#lookup !== undefined && this.#isStorable(response) && !this.#hasUnseenFields(response);
    if (isKept) this.#recorder = new ResponseRecorder(this.context.maximumEntrySize);
    else this.message.didStore();
  }

  #isStorable(response: HTTPURLResponse): boolean {
    const { method, url, headers } = this.message.request.urlRequest;
    return isStorable({ method, url, requestHeaders: headers, response, mode: this.context.mode });
  }

  /** True if the transport has sent fields of its own that tell users apart, or that the response was selected by. */
  #hasUnseenFields(response: HTTPURLResponse): boolean {
    const added = this.message.sent()?.addedHeaders;
    if (added === undefined || added.length === 0) return false;
    const selecting = selectingFields(response.headers) ?? [];
    const { secretHeaders } = this.context.environment;
    return added.some((name) => secretHeaders.has(name) || selecting.includes(name));
  }

  #updateByHead(response: HTTPURLResponse): void {
    const { partition, request, requestTime } = this.message;
    const lookup = this.#lookup;
    if (lookup === undefined) return;
    const { storage, digest } = this.context;
    const { headers, statusCode } = response;
    const dated = { statusCode, headers, requestTime, responseTime: this.#responseTime };
    const [stored] = selectedResponses(lookup.responses, partition, request.urlRequest.headers, digest);
    if (stored === undefined) return;
    const updated = updatedByHead(stored, dated);
    const kept = mayStay(updated, request.urlRequest.headers, this.context.mode) ? updated : undefined;
    storage.replace(lookup, stored, kept, this.#failed);
  }

  #propose(): void {
    const response = this.#response;
    const bytes = this.#recorder?.finish();
    const lookup = this.#lookup;
    if (lookup === undefined || response === undefined || bytes === undefined) this.message.didStore();
    else new ResponseStoring(this.context, this.message, lookup, this.#responseTime).propose(response, bytes);
  }
}
