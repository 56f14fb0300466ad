import { describe, expect, it } from '@jest/globals';
import {
  type HTTPHeadersInit,
  Redirector,
  type RedirectHandler,
  type Session,
  type SessionConfigurationInit,
  URLRequest,
} from 'rxsession';
import type { SeenRequest } from '../../examples/server/seen-request.js';
import { useServers } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const [home, abroad] = useServers(2);
const sessions = useSessions(home, abroad);

const SECRETS = {
  Authorization: 'Bearer token',
  Cookie: 'session=17',
  'Proxy-Authorization': 'Basic cHJveHk6c2VjcmV0',
};

const to = (origin: string, target: string): string =>
  `${origin}/redirect-to?url=${encodeURIComponent(target)}`;

/** From home to another origin. */
const going = (): string => to(home.url, `${abroad.url}/get`);

/** From home to another origin, and home again. */
const goingAndReturning = (): string => to(home.url, to(abroad.url, `${home.url}/headers`));

interface Journey {
  readonly headers?: HTTPHeadersInit;
  readonly configuration?: SessionConfigurationInit;
  readonly handler?: RedirectHandler;
}

async function travel(url: string, { headers, configuration = {}, handler }: Journey): Promise<void> {
  const session = sessions.make({ configuration });
  const request = session.request(url, { headers });
  if (handler !== undefined) request.redirect(handler);
  const { error, response } = await request.serializingData().response;
  expect([error, response?.statusCode]).toEqual([undefined, 200]);
}

/** The headers of the last request to a path, but for those of every client. */
function arrived(requests: readonly SeenRequest[]): Record<string, unknown> {
  const usual = ['host', 'connection', 'accept', 'accept-encoding', 'accept-language', 'user-agent'];
  const headers = Object.entries(requests.at(-1)?.headers ?? {});
  return Object.fromEntries(headers.filter(([name]) => !usual.includes(name)));
}

describe('a redirect to another origin', () => {
  it.each(Object.entries(SECRETS))('does not take %s there', async (name, value) => {
    await travel(going(), { headers: { [name]: value, 'X-Plain': 'kept' } });
    expect(arrived(home.requests)).toHaveProperty(name.toLowerCase(), value);
    expect(arrived(abroad.requests)).toEqual({ 'x-plain': 'kept' });
  });

  it('does not take secrets of the session there', async () => {
    await travel(going(), { configuration: { headers: { ...SECRETS, 'X-Plain': 'kept' } } });
    expect(arrived(home.requests)).toMatchObject({ authorization: 'Bearer token', cookie: 'session=17' });
    expect(arrived(abroad.requests)).toEqual({ 'x-plain': 'kept' });
  });

  it('does not take what the session has declared secret there', async () => {
    const configuration = { headers: { 'X-API-Key': 'session' }, secretHeaders: ['x-api-key', 'X-Tenant'] };
    await travel(going(), { configuration, headers: { 'X-TENANT': 'ann' } });
    expect(arrived(home.requests)).toEqual({ 'x-api-key': 'session', 'x-tenant': 'ann' });
    expect(arrived(abroad.requests)).toEqual({});
  });

  it('does not take Host, Origin and Referer there', async () => {
    await travel(going(), { headers: { Origin: home.url, Referer: `${home.url}/page` } });
    expect(arrived(abroad.requests)).toEqual({});
    expect(abroad.requests[0]?.headers.host).toBe(new URL(abroad.url).host);
  });

  it('does not bring secrets back when it leads home again', async () => {
    const configuration = { headers: { 'X-API-Key': 'session', ...SECRETS }, secretHeaders: ['X-API-Key'] };
    await travel(goingAndReturning(), { configuration, headers: { 'X-Plain': 'kept' } });
    expect(arrived(home.requestsTo('/headers'))).toEqual({ 'x-plain': 'kept' });
  });

  it('takes no user and password there', async () => {
    const handed: string[] = [];
    const handler = Redirector.modify((_task, newRequest) => (handed.push(newRequest.url), newRequest));
    const withPassword = abroad.url.replace('//', '//ann:secret@');
    await travel(to(home.url, `${withPassword}/get`), { handler });
    expect(handed).toEqual([`${abroad.url}/get`]);
    expect(arrived(abroad.requests)).toEqual({});
  });
});

describe('a redirect within an origin', () => {
  it('keeps user and password of the URL, which go no further', async () => {
    const withPassword = home.url.replace('//', '//ann:secret@');
    await travel(to(withPassword, `/redirect-to?url=${encodeURIComponent(`${abroad.url}/get`)}`), {});
    const credentials = `Basic ${btoa('ann:secret')}`;
    expect(home.requests.map(({ headers }) => headers.authorization)).toEqual([credentials, credentials]);
    expect(arrived(abroad.requests)).toEqual({});
  });

  it('keeps everything', async () => {
    const configuration = { headers: { 'X-API-Key': 'session' }, secretHeaders: ['X-API-Key'] };
    await travel(`${home.url}/redirect/2`, { configuration, headers: { ...SECRETS, Referer: home.url } });
    expect(arrived(home.requestsTo('/get'))).toEqual({
      'x-api-key': 'session',
      authorization: 'Bearer token',
      cookie: 'session=17',
      'proxy-authorization': SECRETS['Proxy-Authorization'],
      referer: home.url,
    });
  });
});

describe('a redirect handler', () => {
  it('is shown the request without secrets where it leads to another origin', async () => {
    const shown: (string | undefined)[] = [];
    const handler = Redirector.modify((_task, newRequest) => {
      shown.push(newRequest.headers.get('Authorization'));
      return newRequest;
    });
    await travel(to(home.url, to(home.url, `${abroad.url}/get`)), { headers: SECRETS, handler });
    expect(shown).toEqual(['Bearer token', undefined]);
  });

  it('that moves a request to another origin takes no secrets along', async () => {
    const handler = Redirector.modify((_task, newRequest) => newRequest.with({ url: `${abroad.url}/get` }));
    await travel(`${home.url}/redirect/1`, { configuration: { headers: SECRETS }, handler });
    expect(arrived(abroad.requests)).toEqual({});
  });

  it('that moves a URL to another origin takes no user and password along', async () => {
    const handler = Redirector.modify((_task, newRequest) => {
      const url = Object.assign(new URL(newRequest.url), { host: new URL(abroad.url).host });
      return newRequest.with({ url });
    });
    await travel(to(home.url.replace('//', '//ann:secret@'), '/get'), { handler });
    expect(arrived(abroad.requests)).toEqual({});
  });

  it('that makes a request anew for another origin has no secrets of the session joined', async () => {
    const configuration = { headers: { ...SECRETS, 'X-Plain': 'kept' } };
    const handler = Redirector.modify(() => new URLRequest(`${abroad.url}/get`));
    await travel(`${home.url}/redirect/1`, { configuration, handler });
    expect(arrived(abroad.requests)).toEqual({ 'x-plain': 'kept' });
  });

  it('that makes a request anew within the origin has the headers of the session joined', async () => {
    const handler = Redirector.modify(() => new URLRequest(`${home.url}/headers`));
    await travel(`${home.url}/redirect/1`, {
      configuration: { headers: { Authorization: 'Bearer token' } },
      handler,
    });
    expect(arrived(home.requestsTo('/headers'))).toEqual({ authorization: 'Bearer token' });
  });

  it('that changes each request does not bring the secrets of the session back', async () => {
    const handler = Redirector.modify((_task, newRequest) =>
      newRequest.with({ headers: newRequest.headers.set('X-Hop', 'yes') }),
    );
    await travel(goingAndReturning(), { configuration: { headers: SECRETS }, handler });
    expect(arrived(abroad.requests)).toEqual({ 'x-hop': 'yes' });
    expect(arrived(home.requestsTo('/headers'))).toEqual({ 'x-hop': 'yes' });
  });

  it('may give another origin a secret knowingly', async () => {
    const handler = Redirector.modify((_task, newRequest) =>
      newRequest.with({ headers: newRequest.headers.set('Authorization', 'Bearer other') }),
    );
    await travel(going(), { headers: SECRETS, handler });
    expect(arrived(abroad.requests)).toEqual({ authorization: 'Bearer other' });
  });
});

describe('an error about a redirect', () => {
  it.each([
    ['too many hops', '/get?token=secret', 0],
    ['a target that is not http', 'ftp://ann:secret@127.0.0.1/?token=secret', 20],
    ['a target that is no URL', 'http://ann:secret@[?token=secret', 20],
  ])('holds no secret of %s', async (_what, target, maximumRedirects) => {
    const session = sessions.make({
      configuration: { maximumRedirects, headers: { Authorization: 'Bearer secret' } },
    });
    const { error } = await session.request(to(home.url, target)).serializingData().response;
    expect(error?.kind).toBe('sessionTaskFailed');
    expect(inAllDepth(error)).not.toContain('secret');
  });

  it('in a circle names its URLs without query and password', async () => {
    const origin = home.url.replace('//', '//ann:secret@');
    const self = `${origin}/redirect-to?token=secret`;
    const session: Session = sessions.make({ configuration: { maximumRedirects: 3 } });
    const request = session.request(self).redirect(Redirector.modify(() => new URLRequest(self)));
    const { error } = await request.serializingData().response;
    expect(error?.message).toContain(`${home.url}/redirect-to?… → ${home.url}/redirect-to?…`);
    expect(inAllDepth(error)).not.toContain('secret');
  });

  function inAllDepth(error: unknown): string {
    const { message, cause } = error as Error;
    return `${message} ${JSON.stringify(error)} ${cause === undefined ? '' : inAllDepth(cause)}`;
  }
});
