import { VirtualTimeScheduler } from 'rxjs';
import {
  HTTPHeaders,
  Session,
  type CachePolicy,
  type SessionConfigurationInit,
  type TaskMetrics,
} from 'rxsession';
import { URLCache, type URLCacheOptions } from 'rxsession/node';
import { StubTransport, type StubReply } from 'rxsession/testing';

/** A request through the cache. */
export interface CachedRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly policy?: CachePolicy;
  readonly body?: string;
}

/** What came of a request. */
export interface CachedOutcome {
  readonly status: number | undefined;
  readonly text: string;
  readonly headers: HTTPHeaders;
  readonly code: string | undefined;
  readonly source: TaskMetrics['transactions'][number]['resourceFetchType'] | undefined;
}

/** An origin without a network, the session before it and the cache between them, in virtual time. */
export class CachedOrigin {
  readonly time = new VirtualTimeScheduler();
  readonly urlCache: URLCache;
  readonly session: Session;
  readonly transport: StubTransport;
  /** The answer to each request; an answer without a Date has the time of the virtual clock. */
  reply: (path: string, headers: HTTPHeaders, method: string) => StubReply = () => ({});

  constructor(cache: URLCacheOptions = {}, configuration: SessionConfigurationInit = {}) {
    this.time.maxFrames = Infinity;
    this.urlCache = new URLCache(cache);
    this.transport = new StubTransport(
      ({ urlRequest }) =>
        this.reply(urlRequest.url.replace('https://example.com', ''), urlRequest.headers, urlRequest.method),
      { scheduler: this.time },
    );
    this.session = new Session({
      transport: this.transport,
      rootQueue: this.time,
      configuration: { headers: new HTTPHeaders(), ...configuration, urlCache: this.urlCache },
    });
  }

  /** Requests that reached the origin. */
  get sent(): string[] {
    return this.transport.requests.map(({ urlRequest }) =>
      String(urlRequest).replace('https://example.com', ''),
    );
  }

  /** Fields of the last request that reached the origin. */
  get lastSent(): HTTPHeaders | undefined {
    return this.transport.requests.at(-1)?.urlRequest.headers;
  }

  /** Runs one request to its end. */
  send(path: string, request: CachedRequest = {}): CachedOutcome {
    const outcomes = this.start(path, request);
    this.time.flush();
    const [outcome] = outcomes;
    if (outcome === undefined) throw new Error('The request has not ended.');
    return outcome;
  }

  /** Starts a request; its outcome is put into the list that is returned. */
  start(path: string, { method = 'GET', headers = {}, policy, body }: CachedRequest = {}): CachedOutcome[] {
    const url = `https://example.com${path}`;
    const options = { method, headers, cachePolicy: policy };
    const request =
      body === undefined ? this.session.request(url, options) : this.session.upload(body, url, options);
    const outcomes: CachedOutcome[] = [];
    request.response().subscribe(({ response, data, error, metrics }) => {
      outcomes.push({
        status: response?.statusCode,
        text: new TextDecoder().decode(data),
        headers: response?.headers ?? new HTTPHeaders(),
        code: error?.code,
        source: metrics?.transactions.at(-1)?.resourceFetchType,
      });
    });
    return outcomes;
  }

  /** Lets time pass. */
  pass(seconds: number): void {
    this.time.schedule(() => undefined, seconds * 1000);
    this.time.flush();
  }
}
