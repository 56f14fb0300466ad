import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import {
  HTTPHeader,
  type Request,
  RetryPolicy,
  type Session,
  SessionError,
  type URLRequest,
} from 'rxsession';
import { z } from 'zod';
import { seededBytes } from '../../examples/server/seeded-bytes.js';
import { oneAfterTheOther } from '../support/convertibles.js';
import { CountingInterceptor, once } from '../support/counting-interceptor.js';
import { contentOf, named, useDownloadedFiles } from '../support/downloads.js';
import { ended, happened } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { listTemporaryFiles, temporaryFile } from '../support/temporary-files.js';

const server = useServer();
useDownloadedFiles();
const sessions = useSessions(server);
const ANYTHING = z.object({});

const invalidURL = (url: string): SessionError => new SessionError({ kind: 'invalidURL', url });

const failingFirst = (urlRequest: URLRequest, call: number): URLRequest => {
  if (call === 1) throw invalidURL('/adapt/error/1');
  const [name, value] = HTTPHeader.authorization({ username: 'user', password: 'password' });
  return urlRequest.with({ headers: urlRequest.headers.set(name, value) });
};

const failingSecond = (urlRequest: URLRequest, call: number): URLRequest => {
  if (call === 2) throw invalidURL('/adapt/error/2');
  return urlRequest;
};

async function expectNothingTracked(session: Session, { tasks }: Request<unknown>): Promise<void> {
  const active = await new Promise<ReadonlySet<unknown>>((resolve) => session.withAllRequests(resolve));
  expect(active.size).toBe(0);
  for (const task of tasks) expect(session.delegate.requestOf(task)).toBeUndefined();
}

describe('a download', () => {
  it('that is set up and never started has been adapted', async () => {
    const interceptor = new CountingInterceptor({
      adapt: (urlRequest) => urlRequest.with({ method: 'POST' }),
    });
    const own = new CountingInterceptor({
      adapt: (urlRequest) => urlRequest.with({ headers: urlRequest.headers.set('header', 'value') }),
    });
    const options = { requestSetup: 'eager', startRequestsImmediately: false, interceptor } as const;
    const session = sessions.make(options);
    const created = happened(session, 'requestDidCreateTask', 2);
    const requests = [undefined, own].map((interceptor) =>
      session.download(`${server.url}/get`, { interceptor }),
    );
    await created;
    expect([interceptor.adaptCount, own.adaptCount]).toEqual([2, 1]);
    expect(requests.map(({ task }) => task?.originalRequest.method)).toEqual(['POST', 'POST']);
    expect([...(requests[1]?.task?.originalRequest.headers ?? [])]).toHaveLength(1);
  });

  it('that could not be adapted at first is retried', async () => {
    const interceptor = new CountingInterceptor({ adapt: failingFirst, retry: once });
    const session = sessions.make({ interceptor });
    const to = named('answer.json', { removePreviousFile: true });
    const request = session.download(`${server.url}/basic-auth/user/password`, { to }).validate();
    expect(await firstValueFrom(request.responseDecodable(ANYTHING).result())).toMatchObject({
      kind: 'success',
    });
    expect([interceptor.adaptCount, interceptor.retryCount]).toEqual([2, 1]);
    await ended(request);
    await expectNothingTracked(session, request);
  });

  it('that is done again for its serializers, in vain, gives each the new failure once', async () => {
    const interceptor = new CountingInterceptor({ adapt: failingSecond, retry: once });
    const session = sessions.make({ interceptor });
    const request = session.download(`${server.url}/image/jpeg`, { to: named('a.jpg') }).validate();
    const handled: unknown[] = [];
    for (const response of [request.responseDecodable(ANYTHING), request.responseDecodable(ANYTHING)]) {
      response.subscribe(({ error }) => handled.push(error));
    }
    await ended(request);
    const failure = { kind: 'requestAdaptationFailed', underlyingError: invalidURL('/adapt/error/2') };
    expect(handled).toMatchObject([{ kind: failure.kind }, { kind: failure.kind }]);
    expect(handled).toMatchObject(Array(2).fill({ underlyingError: { url: '/adapt/error/2' } }));
    expect([interceptor.adaptCount, interceptor.retryCount, request.retryCount]).toEqual([2, 4, 1]);
    await expectNothingTracked(session, request);
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('has its requestModifier called for each attempt', async () => {
    const policy = new RetryPolicy({ retryLimit: 1, exponentialBackoffScale: 0 });
    const asked = { count: 0, modified: 0 };
    const interceptor = {
      adapt: (urlRequest: URLRequest) => urlRequest,
      retry: (...args: Parameters<RetryPolicy['retry']>) => ((asked.count += 1), policy.retry(...args)),
    };
    const requestModifier = (urlRequest: URLRequest): URLRequest => {
      asked.modified += 1;
      return urlRequest.with({ timeoutInterval: 1 });
    };
    const request = sessions.make({ interceptor }).download(`${server.url}/never`, { requestModifier });
    const { error } = await firstValueFrom(request.response());
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'timedOut' });
    expect(asked).toEqual({ count: 2, modified: 2 });
  });

  it('that was refused and is retried puts the good answer where it belongs, and that alone', async () => {
    const target = oneAfterTheOther([`${server.url}/status/503`], [`${server.url}/bytes/1000`]);
    const interceptor = new CountingInterceptor({ retry: once });
    const request = sessions
      .make({ interceptor })
      .download(target, { to: named('a.bin') })
      .validate();
    const { error, fileURL } = await firstValueFrom(request.response());
    expect([error, fileURL, request.retryCount]).toEqual([undefined, temporaryFile('a.bin'), 1]);
    expect(contentOf(fileURL)).toEqual(seededBytes(1000));
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('that is done again for its serializer replaces what it has put in its place itself', async () => {
    const target = oneAfterTheOther([`${server.url}/image/jpeg`], [`${server.url}/get`]);
    const interceptor = new CountingInterceptor({ retry: once });
    const request = sessions.make({ interceptor }).download(target, { to: named('a.json') });
    const { value, error } = await firstValueFrom(request.responseJSON());
    expect([error, value]).toMatchObject([undefined, { url: `${server.url}/get` }]);
    expect(request.retryCount).toBe(1);
  });
});
