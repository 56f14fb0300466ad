import { describe, expect, it } from '@jest/globals';
import {
  type DataStreamRequest,
  type DataStreamValidation,
  RetryPolicy,
  Result,
  type RequestOptions,
  RetryResult,
  URLRequest,
} from 'rxsession';
import { CountingInterceptor, once } from '../support/counting-interceptor.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { all, completionOf, eventsOf, kindsOf, valuesOf } from '../support/streams.js';

const server = useServer();
const sessions = useSessions(server);

function streamOf(path: string, options?: RequestOptions): DataStreamRequest {
  return sessions.make().streamRequest(`${server.url}${path}`, options);
}

describe('the validation of a stream', () => {
  it('refuses a response before anything of its body is handed over', async () => {
    const request = streamOf('/status/500').validate();
    const events = await eventsOf(request.responseStream());
    expect(kindsOf(events)).toEqual(['complete']);
    expect(completionOf(events)).toMatchObject({
      response: { statusCode: 500 },
      error: { kind: 'responseValidationFailed', reason: { kind: 'unacceptableStatusCode', code: 500 } },
    });
  });

  it('gives up what it refuses, however long it is', async () => {
    const request = streamOf('/infinite').validate({ contentTypes: ['text/event-stream'] });
    const seen = server.nextRequest('/infinite');
    await expect(all(request)).rejects.toMatchObject({
      kind: 'responseValidationFailed',
      reason: { kind: 'unacceptableContentType' },
    });
    expect(await (await seen).outcome).toBe('closed');
  });

  it.each(['/status/204', '/bytes/0'])(
    'looks at no content type where there is no body: %s',
    async (path) => {
      const request = streamOf(path).validate({ contentTypes: ['text/event-stream'] });
      expect(kindsOf(await eventsOf(request.responseStream()))).toEqual(['complete']);
      expect(request.error).toBeUndefined();
    },
  );

  it('keeps the connection of a short response that it refuses', async () => {
    const session = sessions.make();
    for (const path of ['/not-json', '/not-json']) {
      await expect(
        all(session.streamRequest(`${server.url}${path}`).validate({ statusCodes: [] })),
      ).rejects.toBeDefined();
      await server.whenIdle();
    }
    expect(server.requests.map(({ connection }) => connection)).toEqual([
      server.connections,
      server.connections,
    ]);
  });

  it.each<[string, DataStreamValidation]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['answers with a failure', () => Result.failure(new Error('no'))],
  ])('refuses with what a function of the caller %s', async (_how, validation) => {
    const events = await eventsOf(streamOf('/bytes/5').validate(validation).responseStream());
    expect(kindsOf(events)).toEqual(['complete']);
    expect(completionOf(events).error?.reason).toMatchObject({
      kind: 'customValidationFailed',
      error: { message: 'no' },
    });
  });

  it('is asked in its order, until one refuses, after the head was shown', async () => {
    const asked: string[] = [];
    const request = streamOf('/bytes/5')
      .validate(() => void asked.push('first'))
      .validate(() => Promise.resolve(asked.push('second')).then(() => undefined))
      .validate((urlRequest, response) => {
        asked.push(`third ${String(urlRequest?.method)} ${String(response.statusCode)}`);
        return Result.failure(new Error('no'));
      })
      .validate(() => void asked.push('fourth'));
    request.onHTTPResponse(() => void asked.push('head'));
    await eventsOf(request.responseStream());
    expect(asked).toEqual(['head', 'first', 'second', 'third GET 200']);
  });

  it('lets a good response through, and options that make no sense refuse', async () => {
    expect(await all(streamOf('/bytes/5').validate().responseStream())).toHaveLength(1);
    const senseless = streamOf('/bytes/5').validate({ statusCodes: 7 as never });
    expect(completionOf(await eventsOf(senseless.responseStream())).error?.kind).toBe(
      'responseValidationFailed',
    );
  });
});

describe('a stream that is retried', () => {
  it('hands over what the last attempt gave', async () => {
    const interceptor = new CountingInterceptor({
      adapt: (urlRequest, call) => (call === 1 ? urlRequest : new URLRequest(`${server.url}/bytes/1000`)),
      retry: once,
    });
    const request = streamOf('/status/401', { interceptor }).validate();
    const events = await eventsOf(request.responseStream());
    expect(kindsOf(events)).toEqual(['stream', 'complete']);
    expect(valuesOf(events)[0]).toHaveLength(1000);
    expect(completionOf(events)).toMatchObject({ response: { statusCode: 200 }, error: undefined });
    expect([request.retryCount, interceptor.retryCount]).toEqual([1, 1]);
  });

  it('is not once a value was handed over: the failure stands', async () => {
    const interceptor = new CountingInterceptor({ retry: () => RetryResult.retry });
    const request = streamOf('/truncated', { interceptor });
    const events = await eventsOf(request.responseStream());
    expect(kindsOf(events)).toEqual(['stream', 'complete']);
    expect(completionOf(events).error).toMatchObject({
      kind: 'sessionTaskFailed',
      code: 'networkConnectionLost',
    });
    expect([request.retryCount, interceptor.retryCount]).toEqual([0, 0]);
  });

  it('begins anew with what had come before there was a value', async () => {
    const interceptor = new CountingInterceptor({
      adapt: (urlRequest, call) => (call === 1 ? urlRequest : new URLRequest(`${server.url}/stream/2`)),
      retry: once,
    });
    const request = streamOf('/truncated', { interceptor });
    const lines = await all(request.responseStreamLines());
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ id: 0 }, { id: 1 }]);
    expect(interceptor.kinds).toEqual(['sessionTaskFailed']);
  });
});

describe('the requestModifier of a stream request', () => {
  const requestModifier = (calls: { count: number }) => (urlRequest: URLRequest) => {
    calls.count += 1;
    return urlRequest.with({ timeoutInterval: 1 });
  };

  it('can set its timeout, and is called once', async () => {
    const calls = { count: 0 };
    const request = streamOf('/never', { requestModifier: requestModifier(calls) });
    const events = await eventsOf(request.responseStream());
    expect(kindsOf(events)).toEqual(['complete']);
    expect(completionOf(events).error).toMatchObject({ kind: 'sessionTaskFailed', code: 'timedOut' });
    expect(calls.count).toBe(1);
  });

  it('is called again for a retry', async () => {
    const calls = { count: 0 };
    const asked = { count: 0 };
    const policy = new RetryPolicy({ retryLimit: 1, exponentialBackoffScale: 0 });
    const interceptor = {
      adapt: (urlRequest: URLRequest) => urlRequest,
      retry: (...args: Parameters<RetryPolicy['retry']>) => ((asked.count += 1), policy.retry(...args)),
    };
    const session = sessions.make({ interceptor });
    const request = session.streamRequest(`${server.url}/never`, { requestModifier: requestModifier(calls) });
    const events = await eventsOf(request.responseStream());
    expect(kindsOf(events)).toEqual(['complete']);
    expect(completionOf(events).error?.code).toBe('timedOut');
    expect([calls.count, asked.count]).toEqual([2, 2]);
  });
});
