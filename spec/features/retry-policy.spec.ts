import { describe, expect, it } from '@jest/globals';
import {
  ConnectionLostRetryPolicy,
  type DataRequest,
  type RequestInterceptor,
  RetryPolicy,
  type RetryPolicyOptions,
  RetryResult,
  type URLRequestConvertible,
} from 'rxsession';
import { oneAfterTheOther } from '../support/convertibles.js';
import { receiveHead, reset, send } from '../support/fault-connection.js';
import { refusedURL, useFaultServer } from '../support/fault-server.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const faults = useFaultServer();
const sessions = useSessions(server);

const AT_ONCE: RetryPolicyOptions = { exponentialBackoffScale: 0 };

/** A validated request of a session with this interceptor. */
function request(target: string | URLRequestConvertible, interceptor: RequestInterceptor): DataRequest {
  const session = sessions.make({ interceptor });
  return (typeof target === 'string' ? session.request(target) : session.request(target)).validate();
}

/** Answers what a policy would, without its delays, which it collects. */
function hurrying(policy: RetryPolicy, delays: unknown[]): RequestInterceptor {
  return {
    adapt: (urlRequest) => urlRequest,
    retry: (...asked) => {
      const result = policy.retry(...asked);
      if (result.kind !== 'retryWithDelay') return result;
      delays.push(result.delay);
      return RetryResult.retry;
    },
  };
}

describe('a RetryPolicy', () => {
  it('asks a server that is not available again until it is', async () => {
    const asking = request(`${server.url}/flaky/service?failures=2`, new RetryPolicy(AT_ONCE));
    expect(await asking.serializingJSON().value).toEqual({ attempt: 3 });
    expect(asking.retryCount).toBe(2);
    expect(asking.tasks).toHaveLength(3);
  });

  it('gives up at its limit, with the last answer', async () => {
    const asking = request(
      `${server.url}/flaky/service?failures=9`,
      new RetryPolicy({ ...AT_ONCE, retryLimit: 3 }),
    );
    const { error, data } = await asking.serializingString().response;
    expect(error).toMatchObject({ kind: 'responseValidationFailed', responseCode: 503 });
    expect(String(Buffer.from(data ?? []))).toContain('"attempt":4');
  });

  it.each([
    ['a status code that another attempt does not change', '/status/404'],
    ['a body that is no JSON', '/not-json'],
  ])('leaves %s alone', async (_what, path) => {
    const asking = request(server.url + path, new RetryPolicy(AT_ONCE));
    expect((await asking.serializingJSON().response).result.kind).toBe('failure');
    expect(server.requests).toHaveLength(1);
  });

  it('does not judge what was not validated', async () => {
    const session = sessions.make({ interceptor: new RetryPolicy(AT_ONCE) });
    const { response, error } = await session.request(`${server.url}/status/503`).serializingString()
      .response;
    expect([response?.statusCode, error?.reason?.kind]).toEqual([503, 'inputDataNilOrZeroLength']);
  });

  it('waits as long as Retry-After asks, and not less than its own delay', async () => {
    const delays: unknown[] = [];
    const policy = new RetryPolicy({ exponentialBackoffScale: 5000, respectRetryAfter: true });
    const asking = request(`${server.url}/flaky/busy?failures=2&retry-after=7`, hurrying(policy, delays));
    await asking.serializingData().value;
    expect(delays).toEqual([7000, 10_000]);
  });

  it('reads the date of a Retry-After against that of the response', async () => {
    const delays: unknown[] = [];
    const inTheFuture = new Date(Date.now() + 3_600_000).toUTCString();
    const policy = new RetryPolicy({ respectRetryAfter: true, maximumRetryAfter: Infinity });
    const url = `${server.url}/flaky/busy?failures=1&retry-after=${encodeURIComponent(inTheFuture)}`;
    const asking = request(url, hurrying(policy, delays));
    const { response } = asking.serializingData();
    await response;
    expect(Number(delays[0]) % 1000).toBe(0);
    expect(Number(delays[0])).toBeGreaterThan(3_000_000);
  });

  it('sends a POST again when nothing of it had left, and not otherwise', async () => {
    const policy = new RetryPolicy(AT_ONCE);
    const unheard = oneAfterTheOther(
      [await refusedURL(), { method: 'POST' }],
      [`${server.url}/post`, { method: 'POST' }],
    );
    expect(await request(unheard, policy).serializingJSON().value).toMatchObject({ method: 'POST' });
    const heard = request(oneAfterTheOther([`${server.url}/reset`, { method: 'POST', body: 'x' }]), policy);
    expect((await heard.serializingData().response).error?.code).toBe('networkConnectionLost');
    expect(server.requestsTo('/reset')).toHaveLength(1);
  });

  it('sends a POST again that has an Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': '17' };
    const target = oneAfterTheOther([`${server.url}/flaky/order`, { method: 'POST', headers, body: '{}' }]);
    const asking = request(target, new RetryPolicy(AT_ONCE));
    expect(await asking.serializingJSON().value).toEqual({ attempt: 3 });
  });
});

describe('a ConnectionLostRetryPolicy', () => {
  const policy = (): ConnectionLostRetryPolicy => new ConnectionLostRetryPolicy(AT_ONCE);
  const answer = send('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok');

  it.each([
    ['before the head of the response', []],
    ['in the middle of the head', [send('HTTP/1.1 200 O')]],
    ['in the middle of the body', [send('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')]],
  ])('asks again when the connection is reset %s', async (_when, sent) => {
    faults.script(receiveHead, ...sent, reset);
    faults.script(receiveHead, answer);
    const asking = request(`${faults.url}/`, policy());
    expect(await asking.serializingString().value).toBe('ok');
    expect(asking.retryCount).toBe(1);
    expect(faults.connections).toHaveLength(2);
  });

  it('gives up after two more resets', async () => {
    for (let time = 0; time < 3; time += 1) faults.script(receiveHead, reset);
    const { error } = await request(`${faults.url}/`, policy()).serializingString().response;
    expect(error?.code).toBe('networkConnectionLost');
    expect(faults.connections).toHaveLength(3);
  });

  it('retries neither a status code nor a connection that was refused', async () => {
    const unavailable = request(`${server.url}/status/503`, policy());
    const refused = request(await refusedURL(), policy());
    for (const asking of [unavailable, refused]) await asking.serializingString().response;
    expect([unavailable.retryCount, refused.retryCount]).toEqual([0, 0]);
  });
});
