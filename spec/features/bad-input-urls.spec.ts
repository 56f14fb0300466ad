import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, type Observable } from 'rxjs';
import { type DataResponse, type Session, type URLConvertible, URLRequest } from 'rxsession';
import { failureOf, onlyResponseOf, untyped } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

/** No URLs at all: there is no URLRequest that could hold them. */
const NO_URLS = ['', 'http://', 'https://[::1', 'http://a b.example/', 'http://example.com:99999/'];

/** URLs without anything to make them absolute. */
const RELATIVE = ['relative/path', '/absolute/path', '//example.com/path', '?query', 'example.com'];

/** URLs, but none that can be loaded. */
const NOT_LOADABLE = [
  'ftp://example.com/file',
  'ws://example.com/socket',
  'file:///etc/hostname',
  'data:text/plain,hello',
  'javascript:alert(1)',
  'mailto:ada@example.com',
  'about:blank',
  'httpx://example.com/',
];

type Ask = (session: Session, url: URLConvertible) => Observable<DataResponse<unknown>>;

const DOORS: readonly (readonly [door: string, ask: Ask])[] = [
  ['request', (session, url) => session.request(url)],
  ['upload', (session, url) => session.upload('text', url)],
];

describe.each(DOORS)('%s() with', (_door, ask) => {
  it.each(NO_URLS)('text that is no URL, %j, is an invalidURL that keeps the text', async (url) => {
    const response = await onlyResponseOf(ask(sessions.make(), url));
    expect(response.error).toMatchObject({ kind: 'invalidURL', urlConvertible: url });
    expect(response).toMatchObject({ request: undefined, response: undefined, data: undefined });
  });

  it.each(RELATIVE)('%j is an invalidURL that says it is relative', async (url) => {
    const error = await failureOf(ask(sessions.make(), url));
    expect(error).toMatchObject({ kind: 'invalidURL', urlConvertible: url });
    expect(error.message).toContain('is relative; set baseURL');
  });

  it.each(NOT_LOADABLE)('%j is refused as unsupportedURL', async (url) => {
    const error = await failureOf(ask(sessions.make(), url));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'unsupportedURL' });
  });

  it('a URL object of another scheme is refused as unsupportedURL', async () => {
    const error = await failureOf(ask(sessions.make(), new URL('ftp://example.com/file')));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'unsupportedURL' });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 17],
    ['an empty object', {}],
    ['a function', () => server.url],
    ['a convertible that answers text', { asURL: () => server.url }],
    ['a convertible that answers nothing', { asURL: () => undefined }],
    ['a convertible that answers later', { asURL: () => Promise.resolve(new URL(server.url)) }],
    ['a convertible that makes no URLRequest', { asURLRequest: () => undefined }],
    [
      'a convertible that makes a URLRequest later',
      { asURLRequest: () => Promise.resolve(new URLRequest(server.url)) },
    ],
  ])('%s instead of a URL makes no URLRequest', async (_what, target) => {
    const error = await failureOf(ask(sessions.make(), untyped(target)));
    expect(error).toMatchObject({ kind: 'createURLRequestFailed', cause: expect.any(TypeError) });
    expect(server.requests).toHaveLength(0);
  });

  it.each<[string, unknown]>([
    ['URL', { asURL: thrower('no URL today') }],
    ['URLRequest', { asURLRequest: thrower('no URL today') }],
  ])('a convertible that throws in the place of a %s makes no URLRequest', async (_what, target) => {
    const error = await failureOf(ask(sessions.make(), untyped(target)));
    expect(error).toMatchObject({ kind: 'createURLRequestFailed', cause: { message: 'no URL today' } });
  });
});

describe('a URL that cannot be loaded', () => {
  it('errors at the cold door, and nothing is thrown before that', async () => {
    const asked = sessions.make().get('');
    await expect(lastValueFrom(asked)).rejects.toMatchObject({ kind: 'invalidURL', urlConvertible: '' });
  });

  it('that an adapter answers is refused', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    request.adapt({ adapt: (urlRequest) => urlRequest.with({ url: 'ftp://example.com/' }) });
    expect(await failureOf(request)).toMatchObject({ kind: 'sessionTaskFailed', code: 'unsupportedURL' });
  });

  it('that a redirect leads to is refused', async () => {
    const request = sessions.make().request(`${server.url}/redirect-to?url=file%3A%2F%2F%2Fetc%2Fhostname`);
    expect(await failureOf(request)).toMatchObject({ kind: 'sessionTaskFailed', code: 'unsupportedURL' });
  });

  it('fails each of those who listen, once', async () => {
    const request = sessions.make().request('');
    const failures = await Promise.all(
      [request, request.responseString(), request.responseJSON()].map(failureOf),
    );
    expect(failures.map(({ kind }) => kind)).toEqual(['invalidURL', 'invalidURL', 'invalidURL']);
  });
});

function thrower(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}
