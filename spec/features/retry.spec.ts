import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, forkJoin } from 'rxjs';
import {
  HTTPHeader,
  type Request,
  RetryPolicy,
  RetryResult,
  type Session,
  SessionError,
  type URLRequest,
} from 'rxsession';
import { z } from 'zod';
import { oneAfterTheOther } from '../support/convertibles.js';
import { CountingInterceptor, once } from '../support/counting-interceptor.js';
import { ended, happened } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const ANYTHING = z.object({});
const GUARDED = '/basic-auth/user/password';

const invalidURL = (url: string): SessionError => new SessionError({ kind: 'invalidURL', url });

const withCredentials = (urlRequest: URLRequest): URLRequest => {
  const [name, value] = HTTPHeader.authorization({ username: 'user', password: 'password' });
  return urlRequest.with({ headers: urlRequest.headers.set(name, value) });
};

/** Adds credentials from the second time on. */
const comingToItsSenses = (urlRequest: URLRequest, call: number): URLRequest =>
  call === 1 ? urlRequest : withCredentials(urlRequest);

const failingFirst = (urlRequest: URLRequest, call: number): URLRequest => {
  if (call === 1) throw invalidURL('/adapt/error/1');
  return withCredentials(urlRequest);
};

const failingSecond = (urlRequest: URLRequest, call: number): URLRequest => {
  if (call === 2) throw invalidURL('/adapt/error/2');
  return urlRequest;
};

function activeRequests(session: Session): Promise<ReadonlySet<Request<unknown>>> {
  return new Promise((resolve) => {
    session.withAllRequests(resolve);
  });
}

async function expectNothingTracked(
  session: Session,
  { tasks }: Pick<Request<unknown>, 'tasks'>,
): Promise<void> {
  expect((await activeRequests(session)).size).toBe(0);
  for (const task of tasks) expect(session.delegate.requestOf(task)).toBeUndefined();
}

describe('a failure to adapt', () => {
  it('is retried with another adaptation', async () => {
    const session = sessions.make();
    const interceptor = new CountingInterceptor({ adapt: failingFirst, retry: () => RetryResult.retry });
    const request = session.request(server.url + GUARDED, { interceptor }).validate();
    expect(await request.serializingDecodable(ANYTHING).value).toEqual({});
    expect([interceptor.adaptCount, interceptor.retryCount]).toEqual([2, 1]);
    await expectNothingTracked(session, request);
  });

  it('of an upload is retried too', async () => {
    const interceptor = new CountingInterceptor({ adapt: failingFirst, retry: () => RetryResult.retry });
    const session = sessions.make({ interceptor });
    const request = session.upload('data', `${server.url}/post`);
    expect(await request.serializingJSON().value).toMatchObject({ data: 'data' });
    expect([interceptor.adaptCount, interceptor.retryCount]).toEqual([2, 1]);
    await expectNothingTracked(session, request);
  });
});

describe('a request that fails validation', () => {
  it('asks its retrier once for each attempt, and once for the serializer', async () => {
    const interceptor = new CountingInterceptor({ retry: once });
    const session = sessions.make({ interceptor });
    const request = session.request(server.url + GUARDED).validate();
    const { result } = await request.serializingDecodable(ANYTHING).response;
    expect(result.kind).toBe('failure');
    expect([interceptor.adaptCount, interceptor.retryCount, request.retryCount]).toEqual([2, 3, 1]);
    await expectNothingTracked(session, request);
  });

  it('asks the retrier of the session when its own does not want to', async () => {
    const [ofSession, own] = [
      new CountingInterceptor({ retry: once }),
      new CountingInterceptor({ retry: once }),
    ];
    const session = sessions.make({ interceptor: ofSession });
    const request = session.request(server.url + GUARDED, { interceptor: own }).validate();
    await request.serializingDecodable(ANYTHING).response;
    expect([own.adaptCount, own.retryCount]).toEqual([3, 4]);
    expect([ofSession.adaptCount, ofSession.retryCount]).toEqual([3, 3]);
    await expectNothingTracked(session, request);
  });

  it('is adapted again, and may succeed then', async () => {
    const interceptor = new CountingInterceptor({ adapt: comingToItsSenses, retry: once });
    const session = sessions.make({ interceptor });
    const request = session.request(server.url + GUARDED).validate();
    expect(await request.serializingDecodable(ANYTHING).value).toEqual({});
    expect([interceptor.adaptCount, interceptor.retryCount, request.retryCount]).toEqual([2, 1, 1]);
    await expectNothingTracked(session, request);
  });

  it.each([
    ['at once', RetryResult.retry],
    ['after a delay', RetryResult.retryWithDelay(10)],
  ])('and cannot be adapted when it is retried %s, fails for that', async (_when, first) => {
    const retry = (call: number): RetryResult => (call === 1 ? first : RetryResult.doNotRetry);
    const interceptor = new CountingInterceptor({ adapt: failingSecond, retry });
    const session = sessions.make({ interceptor });
    const request = session.request(server.url + GUARDED).validate();
    const { error } = await request.serializingDecodable(ANYTHING).response;
    const cause = { kind: 'invalidURL', url: '/adapt/error/2' };
    expect(error).toMatchObject({ kind: 'requestAdaptationFailed', underlyingError: cause });
    expect([interceptor.adaptCount, interceptor.retryCount, request.retryCount]).toEqual([2, 3, 1]);
    expect(interceptor.kinds[0]).toBe('responseValidationFailed');
    await expectNothingTracked(session, request);
  });

  it('fails with what its retrier says last', async () => {
    const retry = (call: number): RetryResult =>
      RetryResult.doNotRetryWithError(invalidURL(`/invalid/url/${call}`));
    const interceptor = new CountingInterceptor({ retry });
    const session = sessions.make({ interceptor });
    const request = session.request(server.url + GUARDED).validate();
    const { error } = await request.serializingDecodable(ANYTHING).response;
    const cause = { kind: 'invalidURL', url: '/invalid/url/2' };
    expect(error).toMatchObject({ kind: 'requestRetryFailed', underlyingError: cause });
    expect([interceptor.adaptCount, interceptor.retryCount, request.retryCount]).toEqual([1, 2, 0]);
    await expectNothingTracked(session, request);
  });
});

describe('a serializer that fails', () => {
  it('asks the retrier once', async () => {
    const interceptor = new CountingInterceptor();
    const session = sessions.make({ interceptor });
    const request = session.request(`${server.url}/image/jpeg`).validate();
    const { error } = await request.serializingDecodable(ANYTHING).response;
    expect(error).toMatchObject({ kind: 'responseSerializationFailed', reason: { kind: 'decodingFailed' } });
    expect(error?.underlyingError).toMatchObject({ name: 'TypeError' });
    expect([interceptor.adaptCount, interceptor.retryCount, request.retryCount]).toEqual([1, 1, 0]);
    await expectNothingTracked(session, request);
  });

  it('can have everything done again before the serializers after it run', async () => {
    const interceptor = new CountingInterceptor({ retry: once });
    const { session, recording } = sessions.recorded({ interceptor });
    const request = session.request(`${server.url}/image/jpeg`).validate();
    const both = forkJoin([request.responseDecodable(ANYTHING), request.responseDecodable(ANYTHING)]);
    const errors = (await firstValueFrom(both)).map(({ error }) => error?.reason?.kind);
    expect(errors).toEqual(['decodingFailed', 'decodingFailed']);
    expect([interceptor.adaptCount, interceptor.retryCount, request.retryCount]).toEqual([2, 3, 1]);
    const parsed = recording.types.filter((type) => type === 'requestDidParseResponse');
    expect(parsed).toHaveLength(3);
    await expectNothingTracked(session, request);
  });

  it('and has it done again in vain, gives every listener the new failure once', async () => {
    const interceptor = new CountingInterceptor({ adapt: failingSecond, retry: once });
    const session = sessions.make({ interceptor });
    const request = session.request(`${server.url}/image/jpeg`).validate();
    const handled: unknown[] = [];
    for (const response of [request.responseDecodable(ANYTHING), request.responseDecodable(ANYTHING)]) {
      response.subscribe(({ error }) => handled.push(error));
    }
    await ended(request);
    const cause = { kind: 'invalidURL', url: '/adapt/error/2' };
    const failure = { kind: 'requestAdaptationFailed', underlyingError: cause };
    expect(handled).toMatchObject([failure, failure]);
    expect([interceptor.adaptCount, interceptor.retryCount, request.retryCount]).toEqual([2, 4, 1]);
    await expectNothingTracked(session, request);
  });
});

describe('a request in its second attempt', () => {
  it('can be cancelled with all others', async () => {
    const interceptor = new CountingInterceptor({ retry: () => RetryResult.retry });
    const session = sessions.make({ interceptor });
    const endpoints = oneAfterTheOther([`${server.url}/status/401`], [`${server.url}/never`]);
    const request = session.request(endpoints).validate();
    const cancelled = happened(session, 'requestDidCreateTask', 2).then(() =>
      firstValueFrom(session.cancelAllRequests()),
    );
    const { error } = await request.serializingDecodable(ANYTHING).response;
    await cancelled;
    expect(error?.kind).toBe('explicitlyCancelled');
    expect(request.tasks).toHaveLength(2);
    await expectNothingTracked(session, request);
  });

  it('has forgotten what came of the first', async () => {
    const interceptor = new CountingInterceptor({ retry: once });
    const endpoints = oneAfterTheOther([`${server.url}/status/500`], [`${server.url}/latch/go`]);
    const request = sessions.make({ interceptor }).request(endpoints).validate();
    const { response } = request.serializingData();
    await server.nextRequest('/latch/go');
    expect(request).toMatchObject({
      error: undefined,
      httpResponse: undefined,
      data: undefined,
      retryCount: 1,
    });
    server.latch('go').release();
    expect((await response).response?.statusCode).toBe(200);
    expect(request.allMetrics).toHaveLength(2);
  });
});

describe('a request that times out', () => {
  it('asks about each attempt, and not again for a listener that does not serialize', async () => {
    const policy = new RetryPolicy({ retryLimit: 1, exponentialBackoffScale: 1 });
    const results: RetryResult[] = [];
    const retry: RetryPolicy['retry'] = (...asked) => {
      const result = policy.retry(...asked);
      results.push(result);
      return result;
    };
    const session = sessions.make();
    const request = session
      .request(oneAfterTheOther([`${server.url}/never`, { timeoutInterval: 10 }]))
      .retry({ retry });
    const { error } = await firstValueFrom(request.response());
    expect(error?.code).toBe('timedOut');
    expect(request.tasks).toHaveLength(2);
    expect(results).toEqual([RetryResult.retryWithDelay(1), RetryResult.doNotRetry]);
  });
});
