import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { NEVER, of, throwError, timer } from 'rxjs';
import { map } from 'rxjs/operators';
import {
  Adapter,
  type DataRequest,
  type DataResponse,
  Redirector,
  Retrier,
  RetryResult,
  type SessionError,
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
  /** Acts on the request before its first listener, or at a frame. */
  readonly prepare?: (request: DataRequest) => unknown;
  readonly at?: Readonly<Record<number, (request: DataRequest, listen: () => void) => unknown>>;
}

/** Outcome of a case: what its listeners see, by frame, and the events of its session. */
interface RouteOutcome {
  readonly seen: readonly string[];
  readonly events: string;
}

const TABLE = JSON.parse(readFileSync('spec/exchange/route-outcomes.json', 'utf8')) as Record<
  string,
  RouteOutcome
>;

/** Queues of a session. Where the steps run changes nothing that can be seen. */
type OwnQueue = 'requestQueue' | 'serializationQueue';

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

/** Gives the receiver of the body more to do than one in memory has. */
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

/** What can be seen of a case, where the steps share the rootQueue or where one of them has a queue of its own. */
function seenOf(
  { reply, options, configuration, method, prepare, at = {} }: Case,
  ownQueue?: OwnQueue,
): RouteOutcome {
  const seen: string[] = [];
  const monitor = new RecordingEventMonitor();
  inVirtualTime((time) => {
    const { scheduler } = time;
    const queues = ownQueue && { [ownQueue]: new SerialScheduler({ target: scheduler }) };
    const replier = typeof reply === 'function' ? reply : (): StubReply => reply;
    const session = time.session(replier, { ...options, ...queues, configuration, eventMonitors: [monitor] });
    const request = session.request(API, { method });
    const note = (text: string): unknown => seen.push(`${scheduler.now()} ${text}`);
    const listen = (): void => {
      request.responseJSON().subscribe((response) => note(shown(response)));
    };
    request.states.subscribe((state) => note(state));
    request.downloadProgress.subscribe((progress) => note(String(progress.completedUnitCount)));
    prepare?.(request);
    listen();
    for (const [frame, act] of Object.entries(at)) time.at(Number(frame), () => act(request, listen));
    time.flush();
    seen.push(`sent ${session.sent.length}, retried ${request.retryCount}, URLs ${request.requests.length}`);
  });
  return { seen, events: monitor.events.map(eventShown).join(' ') };
}

function shown({ result, response, request, data, metrics }: DataResponse<unknown>): string {
  const value = result.kind === 'success' ? JSON.stringify(result.value) : failureShown(result.error);
  const hops = metrics?.transactions.map(({ request: sent }) => `${sent.method} ${sent.url}`).join(', ');
  const body = data && new TextDecoder().decode(data);
  const trace = request?.headers.get('X-Trace') === undefined ? '' : ', traced';
  return `${value}; ${response?.statusCode ?? 'no'} response; ${body ?? 'no'} body; ${hops ?? 'no'} messages${trace}`;
}

function failureShown({ kind, code, cause }: SessionError): string {
  const why = cause instanceof Error ? cause.message : undefined;
  return [kind, code, why].filter((part) => part !== undefined).join(' ');
}

/** Names an event in short, with the number of its task and its failure. */
function eventShown(event: SessionEvent): string {
  const { type, task, error, result } = event as SessionEvent & {
    task?: { id: number };
    error?: SessionError;
    result?: { kind: string };
  };
  const about = [task?.id, error?.kind, result?.kind].filter((part) => part !== undefined);
  return about.length === 0 ? type : `${type}(${about.join(' ')})`;
}

describe('the route of a request', () => {
  it.each(Object.entries(CASES))('comes to the outcome in the table: %s', (name, each) => {
    expect(seenOf(each)).toEqual(TABLE[name]);
  });

  it.each(Object.entries(CASES))(
    'comes to the same outcome with a queue of its own for a step: %s',
    (name, each) => {
      const ownQueue = name.includes('adapter') ? 'serializationQueue' : 'requestQueue';
      expect(seenOf(each, ownQueue)).toEqual(TABLE[name]);
    },
  );
});
