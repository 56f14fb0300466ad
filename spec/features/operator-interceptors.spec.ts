import { describe, expect, it } from '@jest/globals';
import {
  catchError,
  delay,
  delayWhen,
  EMPTY,
  filter,
  ignoreElements,
  map,
  mergeMap,
  type Observable,
  of,
  type OperatorFunction,
  pipe,
  retry,
  startWith,
  switchMap,
  takeUntil,
  throwError,
  timer,
} from 'rxjs';
import {
  Adapter,
  Interceptor,
  isSessionError,
  type RequestInterceptor,
  Retrier,
  RetryResult,
  type URLRequest,
} from 'rxsession';
import { type RequestFailure } from 'rxsession/errors';
import type { StubReplier } from 'rxsession/testing';
import { inVirtualTime, type VirtualTime } from '../support/virtual-session.js';

const API = 'https://api.example.com/';
const OK = { headers: { 'Content-Type': 'application/json' }, body: '"ok"' };
const OOPS = new Error('broken operator');

const raise = (): never => {
  throw OOPS;
};

const withTag = (request: URLRequest, tag: string): URLRequest => {
  const tags = request.headers.get('X-Tags') ?? '';
  return request.with({ headers: request.headers.set('X-Tags', tags + tag) });
};
const tagged = (tag: string): Adapter => Adapter.operator(map((request) => withTag(request, tag)));

/** Answers with the tags of the request. */
const echo: StubReplier = ({ urlRequest }) => ({
  ...OK,
  body: JSON.stringify(urlRequest.headers.get('X-Tags') ?? ''),
});

/** Fails so often with 503, then succeeds. */
const failing =
  (times: number): StubReplier =>
  (_request, attempt) =>
    attempt <= times ? { statusCode: 503 } : OK;

/** A GET of a session with an interceptor. Emits the kind of a failure, and the name of its cause. */
function get({ session }: VirtualTime, replier: StubReplier, interceptor: RequestInterceptor) {
  return session(replier, { interceptor })
    .get<string>(API)
    .pipe(catchError((error: unknown) => of(summaryOf(error))));
}

function summaryOf(error: unknown): string {
  if (!isSessionError(error)) return String(error);
  return error.cause instanceof Error ? `${error.kind}: ${error.cause.name}` : error.kind;
}

type Rule = OperatorFunction<RequestFailure, RetryResult>;

const retryAfter = (milliseconds: number): Rule =>
  pipe(
    delay(milliseconds),
    map(() => RetryResult.retry),
  );

describe('Adapter.operator', () => {
  it.each<[string, OperatorFunction<URLRequest, URLRequest>, string]>([
    ['map changes the request at once', map((request) => withTag(request, 'a')), '(v|)'],
    [
      'pipe composes operators, and delay sends the request later',
      pipe(
        map((request) => withTag(request, 'a')),
        delay(300),
      ),
      '300ms (v|)',
    ],
    [
      'delayWhen waits for a notifier',
      pipe(
        delayWhen(() => timer(70)),
        map((request) => withTag(request, 'a')),
      ),
      '70ms (v|)',
    ],
    [
      'the first of several values is sent',
      mergeMap((request) => timer(5, 10).pipe(map((count) => withTag(request, 'abc'[count] ?? '')))),
      '5ms (v|)',
    ],
    [
      'retry inside the operator reads the request again',
      (requests) => {
        const tags = [undefined, 'a'];
        return requests.pipe(
          map((request) => withTag(request, tags.shift() ?? raise())),
          retry(1),
        );
      },
      '(v|)',
    ],
  ])('%s', (_what, operator, marbles) => {
    inVirtualTime((time) => {
      time.expectObservable(get(time, echo, Adapter.operator(operator))).toBe(marbles, { v: 'a' });
    });
  });

  it.each<[string, OperatorFunction<URLRequest, URLRequest>, string]>([
    ['at once', () => EMPTY, '(v|)'],
    ['later', pipe(delay(50), ignoreElements()), '50ms (v|)'],
    ['by takeUntil', pipe(delay(50), takeUntil(timer(20))), '20ms (v|)'],
  ])(
    'sends the request unchanged if the operator completes without a value: %s',
    (_when, silent, marbles) => {
      inVirtualTime((time) => {
        const adapters = [tagged('a'), Adapter.operator(silent), tagged('b')];
        time.expectObservable(get(time, echo, new Interceptor({ adapters }))).toBe(marbles, { v: 'ab' });
      });
    },
  );

  it.each<[string, unknown, string]>([
    ['errors', () => throwError(() => OOPS), 'Error'],
    ['throws when it is applied', raise, 'Error'],
    ['throws at the request', map(raise), 'Error'],
    ['returns no Observable', () => 17, 'TypeError'],
    ['emits no URLRequest', map(() => 'https://example.com'), 'TypeError'],
  ])('fails as requestAdaptationFailed if the operator %s', (_how, operator, name) => {
    inVirtualTime((time) => {
      const value = get(time, echo, Adapter.operator(operator as OperatorFunction<URLRequest, URLRequest>));
      time.expectObservable(value).toBe('(v|)', { v: `requestAdaptationFailed: ${name}` });
    });
  });

  it('knows the identity of the request, and its session', () => {
    inVirtualTime((time) => {
      const now = Adapter.operator((requests, { requestID, session: { rootQueue } }) =>
        requests.pipe(
          delay(20),
          map((request) => withTag(request, `${typeof requestID} ${rootQueue.now()}`)),
        ),
      );
      time.expectObservable(get(time, echo, now)).toBe('20ms (v|)', { v: 'string 20' });
    });
  });

  it('subscribes once for each attempt, and unsubscribes at the first value', () => {
    inVirtualTime((time) => {
      const token = time.cold('10ms t');
      const adapter = Adapter.operator(switchMap((request) => token.pipe(map(() => request))));
      const interceptor = { adapt: adapter.adapt, retry: Retrier.operator(retryAfter(100)).retry };
      time.expectObservable(get(time, failing(1), interceptor)).toBe('120ms (v|)', { v: 'ok' });
      time.expectSubscriptions(token.subscriptions).toBe(['^ 9ms !', '110ms ^ 9ms !']);
    });
  });

  it('unsubscribes when the request is cancelled, and nothing is sent', () => {
    inVirtualTime((time) => {
      const never = time.cold<URLRequest>('-');
      const server = time.session(echo, { interceptor: Adapter.operator(() => never) });
      time.expectObservable(server.get(API), '^ 39ms !').toBe('-');
      time.expectSubscriptions(never.subscriptions).toBe('^ 39ms !');
      time.flush();
      expect(server.sent).toEqual([]);
    });
  });
});

describe('Retrier.operator', () => {
  it.each<[string, Rule, number, string]>([
    ['retries after the delay of the operator', retryAfter(200), 1, '200ms (v|)'],
    ['counts retries over all failures of a request', growing(), 3, '600ms (v|)'],
    ['adds the delay of the result', map(() => RetryResult.retryWithDelay(70)), 1, '70ms (v|)'],
    ['obeys the first of several values', onlyAtFirst(), 1, '(v|)'],
  ])('%s', (_what, rule, times, marbles) => {
    inVirtualTime((time) => {
      time.expectObservable(get(time, failing(times), Retrier.operator(rule))).toBe(marbles, { v: 'ok' });
    });
  });

  it.each<[string, Rule, string]>([
    ['at once', () => EMPTY, '(v|)'],
    ['by a filter on the retry count', limited(2), '400ms (v|)'],
    [
      'by a filter on the response',
      pipe(
        filter(({ response }) => response?.statusCode === 429),
        map(() => RetryResult.retry),
      ),
      '(v|)',
    ],
  ])('does not retry if the operator completes without a value: %s', (_how, rule, marbles) => {
    inVirtualTime((time) => {
      const value = get(time, failing(9), Retrier.operator(rule));
      time.expectObservable(value).toBe(marbles, { v: 'responseValidationFailed' });
    });
  });

  it.each<[string, unknown, string]>([
    ['errors', () => throwError(() => OOPS), 'Error'],
    ['throws when it is applied', raise, 'Error'],
    ['throws at the failure', map(raise), 'Error'],
    ['returns no Observable', () => undefined, 'TypeError'],
    ['emits no RetryResult', map(() => true), 'TypeError'],
  ])('fails as requestRetryFailed if the operator %s', (_how, rule, name) => {
    inVirtualTime((time) => {
      const value = get(time, failing(1), Retrier.operator(rule as Rule));
      time.expectObservable(value).toBe('(v|)', { v: `requestRetryFailed: ${name}` });
    });
  });

  it('leaves the decision to the next retrier if it completes without a value', () => {
    inVirtualTime((time) => {
      const retriers = [Retrier.operator(limited(1)), Retrier.operator(retryAfter(1000))];
      const value = get(time, failing(2), new Interceptor({ retriers }));
      time.expectObservable(value).toBe('1200ms (v|)', { v: 'ok' });
    });
  });

  it('subscribes once for each failure', () => {
    inVirtualTime((time) => {
      const online = time.cold('30ms o');
      const whenOnline = Retrier.operator(
        switchMap(() => online.pipe(map(() => RetryResult.retryWithDelay(10)))),
      );
      time.expectObservable(get(time, failing(2), whenOnline)).toBe('80ms (v|)', { v: 'ok' });
      time.expectSubscriptions(online.subscriptions).toBe(['^ 29ms !', '40ms ^ 29ms !']);
    });
  });

  it('unsubscribes when the request is cancelled, and no retry follows', () => {
    inVirtualTime((time) => {
      const never = time.cold<RetryResult>('-');
      const server = time.session(failing(1), { interceptor: Retrier.operator(() => never) });
      time.expectObservable(server.get(API), '^ 39ms !').toBe('-');
      time.expectSubscriptions(never.subscriptions).toBe('^ 39ms !');
      time.flush();
      expect(server.sent).toHaveLength(1);
    });
  });

  it('composes with switchMap and repeat of the subscriber', () => {
    inVirtualTime((time) => {
      const server = time.session(failing(2), { interceptor: Retrier.operator(retryAfter(100)) });
      const latest: Observable<unknown> = timer(0, 50).pipe(
        takeUntil(timer(60)),
        switchMap(() => server.get(API)),
        startWith('first'),
      );
      time.expectObservable(latest).toBe('f 149ms (v|)', { f: 'first', v: 'ok' });
    });
  });
});

/** Retries so often, 200 ms after each failure. */
function limited(retryLimit: number): Rule {
  return pipe(
    filter(({ retryCount }) => retryCount < retryLimit),
    retryAfter(200),
  );
}

/** Waits 100 ms longer before each retry. */
function growing(): Rule {
  return pipe(
    delayWhen(({ retryCount }) => timer(100 * (retryCount + 1))),
    map(() => RetryResult.retry),
  );
}

/** Decides twice: to retry, then not to. */
function onlyAtFirst(): Rule {
  return mergeMap(() =>
    timer(0, 10).pipe(map((count) => (count === 0 ? RetryResult.retry : RetryResult.doNotRetry))),
  );
}
