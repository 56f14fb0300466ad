import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import {
  Interceptor,
  isTimeout,
  Retrier,
  RetryPolicy,
  RetryResult,
  URLRequest,
  type RequestOptions,
  type RequestRetrier,
  type SessionConfigurationInit,
} from 'rxsession';
import { useHttpbin, type Echo } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const httpbin = useHttpbin();
const sessions = useSessions();

/** Makes the URLRequest time out at once. */
const impatient: RequestOptions = {
  requestModifier: (urlRequest) => urlRequest.with({ timeoutInterval: 1 }),
};

async function timesOut(path: string, configuration: SessionConfigurationInit): Promise<unknown[]> {
  const request = sessions.make({ configuration }).request(httpbin.url + path);
  const { error, data } = await firstValueFrom(request.response());
  return [isTimeout(error), error?.code, data !== undefined];
}

describe('an answer of httpbin that takes too long', () => {
  it('is over when the URLRequest says so', async () => {
    let modified = 0;
    const request = sessions.make().request(`${httpbin.url}/delay/1`, {
      requestModifier: (urlRequest) => {
        modified += 1;
        return urlRequest.with({ timeoutInterval: 1 });
      },
    });
    const { error } = await firstValueFrom(request.response());
    expect([isTimeout(error), error?.code, modified]).toEqual([true, 'timedOut', 1]);
  });

  it('is over when the configuration says so', async () => {
    expect(await timesOut('/delay/1', { timeoutIntervalForRequest: 50 })).toEqual([true, 'timedOut', false]);
  });

  it('is over when nothing has come for so long in mid body', async () => {
    const configuration = { timeoutIntervalForRequest: 400 };
    expect(await timesOut('/drip?numbytes=2&duration=4', configuration)).toEqual([true, 'timedOut', true]);
  });

  it('is over when the whole takes so long, however steadily it drips', async () => {
    const configuration = { timeoutIntervalForResource: 300 };
    expect(await timesOut('/drip?numbytes=100&duration=5', configuration)).toEqual([true, 'timedOut', true]);
  });

  it('is no matter while it drips steadily', async () => {
    const configuration = { timeoutIntervalForRequest: 1000 };
    const request = sessions.make({ configuration }).request(`${httpbin.url}/drip?numbytes=12&duration=1.2`);
    const { data, error, metrics } = await firstValueFrom(request.response());
    expect([data?.byteLength, error]).toEqual([12, undefined]);
    expect(metrics?.taskInterval.duration).toBeGreaterThan(1000);
  });

  it('is an error at the cold door', async () => {
    const session = sessions.make({ configuration: { timeoutIntervalForRequest: 10 } });
    const error: unknown = await firstValueFrom(session.get(`${httpbin.url}/delay/1`)).catch(
      (e: unknown) => e,
    );
    expect(isTimeout(error)).toBe(true);
  });
});

describe('a retrier after a timeout at httpbin', () => {
  /** A first attempt that times out, and a second one that has all the time. */
  function timingOutOnce(): { asURLRequest(): URLRequest } {
    let attempts = 0;
    return {
      asURLRequest: () =>
        (attempts += 1) === 1
          ? new URLRequest(`${httpbin.url}/delay/1`, { timeoutInterval: 1 })
          : new URLRequest(`${httpbin.url}/get?attempt=${attempts}`),
    };
  }

  /** A retrier with one answer, that leaves a note. */
  function answering(answer: RetryResult, note: string, notes: string[]): RequestRetrier {
    return Retrier((_request, _session, error) => {
      notes.push(`${note} ${String(error.code)}`);
      return answer;
    });
  }

  it('is asked, and the next attempt succeeds', async () => {
    const notes: string[] = [];
    const request = sessions.make().request(timingOutOnce());
    request.validate().retry(answering(RetryResult.retry, 'request', notes));
    const { args } = await request.serializingJSON<Echo>().value;
    expect([args['attempt'], request.retryCount, notes]).toEqual(['2', 1, ['request timedOut']]);
  });

  it('is asked after those that were added before', async () => {
    const notes: string[] = [];
    const request = sessions
      .make()
      .request(timingOutOnce())
      .retry(answering(RetryResult.doNotRetry, 'first', notes))
      .retry(answering(RetryResult.retry, 'second', notes));
    const { error } = await firstValueFrom(request.response());
    expect([error, notes]).toEqual([undefined, ['first timedOut', 'second timedOut']]);
  });

  it('of the request is asked before that of the session', async () => {
    const notes: string[] = [];
    const interceptor = new Interceptor({ retriers: [answering(RetryResult.retry, 'session', notes)] });
    const request = sessions.make({ interceptor }).request(timingOutOnce());
    request.retry(answering(RetryResult.doNotRetry, 'request', notes));
    const { error } = await firstValueFrom(request.response());
    expect([error, notes]).toEqual([undefined, ['request timedOut', 'session timedOut']]);
  });

  it('has the request modified for each attempt', async () => {
    let modified = 0;
    const interceptor = new RetryPolicy({ retryLimit: 1, exponentialBackoffScale: 0 });
    const request = sessions.make({ interceptor }).request(`${httpbin.url}/delay/1`, {
      requestModifier: (urlRequest) => {
        modified += 1;
        return urlRequest.with({ timeoutInterval: 1 });
      },
    });
    const { error } = await firstValueFrom(request.response());
    expect([error?.code, modified, request.tasks.length]).toEqual(['timedOut', 2, 2]);
  });

  it('gives up a policy at its limit', async () => {
    const interceptor = new RetryPolicy({ retryLimit: 2, exponentialBackoffScale: 1 });
    const request = sessions.make({ interceptor }).request(`${httpbin.url}/delay/1`, impatient);
    const { error } = await firstValueFrom(request.response());
    expect([isTimeout(error), request.retryCount]).toEqual([true, 2]);
  });

  it('recovers from an empty 500 as well', async () => {
    const paths = ['/status/500', '/get'];
    const convertible = { asURLRequest: () => new URLRequest(httpbin.url + String(paths.shift())) };
    const interceptor = new RetryPolicy({ exponentialBackoffScale: 1 });
    const request = sessions.make().request(convertible, { interceptor });
    expect(await request.serializingData().value).not.toHaveLength(0);
    expect(request.retryCount).toBe(1);
  });
});
