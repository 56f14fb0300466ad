import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { CookieJar } from 'rxsession/node';
import { useHttpbin } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const httpbin = useHttpbin();
const sessions = useSessions();

async function statusOf(path: string, password = 'secret'): Promise<number | undefined> {
  const request = sessions
    .make()
    .request(httpbin.url + path)
    .authenticate('ann', password);
  const { response, error } = await firstValueFrom(request.response());
  expect(error).toBeUndefined();
  return response?.statusCode;
}

describe('challenges of httpbin', () => {
  it.each([
    '/basic-auth/ann/secret',
    '/digest-auth/auth/ann/secret',
    '/digest-auth/auth-int/ann/secret',
    '/digest-auth/auth/ann/secret/MD5',
    '/digest-auth/auth/ann/secret/SHA-256',
    '/digest-auth/auth-int/ann/secret/SHA-256',
  ])('are answered: %s', async (path) => {
    expect(await statusOf(path)).toBe(200);
    expect(await statusOf(path, 'guessed')).toBe(401);
  });
});

describe('cookies of httpbin', () => {
  it('are kept over redirects, and forgotten when they are deleted', async () => {
    const session = sessions.make({ configuration: { cookieStorage: new CookieJar() } });
    const cookiesAt = (path: string): Promise<unknown> =>
      session.request(httpbin.url + path).serializingJSON().value;
    expect(await cookiesAt('/cookies/set?a=1&b=2')).toEqual({ cookies: { a: '1', b: '2' } });
    expect(await cookiesAt('/cookies/delete?a')).toEqual({ cookies: { b: '2' } });
  });
});
