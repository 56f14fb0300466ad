import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { type DataRequest, RetryResult, URLRequest } from 'rxsession';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

interface Digested {
  readonly user: string;
  readonly sent: Readonly<Record<string, string>>;
}

const urlOf = (path: string, query = ''): string => `${server.url}/digest-auth/${path}${query}`;
const request = (url: string): DataRequest => sessions.make().request(url).authenticate('ann', 'secret');
const digested = (made: DataRequest): Promise<Digested> => made.validate().serializingJSON<Digested>().value;

/** The status code of the response, and how many requests it took. */
async function statusOf(made: DataRequest): Promise<[number | undefined, number]> {
  const { response } = await firstValueFrom(made.response());
  return [response?.statusCode, server.requests.length];
}

describe('a Digest challenge', () => {
  it.each(['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess', 'SHA-512-256'])(
    'of %s is answered',
    async (name) => {
      const { sent } = await digested(request(urlOf(`auth/ann/secret/${name}`, '?page=2')));
      expect(sent).toMatchObject({ algorithm: name, qop: 'auth', nc: '00000001', realm: 'loop "back' });
      expect(server.requests).toHaveLength(2);
    },
  );

  it('without protection is answered as of old', async () => {
    const { sent } = await digested(request(urlOf('none/ann/secret/MD5')));
    expect(Object.keys(sent)).not.toEqual(expect.arrayContaining(['qop']));
  });

  it('that protects the body is answered with its hash, and one without a body too', async () => {
    const url = urlOf('auth-int/ann/secret/SHA-256');
    expect((await digested(request(url))).sent).toMatchObject({ qop: 'auth-int' });
    const upload = sessions.make().upload('the body', url).authenticate('ann', 'secret');
    expect((await digested(upload)).sent).toMatchObject({ qop: 'auth-int' });
  });

  it('that protects the body is not answered for one that is not known before it is sent', async () => {
    const upload = sessions.make().upload(new Blob(['the body']), urlOf('auth-int/ann/secret/SHA-256'));
    expect(await statusOf(upload.authenticate('ann', 'secret'))).toEqual([401, 1]);
  });

  it('takes a hashed name, and a name of any script', async () => {
    const hashed = await digested(request(urlOf('auth/ann/secret/SHA-256', '?userhash=true')));
    expect(hashed.sent['username']).toMatch(/^[0-9a-f]{64}$/);
    const url = urlOf(`auth/${encodeURIComponent('jürgen ø')}/secret/SHA-256`);
    const { sent } = await digested(sessions.make().request(url).authenticate('jürgen ø', 'secret'));
    expect(sent['username*']).toBe("UTF-8''j%C3%BCrgen%20%C3%B8");
  });

  it('is answered once: a wrong password lets the 401 through', async () => {
    expect(await statusOf(request(urlOf('auth/ann/other/SHA-256')))).toEqual([401, 2]);
  });

  it('counts the uses of a nonce over the retries of a request', async () => {
    const made = request(urlOf('auth/ann/secret/SHA-256')).validate({ statusCodes: [204] });
    made.retry({ retry: () => (made.retryCount < 2 ? RetryResult.retry : RetryResult.doNotRetry) });
    await firstValueFrom(made.response());
    const counts = server.requests.map(({ headers }) => /nc=(\d+)/.exec(headers.authorization ?? '')?.[1]);
    expect(counts).toEqual([undefined, '00000001', '00000002', '00000003']);
  });

  it('that is bound to a session is answered with the nonce the session began with', async () => {
    const made = request(urlOf('auth/ann/secret/MD5-sess')).validate({ statusCodes: [204] });
    made.retry({ retry: () => (made.retryCount < 1 ? RetryResult.retry : RetryResult.doNotRetry) });
    await firstValueFrom(made.response());
    const sent = server.requests.map(({ headers }) => headers.authorization ?? '');
    const [first, second] = sent.slice(1).map((field) => /cnonce="(\w+)"/.exec(field)?.[1]);
    expect([sent.length, first]).toEqual([3, expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(second).toBe(first);
  });

  it('whose nonce has become stale is answered with the new one', async () => {
    const made = request(urlOf('auth/ann/secret/SHA-256', '?uses=1')).validate({ statusCodes: [204] });
    made.retry({ retry: () => (made.retryCount < 1 ? RetryResult.retry : RetryResult.doNotRetry) });
    expect(await statusOf(made)).toEqual([200, 4]);
  });

  it('that is stale for ever is given up', async () => {
    const [status, count] = await statusOf(request(urlOf('auth/ann/secret/SHA-256', '?uses=0')));
    expect([status, count]).toEqual([401, 3]);
  });

  it('comes before Basic', async () => {
    const also = `?also=${encodeURIComponent('Basic realm="loopback", Bearer')}`;
    await digested(request(urlOf('auth/ann/secret/SHA-256', also)));
    expect(server.requests.at(-1)?.headers.authorization).toMatch(/^Digest /);
  });

  it('is answered for the method and the path that are asked for', async () => {
    const urlRequest = new URLRequest(urlOf('auth/ann/secret/MD5', '?a=%20b#fragment'), { method: 'DELETE' });
    const made = sessions.make().request(urlRequest).authenticate('ann', 'secret');
    expect((await digested(made)).sent['uri']).toBe('/digest-auth/auth/ann/secret/MD5?a=%20b');
  });
});
