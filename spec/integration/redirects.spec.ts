import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import {
  Redirector,
  type DataRequest,
  type RedirectHandler,
  type RequestOptions,
  type SessionOptions,
} from 'rxsession';
import { useHttpbin, type Echo } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const httpbin = useHttpbin();
const sessions = useSessions();

function get(path: string, options: SessionOptions & RequestOptions = {}): DataRequest {
  const { configuration, redirectHandler, ...ofRequest } = options;
  const ofSession = { ...(configuration && { configuration }), ...(redirectHandler && { redirectHandler }) };
  return sessions.make(ofSession).request(httpbin.url + path, ofRequest);
}

/** A path whose answer redirects to another. */
function redirectTo(path: string, status = 302): string {
  return `/redirect-to?status_code=${status}&url=${encodeURIComponent(path)}`;
}

/** Where a request has arrived, from the root of httpbin. */
async function arrival(request: DataRequest): Promise<unknown[]> {
  const { response, data, error } = await firstValueFrom(request.response());
  const path = response?.url.replace(httpbin.url, '');
  return [response?.statusCode, path, data === undefined ? 'no data' : 'data', error?.code];
}

const FOLLOWED = [200, '/get', 'data', undefined];
/** With the little page that explains it. */
const NOT_FOLLOWED = [302, '/redirect/1', 'data', undefined];

describe('a redirect of httpbin', () => {
  it.each([
    redirectTo('/get'),
    '/redirect/5',
    redirectTo('/get', 307),
    redirectTo('/get', 301),
    redirectTo('/get', 303),
    redirectTo('/get', 308),
    '/relative-redirect/3',
    '/absolute-redirect/3',
    redirectTo('get'),
    redirectTo('./status/../get'),
  ])('is followed from %s', async (path) => {
    expect(await arrival(get(path))).toEqual(FOLLOWED);
  });

  it('keeps the fragment of the URL that was asked', async () => {
    expect((await arrival(get('/redirect/2#part')))[1]).toBe('/get#part');
  });

  it('counts as one transaction each in the metrics', async () => {
    const { metrics } = await firstValueFrom(get('/redirect/5').response());
    const statusCodes = metrics?.transactions.map(({ response }) => response?.statusCode);
    expect(statusCodes).toEqual([302, 302, 302, 302, 302, 200]);
    expect(metrics?.redirectCount).toBe(5);
  });

  it('shows what is delivered in the task, and each hop to a monitor', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.request(`${httpbin.url}/relative-redirect/2`);
    await firstValueFrom(request.response());
    const hops = recording.events.filter(({ type }) => type === 'taskWillPerformHTTPRedirection');
    expect(hops).toHaveLength(2);
    expect(request.tasks.map(({ currentRequest }) => currentRequest.url)).toEqual([`${httpbin.url}/get`]);
  });

  it.each([304, 300])('is none when the status is %i', async (status) => {
    const { response, error } = await firstValueFrom(get(redirectTo('/get', status)).response());
    expect([response?.statusCode, error]).toEqual([status, undefined]);
  });
});

describe('the method and body after a redirect of httpbin', () => {
  it.each([
    ['POST', 301, 'GET', ''],
    ['POST', 302, 'GET', ''],
    ['POST', 303, 'GET', ''],
    ['POST', 307, 'POST', '{"n":1}'],
    ['POST', 308, 'POST', '{"n":1}'],
    ['PUT', 302, 'PUT', '{"n":1}'],
    ['PUT', 303, 'GET', ''],
    ['PATCH', 307, 'PATCH', '{"n":1}'],
  ] as const)('of %s %i are %s with %j', async (method, status, expected, body) => {
    const verb = method.toLowerCase() as 'post' | 'put' | 'patch';
    const url = httpbin.url + redirectTo('/anything', status);
    const echo = await firstValueFrom(sessions.make()[verb]<Echo>(url, { n: 1 }));
    expect([echo.method, echo.data]).toEqual([expected, body]);
    expect(echo.headers['Content-Type']).toBe(body === '' ? undefined : 'application/json');
  });

  it.each([undefined, 0])('are those of a form that is sent again (threshold %s)', async (usingThreshold) => {
    const url = httpbin.url + redirectTo('/post', 307);
    const upload = sessions
      .make()
      .upload((form) => void form.append('again', { name: 'sent' }), url, { usingThreshold });
    expect((await upload.validate().serializingJSON<Echo>().value).form).toEqual({ sent: 'again' });
  });

  it('cannot be those of a stream that is used up', async () => {
    const body = new Blob(['once']).stream();
    const upload = sessions.make().upload(body, httpbin.url + redirectTo('/post', 307));
    const { error } = await firstValueFrom(upload.response());
    expect(error?.code).toBe('requestBodyStreamExhausted');
  });
});

describe('a redirect handler', () => {
  const toPatch = Redirector.modify((_task, newRequest) =>
    newRequest.with({ url: `${httpbin.url}/patch`, method: 'PATCH' }),
  );

  it('of the request takes the redirect as the response', async () => {
    expect(await arrival(get('/redirect/1').redirect(Redirector.doNotFollow))).toEqual(NOT_FOLLOWED);
    const request = get(redirectTo('/get')).redirect(Redirector.doNotFollow);
    expect(await arrival(request)).toEqual([302, redirectTo('/get'), 'no data', undefined]);
  });

  it('of the request goes elsewhere', async () => {
    const arrived = await arrival(get(redirectTo('/get')).redirect(toPatch));
    expect(arrived).toEqual([200, '/patch', 'data', undefined]);
  });

  it.each<[string, RedirectHandler, unknown[]]>([
    ['follows', Redirector.follow, FOLLOWED],
    ['takes the redirect', Redirector.doNotFollow, NOT_FOLLOWED],
    ['goes elsewhere', toPatch, [200, '/patch', 'data', undefined]],
  ])('of the session %s', async (_, redirectHandler, arrived) => {
    expect(await arrival(get('/redirect/1', { redirectHandler }))).toEqual(arrived);
  });

  it('of the request goes before that of the session', async () => {
    const request = get('/redirect/1', { redirectHandler: Redirector.doNotFollow });
    expect(await arrival(request.redirect(Redirector.follow))).toEqual(FOLLOWED);
  });

  it('sees the response and the request of each hop', async () => {
    const seen: unknown[] = [];
    const watching = Redirector.modify((task, newRequest, response) => {
      seen.push([task.currentRequest.url, response.statusCode, newRequest.url]);
      return Promise.resolve(newRequest);
    });
    await arrival(get('/relative-redirect/2').redirect(watching));
    const [two, one, end] = ['/relative-redirect/2', '/relative-redirect/1', '/get'].map(
      (p) => httpbin.url + p,
    );
    expect(seen).toEqual([
      [two, 302, one],
      [one, 302, end],
    ]);
  });

  it('that throws ends the request', async () => {
    const failing = Redirector.modify(() => {
      throw new Error('no way');
    });
    const { error } = await firstValueFrom(get('/redirect/1').redirect(failing).response());
    expect([error?.code, error?.underlyingError]).toEqual(['badRedirect', new Error('no way')]);
  });
});

describe('redirects without an end', () => {
  it('are followed twenty times', async () => {
    expect(await arrival(get('/relative-redirect/20'))).toEqual(FOLLOWED);
    expect((await arrival(get('/relative-redirect/21')))[3]).toBe('httpTooManyRedirects');
  });

  it('are followed as often as the configuration says', async () => {
    const configuration = { maximumRedirects: 2 };
    expect(await arrival(get('/redirect/2', { configuration }))).toEqual(FOLLOWED);
    expect((await arrival(get('/redirect/3', { configuration })))[3]).toBe('httpTooManyRedirects');
  });

  it('in a circle have it named', async () => {
    const circling = Redirector.modify((_, newRequest) =>
      newRequest.with({ url: `${httpbin.url}/redirect/1` }),
    );
    const request = get('/redirect/1?token=secret', { configuration: { maximumRedirects: 3 } });
    const { error } = await firstValueFrom(request.redirect(circling).response());
    expect(error?.message).toContain(`in a circle: ${httpbin.url}/redirect/1 → ${httpbin.url}/redirect/1`);
    expect(error?.message).not.toContain('secret');
  });

  it.each(['ftp://127.0.0.1/file', 'mailto:someone@example.com', 'javascript:alert(1)'])(
    'to %s are not followed',
    async (url) => {
      expect((await arrival(get(redirectTo(url))))[3]).toBe('unsupportedURL');
    },
  );

  it('to nowhere are a bad redirect', async () => {
    expect((await arrival(get(redirectTo('http://[no-host'))))[3]).toBe('badRedirect');
  });
});
