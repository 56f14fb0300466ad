import { describe, expect, it } from '@jest/globals';
import { delay, EMPTY, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import {
  type DataRequest,
  type RedirectAnswer,
  type RedirectHandler,
  Redirector,
  URLRequest,
} from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { ended, happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

function redirected(redirect: RedirectHandler['redirect'], to = '/get'): DataRequest {
  return sessions.make().request(`${server.url}/redirect-to?url=${to}`).redirect(Redirector.modify(redirect));
}

describe('a redirect handler', () => {
  it('is asked about each hop, with the task, the request to come and the response', async () => {
    const asked: unknown[] = [];
    const request = sessions
      .make()
      .request(`${server.url}/redirect/3`)
      .redirect({
        redirect: (task, newRequest, { statusCode, url }) => {
          asked.push([task === request.task, String(newRequest), statusCode, url]);
          return newRequest;
        },
      });
    await request.serializingData().value;
    const at = (path: string): string => server.url + path;
    expect(asked).toEqual([
      [true, `GET ${at('/redirect/2')}`, 302, at('/redirect/3')],
      [true, `GET ${at('/redirect/1')}`, 302, at('/redirect/2')],
      [true, `GET ${at('/get')}`, 302, at('/redirect/1')],
    ]);
  });

  it.each<[string, (newRequest: URLRequest) => ReturnType<RedirectHandler['redirect']>]>([
    ['a promise', (newRequest) => Promise.resolve(newRequest)],
    ['an Observable', (newRequest) => of(newRequest)],
    ['an Observable that takes its time', (newRequest) => of(newRequest).pipe(delay(1))],
  ])('may answer by %s', async (_what, answer) => {
    const request = redirected((_task, newRequest) =>
      answer(newRequest.with({ headers: newRequest.headers.set('X-Hop', '1') })),
    );
    expect((await request.serializingJSON<Echo>().value).headers).toMatchObject({ 'x-hop': '1' });
  });

  it.each<[string, ReturnType<RedirectHandler['redirect']>]>([
    ['nothing', undefined],
    ['null', null],
    ['a promise of nothing', Promise.resolve(undefined)],
    ['an Observable of nothing', of(undefined)],
  ])('that answers with %s does not follow', async (_what, answer) => {
    const { response } = await redirected(() => answer).serializingData().response;
    expect(response?.statusCode).toBe(302);
    expect(server.requestsTo('/get')).toHaveLength(0);
  });

  const OOPS = new Error('not there');

  it.each<[string, RedirectHandler['redirect']]>([
    ['throws', () => raise(OOPS)],
    ['rejects', () => Promise.reject(OOPS)],
    ['errors', () => throwError(() => OOPS)],
  ])('that %s ends the request with its error as the cause', async (_how, redirect) => {
    const { error } = await redirected(redirect).serializingData().response;
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'badRedirect', cause: OOPS });
  });

  it.each<[string, unknown]>([
    ['text', 'https://example.com/'],
    ['an object that is no URLRequest', { url: 'https://example.com/', headers: [] }],
    ['a number', 17],
  ])('that answers with %s ends the request', async (_what, answer) => {
    const { error } = await redirected(() => answer as RedirectAnswer).serializingData().response;
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'badRedirect' });
  });

  it('that answers with an invalid request ends the request', async () => {
    const invalid = new URLRequest(`${server.url}/get`, { body: 'invalid' });
    const { error } = await redirected(() => invalid).serializingData().response;
    expect(error).toMatchObject({ kind: 'urlRequestValidationFailed' });
    expect(server.requestsTo('/get')).toHaveLength(0);
  });

  it('that completes without an answer ends the request', async () => {
    const { error } = await redirected(() => EMPTY).serializingData().response;
    expect(error?.code).toBe('badRedirect');
  });

  it('that leads to another scheme is not followed there', async () => {
    const { error } = await redirected(() => new URLRequest('ftp://example.com/')).serializingData().response;
    expect(error?.code).toBe('unsupportedURL');
  });

  it('added while the request is running counts from the next redirect on', async () => {
    const request = sessions.make().request(`${server.url}/redirect/2`);
    request.redirect({
      redirect: (_task, newRequest) => {
        request.redirect(Redirector.doNotFollow);
        return newRequest;
      },
    });
    const { response } = await request.serializingData().response;
    expect(response).toMatchObject({ url: `${server.url}/redirect/1`, statusCode: 302 });
  });
});

describe('a redirect handler that never answers', () => {
  it('ends with a cancellation, and is not listened to any more', async () => {
    let isLeft = false;
    const session = sessions.make();
    const asked = happened(session, 'taskWillPerformHTTPRedirection');
    const request = session.request(`${server.url}/redirect/1`).redirect({
      redirect: () => new Observable(() => () => (isLeft = true)),
    });
    const { response } = request.serializingData();
    await asked;
    request.cancel();
    expect((await response).error?.kind).toBe('explicitlyCancelled');
    expect([isLeft, server.requestsTo('/get').length]).toEqual([true, 0]);
  });

  it('ends when the only listener leaves', async () => {
    const session = sessions.make();
    const asked = happened(session, 'taskWillPerformHTTPRedirection');
    const request = session.request(`${server.url}/redirect/1`).redirect({ redirect: () => NEVER });
    const listening = request.response().subscribe();
    await asked;
    listening.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
  });

  it('in time is not heard after the request has timed out', async () => {
    const answer = new Subject<URLRequest>();
    const session = sessions.make({ configuration: { timeoutIntervalForResource: 50 } });
    const request = session.request(`${server.url}/redirect/1`).redirect({ redirect: () => answer });
    expect((await request.serializingData().response).error?.code).toBe('timedOut');
    expect(answer.observed).toBe(false);
    answer.next(new URLRequest(`${server.url}/get`));
    await turns();
    expect(server.requestsTo('/get')).toHaveLength(0);
  });
});

function raise(error: Error): never {
  throw error;
}
