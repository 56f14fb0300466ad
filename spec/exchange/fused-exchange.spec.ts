import { describe, expect, it } from '@jest/globals';
import { NEVER, of, throwError, timer } from 'rxjs';
import { map } from 'rxjs/operators';
import {
  Adapter,
  type DataRequest,
  type DataResponse,
  Redirector,
  Retrier,
  RetryResult,
  type SessionEvent,
  SerialScheduler,
  type SessionOptions,
  type URLRequest,
} from 'rxsession';
import { RecordingEventMonitor, type StubAnswer, type StubReplier, type StubReply } from 'rxsession/testing';
import type { BodyReceiver } from '../../lib/transport/body-receiver.js';
import { inVirtualTime } from '../support/virtual-session.js';

const API = 'https://api.example.com/';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const OK: StubAnswer = { headers: JSON_TYPE, body: ['{"id"', ':17}'], delay: 10, chunkDelay: 5 };
const REFUSED: StubAnswer = { error: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) };
const moved = (to: string): StubAnswer => ({
  statusCode: 302,
  headers: { Location: to },
  body: 'over there',
});

interface Case {
  readonly reply: StubReplier | StubReply;
  readonly options?: SessionOptions;
  readonly configuration?: SessionOptions['configuration'];
  readonly method?: string;
  /** What is done with the request before anybody listens, or at a frame. */
  readonly prepare?: (request: DataRequest) => unknown;
  readonly at?: Readonly<Record<number, (request: DataRequest, listen: () => void) => unknown>>;
}

/** What makes the route a general one: a stage that runs elsewhere. It has to be one that the case is not about. */
type OwnQueue = 'requestQueue' | 'serializationQueue';

/** Everything that can be seen of an exchange. */
interface Seen {
  readonly log: unknown[];
  readonly events: unknown[];
}

const traced = Adapter((request) => request.with({ headers: request.headers.set('X-Trace', '1') }));
const retryOnce = Retrier((request) => (request.retryCount > 0 ? RetryResult.doNotRetry : RetryResult.retry));
const failing = new Error('failing');

const CASES: Readonly<Record<string, Case>> = {
  'a good response': { reply: OK },
  'a good response that is validated': { reply: OK, prepare: (request) => request.validate() },
  'a HEAD': { reply: { headers: JSON_TYPE }, method: 'HEAD' },
  'a POST': { reply: OK, method: 'POST' },
  'a 204': { reply: { statusCode: 204 } },
  'an empty body that may not be': { reply: { headers: JSON_TYPE } },
  'text that is no JSON': { reply: { headers: JSON_TYPE, body: '{' } },
  'a 404 that is validated': {
    reply: { statusCode: 404, body: 'no' },
    prepare: (request) => request.validate(),
  },
  'a 404 that is not': { reply: { statusCode: 404, headers: JSON_TYPE, body: '"no"' } },
  'a refused connection': { reply: REFUSED },
  'a connection lost in the middle': { reply: { ...OK, ...REFUSED } },
  'a server that is silent': { reply: 'never', configuration: { timeoutIntervalForRequest: 30 } },
  'an exchange that takes too long': { reply: 'never', configuration: { timeoutIntervalForResource: 30 } },
  'a body that is too large': { reply: OK, configuration: { maximumResponseBodySize: 6 } },
  'a scheme that cannot be loaded': {
    reply: OK,
    prepare: (request) => request.adapt(elsewhere('ftp://a.b/')),
  },
  'a redirect': { reply: (request) => (request.urlRequest.url === API ? moved('/there') : OK) },
  'a redirect that is changed': {
    reply: (request) => (request.urlRequest.url === API ? moved('/there') : OK),
    prepare: (request) => request.redirect(Redirector.modify((_, next) => next.with({ method: 'PUT' }))),
  },
  'a redirect that is not followed': {
    reply: moved('/there'),
    prepare: (r) => r.redirect(Redirector.doNotFollow),
  },
  'a circle of redirects': { reply: moved(API), configuration: { maximumRedirects: 3 } },
  'a redirect to nowhere': { reply: moved('http://') },
  'an adapter': { reply: OK, options: { interceptor: traced }, prepare: (request) => request.adapt(traced) },
  'an adapter that answers later': {
    reply: OK,
    prepare: (r) => r.adapt(Adapter((u) => timer(7).pipe(map(() => u)))),
  },
  'an adapter that never answers': {
    reply: OK,
    prepare: (r) => r.adapt(Adapter(() => NEVER)),
    at: { 20: cancel },
  },
  'an adapter that throws': { reply: OK, prepare: (request) => request.adapt(Adapter(fail)) },
  'an adapter that answers nonsense': { reply: OK, prepare: (r) => r.adapt(Adapter(() => 17 as never)) },
  'a validation that answers later': {
    reply: OK,
    prepare: (r) => r.validate(() => timer(3).pipe(map(() => undefined))),
  },
  'a validation that refuses later': {
    reply: OK,
    prepare: (r) => r.validate(() => throwError(() => failing)),
  },
  'validations, one of which throws': { reply: OK, prepare: (r) => r.validate().validate(fail).validate() },
  'a serializer that answers later': {
    reply: OK,
    prepare: (r) => void r.response({ serialize: () => timer(4) }).subscribe(),
  },
  'a serializer that throws': { reply: OK, prepare: (r) => void r.response({ serialize: fail }).subscribe() },
  'a response handler that cancels': { reply: OK, prepare: (r) => r.onHTTPResponse(() => 'cancel') },
  'a response handler that allows later': {
    reply: OK,
    prepare: (r) => r.onHTTPResponse(() => timer(9).pipe(map(() => 'allow' as const))),
  },
  'a retry of a lost connection': {
    reply: (_, attempt) => (attempt === 1 ? REFUSED : OK),
    prepare: (r) => r.retry(retryOnce),
  },
  'a retry after a delay': {
    reply: (_, attempt) => (attempt === 1 ? { statusCode: 503 } : OK),
    prepare: (r) => r.validate().retry(Retrier(() => of(RetryResult.retryWithDelay(50)))),
  },
  'a retry because of a serializer': {
    reply: (_, attempt) => (attempt === 1 ? { body: '{' } : OK),
    prepare: (r) => r.retry(retryOnce),
  },
  'a retrier that gives up': {
    reply: REFUSED,
    prepare: (r) => r.retry(Retrier(() => RetryResult.doNotRetryWithError(failing))),
  },
  'a cancellation before the response': { reply: OK, at: { 5: cancel } },
  'a cancellation within the body': { reply: OK, at: { 12: cancel } },
  'a cancellation by an adapter': { reply: OK, prepare: (r) => r.adapt(Adapter((u) => (r.cancel(), u))) },
  'a cancellation by a validation': { reply: OK, prepare: (r) => r.validate(() => void r.cancel()) },
  'a cancellation by a serializer': {
    reply: OK,
    prepare: (r) => void r.response({ serialize: () => void r.cancel() }).subscribe(),
  },
  'a body that is put in a place of its own': {
    reply: OK,
    prepare: (r) => received(r, { place: () => timer(6).pipe(map(() => undefined)) }),
  },
  'a body that cannot be put in its place': { reply: OK, prepare: (r) => received(r, { place: fail }) },
  'a body of which something is left over': {
    reply: OK,
    prepare: (r) => received(r, { discard: () => timer(6).pipe(map(() => undefined)) }),
  },
  'a suspension': { reply: OK, at: { 5: (request) => request.suspend(), 50: (request) => request.resume() } },
  'a request that is suspended first': {
    reply: OK,
    prepare: (request) => request.suspend(),
    at: { 9: (request) => request.resume() },
  },
  'one who listens while it runs': { reply: OK, at: { 12: (_, listen) => listen() } },
  'one who listens after the end': { reply: OK, at: { 90: (_, listen) => listen() } },
  'one who listens in a serializer': {
    reply: OK,
    prepare: (r) => void r.response({ serialize: () => void r.responseData().subscribe() }).subscribe(),
  },
};

/** Has the body of a response taken in as no kind of request does that can be in one piece. */
function received(request: DataRequest, how: Pick<BodyReceiver, 'place' | 'discard'>): void {
  const { exchange } = request as unknown as { exchange: { receiver: BodyReceiver } };
  Object.defineProperties(exchange.receiver, Object.getOwnPropertyDescriptors(how));
}

function cancel(request: DataRequest): void {
  request.cancel();
}

function fail(): never {
  throw failing;
}

function elsewhere(url: string): Adapter {
  return Adapter((request: URLRequest) => request.with({ url }));
}

/** What is seen of a case, where the stages share the rootQueue or where one of them has a queue of its own. */
function seenOf(
  { reply, options, configuration, method, prepare, at = {} }: Case,
  ownQueue?: OwnQueue,
): Seen {
  const seen: Seen = { log: [], events: [] };
  inVirtualTime((time) => {
    const { scheduler } = time;
    const monitor = new RecordingEventMonitor();
    const queues = ownQueue && { [ownQueue]: new SerialScheduler({ target: scheduler }) };
    const replier = typeof reply === 'function' ? reply : (): StubReply => reply;
    const session = time.session(replier, { ...options, ...queues, configuration, eventMonitors: [monitor] });
    const request = session.request(API, { method });
    const note = (name: string) => (value: unknown) => seen.log.push([scheduler.now(), name, value]);
    const listen = (): void => {
      request.responseJSON().subscribe((response) => note('response')(shown(response)));
    };
    request.states.subscribe(note('state'));
    request.downloadProgress.subscribe(note('progress'));
    prepare?.(request);
    listen();
    for (const [frame, act] of Object.entries(at)) time.at(Number(frame), () => act(request, listen));
    time.flush();
    seen.log.push(session.sent, request.retryCount, request.allMetrics.length, request.requests.map(String));
    seen.events.push(...monitor.events.map((event) => eventShown(event)));
  });
  return seen;
}

function shown({ result, response, request, data, metrics }: DataResponse<unknown>): unknown {
  const { kind, reason, code, cause } = (result.kind === 'failure' ? result.error : {}) as Record<
    string,
    unknown
  >;
  return {
    result: result.kind === 'success' ? result.value : { kind, reason, code, cause: String(cause) },
    response: response?.toString(),
    request: [request?.toString(), request && [...request.headers]],
    data: data && new TextDecoder().decode(data),
    metrics: metrics && {
      ...metrics,
      transactions: metrics.transactions.map((each) => ({
        ...each,
        request: String(each.request),
        response: String(each.response),
      })),
    },
  };
}

function eventShown(event: SessionEvent): unknown {
  const { type, ...fields } = event as SessionEvent & Record<string, unknown>;
  const { error, result, task } = fields as {
    error?: Error;
    result?: { kind: string };
    task?: { id: number; state: string };
  };
  return [type, error?.message, result?.kind, task?.id, task?.state];
}

describe('the route in one piece', () => {
  it.each(Object.entries(CASES))('is like the general one: %s', (name, each) => {
    const ownQueue = name.includes('adapter') ? 'serializationQueue' : 'requestQueue';
    const [fused, general] = [seenOf(each), seenOf(each, ownQueue)];
    expect(fused).toEqual(general);
    expect(fused.events).toContainEqual(expect.arrayContaining(['requestDidFinish']));
  });
});
