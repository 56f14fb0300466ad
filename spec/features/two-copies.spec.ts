import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type * as Library from 'rxsession';
import { HTTPHeaders, isTimeout, MultipartFormData, SessionError, URLRequest } from 'rxsession';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
let other: typeof Library;

beforeAll(async () => {
  jest.resetModules();
  other = await import('rxsession');
});

interface Echo {
  readonly headers: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
}

describe('two copies of the package', () => {
  it('are two: a class of one is not that of the other', () => {
    expect(other.URLRequest).not.toBe(URLRequest);
  });

  it('send the URLRequest of the other', async () => {
    const request = new other.URLRequest(`${server.url}/headers`, { headers: { 'X-Copy': '2' } });
    expect(request).toBeInstanceOf(URLRequest);
    const { headers } = await sessions.make().request(request).serializingJSON<Echo>().value;
    expect(headers).toMatchObject({ 'x-copy': '2' });
  });

  it('take the URLRequest and the headers of the other from an adapter', async () => {
    const interceptor = {
      adapt: (request: URLRequest) =>
        new other.URLRequest(request.url, {
          headers: new other.HTTPHeaders([['X-Copy', '2']]),
        }),
    };
    const echo = await sessions
      .make()
      .request(`${server.url}/headers`, { interceptor })
      .serializingJSON<Echo>().value;
    expect(echo.headers).toMatchObject({ 'x-copy': '2' });
  });

  it('take headers of the other, repeated ones kept apart', () => {
    const theirs = other.HTTPHeaders.received([
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ]);
    expect(theirs).toBeInstanceOf(HTTPHeaders);
    expect(HTTPHeaders.from(theirs).values('set-cookie')).toEqual(['a=1', 'b=2']);
    expect(new HTTPHeaders({ A: '1' }).merging(HTTPHeaders.from(theirs)).size).toBe(2);
  });

  it('upload the form of the other, also inside a form', async () => {
    const theirs = new other.MultipartFormData().append('Ada', {
      name: 'name',
    });
    expect(theirs).toBeInstanceOf(MultipartFormData);
    const { form } = await sessions.make().upload(theirs, `${server.url}/post`).serializingJSON<Echo>().value;
    expect(form).toEqual({ name: 'Ada' });
    const outer = new MultipartFormData().append(theirs, { name: 'inner' });
    expect(new TextDecoder().decode(await outer.encode())).toContain('Ada');
  });

  it('know the errors of the other', () => {
    const theirs: unknown = new other.SessionError({ kind: 'sessionTaskFailed', code: 'timedOut' });
    expect(theirs).toBeInstanceOf(SessionError);
    expect(isTimeout(theirs)).toBe(true);
    expect(new SessionError({ kind: 'sessionInvalidated' })).toBeInstanceOf(other.SessionError);
  });

  it.each([undefined, null, 17, 'text', {}, new Error('other'), new Map()])(
    'take %p for nothing of theirs',
    (value) => {
      for (const type of [URLRequest, HTTPHeaders, MultipartFormData, SessionError])
        expect(value).not.toBeInstanceOf(type);
    },
  );
});
