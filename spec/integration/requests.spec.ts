import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, forkJoin, lastValueFrom } from 'rxjs';
import { HTTPHeaders } from 'rxsession';
import { useHttpbin, type Echo } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const httpbin = useHttpbin();
const sessions = useSessions();

describe('a request to httpbin', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'])(
    'is sent with the method %s',
    async (method) => {
      const request = sessions.make().request(`${httpbin.url}/anything/here`, { method });
      const { method: arrived, url } = await request.validate().serializingJSON<Echo>().value;
      expect([arrived, url]).toEqual([method, `${httpbin.url}/anything/here`]);
    },
  );

  it.each(['post', 'put', 'patch'] as const)('is sent by the verb %s with its body', async (verb) => {
    const echo = await firstValueFrom(sessions.make()[verb]<Echo>(`${httpbin.url}/${verb}`, { verb }));
    expect(echo.json).toEqual({ verb });
  });

  it('is sent by the verb delete', async () => {
    const echo = await firstValueFrom(sessions.make().delete<Echo>(`${httpbin.url}/delete?id=1`));
    expect(echo.args).toEqual({ id: '1' });
  });

  it('has no body in the answer to a HEAD, and all of its head', async () => {
    const request = sessions.make().request(`${httpbin.url}/image/png`, { method: 'HEAD' }).validate();
    const { response, data, error } = await firstValueFrom(request.response());
    expect([data, error]).toEqual([undefined, undefined]);
    expect([response?.statusCode, response?.mimeType]).toEqual([200, 'image/png']);
    expect(response?.expectedContentLength).toBeGreaterThan(0);
  });

  it('takes an empty answer to a HEAD for an empty value', async () => {
    const head = sessions.make().head(`${httpbin.url}/get`, { decode: 'data' });
    expect(await firstValueFrom(head)).toEqual(new Uint8Array());
  });

  it('describes itself with the status that came', async () => {
    const request = sessions.make().request(`${httpbin.url}/get`);
    await lastValueFrom(request.response());
    expect(String(request)).toBe(`GET ${httpbin.url}/get (200)`);
  });

  it('asks for the path as it is written', async () => {
    const path = '/anything/caf%C3%A9/a%2Fb';
    const { url } = await firstValueFrom(sessions.make().get<Echo>(httpbin.url + path));
    expect(decodeURIComponent(new URL(url).pathname)).toBe('/anything/café/a/b');
  });

  it('gets its own answer among many at the same time', async () => {
    const session = sessions.make();
    const numbers = Array.from({ length: 40 }, (_, index) => String(index));
    const gets = numbers.map((n) => session.get<Echo>(`${httpbin.url}/get`, { parameters: { n } }));
    const echoes = await firstValueFrom(forkJoin(gets));
    expect(echoes.map(({ args }) => args['n'])).toEqual(numbers);
  });

  it('uses the connection of the one before', async () => {
    const session = sessions.make();
    const get = () => session.request(`${httpbin.url}/get`).serializingData().response;
    const reused = [await get(), await get()].map(
      ({ metrics }) => metrics?.transactions[0]?.isReusedConnection,
    );
    expect(reused).toEqual([false, true]);
  });
});

describe('the headers that httpbin is sent', () => {
  const headersOf = async (request: Promise<Echo>): Promise<HTTPHeaders> =>
    new HTTPHeaders((await request).headers);

  it('are those of the default configuration', async () => {
    const headers = await headersOf(firstValueFrom(sessions.make().get<Echo>(`${httpbin.url}/headers`)));
    expect(headers.get('User-Agent')).toMatch(/^rxsession\/\d/);
    expect(headers.get('Accept-Encoding')).toContain('br;q=');
    expect(headers.get('Accept-Language')).toMatch(/;q=1\.0/);
  });

  it('are those of the configuration', async () => {
    const headers = HTTPHeaders.default.set('Authorization', 'Bearer 123456');
    const session = sessions.make({ configuration: { headers } });
    const { value } = session.request(`${httpbin.url}/get`).serializingJSON<Echo>();
    expect((await value).headers['Authorization']).toBe('Bearer 123456');
  });

  it('are those of the request where the session has the same', async () => {
    const session = sessions.make({ configuration: { headers: { 'Accept-Language': 'en-US', 'X-A': 'a' } } });
    const request = session.request(`${httpbin.url}/headers`, { headers: { 'accept-language': 'en-GB' } });
    const headers = await headersOf(request.serializingJSON<Echo>().value);
    expect([headers.get('Accept-Language'), headers.get('X-A')]).toEqual(['en-GB', 'a']);
  });

  it('can be made of an answer that came before', async () => {
    const session = sessions.make();
    const { origin } = await firstValueFrom(session.get<Echo>(`${httpbin.url}/get`));
    const options = { headers: { 'X-Custom': `from ${origin}` } };
    const headers = await headersOf(firstValueFrom(session.get<Echo>(`${httpbin.url}/get`, options)));
    expect(headers.get('X-Custom')).toBe('from 127.0.0.1');
  });

  it('are what a requestModifier makes of them', async () => {
    const request = sessions.make().request(`${httpbin.url}/headers`, {
      requestModifier: (urlRequest) => urlRequest.with({ headers: urlRequest.headers.set('X-Late', 'yes') }),
    });
    expect((await headersOf(request.serializingJSON<Echo>().value)).get('X-Late')).toBe('yes');
  });
});

describe('the headers that httpbin sends', () => {
  it('are read whatever their spelling', async () => {
    const request = sessions.make().request(`${httpbin.url}/response-headers?X-Custom-Header=custom`);
    const { response } = await firstValueFrom(request.response());
    expect(response?.headers.get('x-cUSTOM-header')).toBe('custom');
  });

  it('are kept apart where one comes several times', async () => {
    const query = 'Set-Cookie=a%3D1%3B%20Path%3D%2F&Set-Cookie=b%3D2';
    const request = sessions.make().request(`${httpbin.url}/response-headers?${query}`);
    const { response } = await firstValueFrom(request.response());
    expect(response?.headers.values('Set-Cookie')).toEqual(['a=1; Path=/', 'b=2']);
  });

  it('tell length, type and version of the response', async () => {
    const request = sessions.make().request(`${httpbin.url}/bytes/2048`);
    const { response } = await firstValueFrom(request.response());
    const { httpVersion, expectedContentLength, mimeType } = response ?? {};
    expect([httpVersion, expectedContentLength, mimeType]).toEqual(['1.1', 2048, 'application/octet-stream']);
  });
});
