import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { firstValueFrom } from 'rxjs';
import { HTTPHeaders, Redirector, type Session } from 'rxsession';
import { useHttpbin, type Echo } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const here = useHttpbin();
const there = useHttpbin();
const sessions = useSessions();

const SECRET = { Authorization: 'Bearer s3cret', Cookie: 'id=s3cret', 'X-API-Key': 's3cret' };
const headers = { ...SECRET, 'X-Harmless': 'harmless' };
const secretHeaders = ['x-api-key'];

/** The same httpbin under another name, which is another origin. */
const named = (url: string): string => url.replace('127.0.0.1', 'localhost');

/** A URL that redirects to all of these, one after the other. */
function route(...urls: [string, ...string[]]): string {
  const [first, ...rest] = urls.reverse();
  return rest.reduce((to, from) => `${from}/redirect-to?url=${encodeURIComponent(to)}`, `${first}/headers`);
}

/** The secrets and the harmless field that arrived at the end of a route. */
async function arrived(
  session: Session,
  url: string,
  fields: Record<string, string> = headers,
): Promise<string[]> {
  const echo = await firstValueFrom(session.get<Echo>(url, { headers: fields }));
  const received = new HTTPHeaders(echo.headers);
  return Object.keys(headers).filter((name) => received.has(name));
}

describe('secrets on the way through httpbin', () => {
  it('stay within one origin', async () => {
    const session = sessions.make({ configuration: { secretHeaders } });
    expect(await arrived(session, route(here.url, here.url, here.url))).toEqual(Object.keys(headers));
  });

  it.each([
    ['port', () => route(here.url, there.url)],
    ['host name', () => route(here.url, named(here.url))],
    ['port, and back', () => route(here.url, there.url, here.url)],
    ['port after a hop at home', () => route(here.url, here.url, there.url)],
  ])('do not arrive at another %s', async (_, url) => {
    const session = sessions.make({ configuration: { secretHeaders } });
    expect(await arrived(session, url())).toEqual(['X-Harmless']);
  });

  it('do not arrive at another origin by 307 with the body', async () => {
    const url = `${here.url}/redirect-to?status_code=307&url=${encodeURIComponent(`${there.url}/post`)}`;
    const session = sessions.make({ configuration: { secretHeaders } });
    const echo = await firstValueFrom(session.post<Echo>(url, { n: 1 }, { headers }));
    expect([echo.json, echo.headers['Host']]).toEqual([{ n: 1 }, new URL(there.url).host]);
    expect(JSON.stringify(echo.headers)).not.toContain('s3cret');
  });

  it('do not arrive at another origin when they are headers of the session', async () => {
    const session = sessions.make({ configuration: { headers, secretHeaders } });
    expect(await arrived(session, route(here.url, there.url), {})).toEqual(['X-Harmless']);
    expect(await arrived(session, route(here.url, here.url), {})).toEqual(Object.keys(headers));
  });

  it('do not arrive at another origin when a redirect handler leads there', async () => {
    const redirectHandler = Redirector.modify((_, request) => request.with({ url: `${there.url}/headers` }));
    const session = sessions.make({ configuration: { secretHeaders }, redirectHandler });
    expect(await arrived(session, route(here.url, here.url))).toEqual(['X-Harmless']);
  });

  it('arrive at another origin when a redirect handler has set them for it', async () => {
    const redirectHandler = Redirector.modify((_, request) =>
      request.with({ headers: request.headers.set('Authorization', 'for there') }),
    );
    const session = sessions.make({ redirectHandler });
    const { headers: received } = await firstValueFrom(
      session.get<Echo>(route(here.url, there.url), { headers: SECRET }),
    );
    expect(received['Authorization']).toBe('for there');
  });

  it('do not arrive at another origin where an axios instance puts them in', async () => {
    const instance = axios.create({ headers: SECRET });
    instance.interceptors.request.use((config) => {
      config.headers.set('X-Token', 's3cret');
      return config;
    });
    const session = sessions.make({ session: instance });
    const [home, away] = await Promise.all(
      [here.url, there.url].map((end) => firstValueFrom(session.get<Echo>(route(here.url, end)))),
    );
    expect(JSON.stringify(home).match(/s3cret/g)).toHaveLength(4);
    expect(JSON.stringify(away)).not.toContain('s3cret');
  });

  it('do not show in an error', async () => {
    const session = sessions.make({ configuration: { secretHeaders, maximumRedirects: 0 } });
    const request = session.request(route(here.url, there.url), { headers });
    const response = await firstValueFrom(request.response());
    const shown = `${String(response.error)} ${response.debugDescription()} ${JSON.stringify(response.error)}`;
    expect(shown).toContain('X-Harmless');
    expect(shown).not.toContain('s3cret');
  });
});
