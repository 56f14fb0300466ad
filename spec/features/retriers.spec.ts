import { describe, expect, it } from '@jest/globals';
import { concat, EMPTY, firstValueFrom, NEVER, of, throwError } from 'rxjs';
import { type DataRequest, type RequestAdapter, type RequestRetrier, Retrier, RetryResult } from 'rxsession';
import { oneAfterTheOther } from '../support/convertibles.js';
import { CountingInterceptor } from '../support/counting-interceptor.js';
import { ended, happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

/** Times out at first, and is answered the second time. */
const silentAtFirst = (): ReturnType<typeof oneAfterTheOther> =>
  oneAfterTheOther([`${server.url}/never`, { timeoutInterval: 1 }], [`${server.url}/get`]);

/** Writes down in `order` when it is asked what. */
function named(name: string, order: string[], result: RetryResult): RequestAdapter & RequestRetrier {
  return {
    adapt: (urlRequest) => {
      order.push(`${name} adapts`);
      return urlRequest;
    },
    retry: () => {
      order.push(`${name} retries`);
      return result;
    },
  };
}

describe('retriers of a request', () => {
  it('are asked about a first attempt that times out', async () => {
    const retrier = new CountingInterceptor({ retry: () => RetryResult.retry });
    const request = sessions.make().request(silentAtFirst()).retry(retrier);
    expect((await request.serializingData().response).response?.url).toBe(`${server.url}/get`);
    expect(retrier.errors).toMatchObject([{ code: 'timedOut' }]);
  });

  it('are asked in the order they were added, until one wants to', async () => {
    const order: string[] = [];
    const request = sessions.make().request(silentAtFirst());
    request.retry(named('first', order, RetryResult.doNotRetry));
    request.retry(named('second', order, RetryResult.retry));
    request.retry(named('third', order, RetryResult.retry));
    await request.serializingData().value;
    expect(order).toEqual(['first retries', 'second retries']);
  });

  it('are asked before those of the session', async () => {
    const order: string[] = [];
    const session = sessions.make({ interceptor: named('session', order, RetryResult.retry) });
    const request = session.request(silentAtFirst()).retry(named('request', order, RetryResult.doNotRetry));
    await request.serializingData().value;
    expect(order.filter((entry) => entry.endsWith('retries'))).toEqual([
      'request retries',
      'session retries',
    ]);
  });

  it('that adapt too, adapt each attempt of a request that is made anew', async () => {
    const interceptor = new CountingInterceptor({ retry: () => RetryResult.retry });
    const endpoints = silentAtFirst();
    const request = sessions.make().request(endpoints).interceptor(interceptor);
    await request.serializingData().value;
    expect([interceptor.adaptCount, interceptor.retryCount, endpoints.count]).toEqual([2, 1, 2]);
  });

  it('that adapt too, do both in the order they were added', async () => {
    const order: string[] = [];
    const request = sessions.make().request(silentAtFirst());
    request.interceptor(named('first', order, RetryResult.doNotRetry));
    request.interceptor(named('second', order, RetryResult.retry));
    await request.serializingData().value;
    const adapting = ['first adapts', 'second adapts'];
    expect(order).toEqual([...adapting, 'first retries', 'second retries', ...adapting]);
  });

  it('see the request as it stands', async () => {
    const session = sessions.make();
    const seen: unknown[] = [];
    const request = session.request(`${server.url}/status/503`).validate();
    request.retry({
      retry: (info, asking, error) => {
        seen.push([info === request, asking === session, error.responseCode, info.httpResponse?.statusCode]);
        return info.retryCount < 2 ? RetryResult.retry : RetryResult.doNotRetry;
      },
    });
    await request.serializingResponse({ serialize: () => 'fine' }).value;
    expect(seen).toEqual(Array(3).fill([true, true, 503, 503]));
    expect(server.requests).toHaveLength(3);
  });
});

describe('the answer of a retrier', () => {
  const once =
    (answer: () => ReturnType<RequestRetrier['retry']>): RequestRetrier['retry'] =>
    ({ retryCount }) =>
      retryCount === 0 ? answer() : RetryResult.doNotRetry;

  it.each([
    ['a promise', () => Promise.resolve(RetryResult.retry)],
    ['an Observable', () => of(RetryResult.retry)],
    ['an Observable that stays open', () => concat(of(RetryResult.retry), NEVER)],
  ])('may be %s', async (_what, answer) => {
    const request = sessions
      .make()
      .request(silentAtFirst())
      .retry(Retrier(once(answer)));
    await request.serializingData().value;
    expect(request.retryCount).toBe(1);
  });

  const OOPS = new Error('no idea');

  it.each([
    ['throws', () => raise(OOPS)],
    ['rejects', () => Promise.reject(OOPS)],
    ['errors', () => throwError(() => OOPS)],
    ['says so', () => RetryResult.doNotRetryWithError(OOPS)],
  ])('of one that %s is the failure, with the original one beside it', async (_how, answer) => {
    const later = new CountingInterceptor();
    const request = sessions.make().request(`${server.url}/status/500`).validate();
    const { error } = await firstValueFrom(request.retry(Retrier(answer)).retry(later).response());
    expect(error).toMatchObject({ kind: 'requestRetryFailed', cause: OOPS });
    expect(error?.failure).toMatchObject({ originalError: { kind: 'responseValidationFailed' } });
    expect(later.retryCount).toBe(0);
  });

  it.each([
    ['nothing', undefined],
    ['a word', 'retry'],
    ['an unknown decision', { kind: 'perhaps' }],
    ['no value', EMPTY],
  ])('that is %s is a failure of the retrier', async (_what, answer) => {
    const request = sessions.make().request(`${server.url}/status/500`).validate();
    const retrier = Retrier(() => answer as RetryResult);
    const { error } = await request.retry(retrier).serializingData().response;
    expect(error?.kind).toBe('requestRetryFailed');
  });

  it('that is a delay of no length, or none at all, is taken for no delay', async () => {
    const delays = [0, -1, NaN];
    const retrier = Retrier(() => {
      const delay = delays.shift();
      return delay === undefined ? RetryResult.doNotRetry : RetryResult.retryWithDelay(delay);
    });
    const request = sessions.make().request(`${server.url}/status/500`).validate().retry(retrier);
    await request.serializingData().response;
    expect(request.retryCount).toBe(3);
  });
});

describe('retrying without end', () => {
  const endless = Retrier(() => RetryResult.retry);

  it('starves no timer, and ends with a cancellation', async () => {
    const session = sessions.make();
    const request = session.request('nowhere').retry(endless);
    const { response } = request.serializingData();
    for (let timer = 0; timer < 5; timer += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    request.cancel();
    expect((await response).error?.kind).toBe('explicitlyCancelled');
    expect(request.retryCount).toBeGreaterThan(0);
  });

  it('ends when the only listener leaves', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/status/500`).validate().retry(endless);
    const third = happened(session, 'requestDidCreateTask', 3);
    const listening = request.responseData().subscribe();
    await third;
    listening.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
    await turns();
    const { length } = server.requests;
    await turns();
    expect(server.requests).toHaveLength(length);
  });
});

describe('a delay of an hour before a retry', () => {
  const inAnHour = Retrier(() => RetryResult.retryWithDelay(3_600_000));

  const waiting = async (): Promise<DataRequest> => {
    const session = sessions.make();
    const request = session.request(`${server.url}/status/500`).validate().retry(inAnHour);
    const failed = happened(session, 'requestDidCompleteTask');
    void request.serializingData().response;
    await failed;
    await turns();
    return request;
  };

  it('ends at once when the request is cancelled', async () => {
    const request = await waiting();
    request.cancel();
    expect(await ended(request)).toBe('cancelled');
    expect(request).toMatchObject({ retryCount: 0, error: { kind: 'explicitlyCancelled' } });
  });

  it('ends at once when the only listener leaves', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/status/500`).validate().retry(inAnHour);
    const failed = happened(session, 'requestDidCompleteTask');
    const listening = request.response().subscribe();
    await failed;
    await turns();
    listening.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
    expect(server.requests).toHaveLength(1);
  });

  it('ends at once when the session is disposed of', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/status/500`).validate().retry(inAnHour);
    const failed = happened(session, 'requestDidCompleteTask');
    const { response } = request.serializingData();
    await failed;
    session[Symbol.dispose]();
    expect((await response).error?.kind).toBe('sessionDeinitialized');
  });
});

function raise(error: Error): never {
  throw error;
}
