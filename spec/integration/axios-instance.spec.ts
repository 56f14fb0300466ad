import { describe, expect, it } from '@jest/globals';
import axios, { type AxiosError, type AxiosInstance, type CreateAxiosDefaults } from 'axios';
import { firstValueFrom, toArray } from 'rxjs';
import { Redirector } from 'rxsession';
import { fixtureURL, fixture } from '../support/fixtures.js';
import { useHttpbin, type Echo } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const httpbin = useHttpbin();
const sessions = useSessions();

/** An instance of the caller's that notes what passes its interceptors. */
function callersInstance(notes: string[] = [], defaults: CreateAxiosDefaults = {}): AxiosInstance {
  const instance = axios.create({ baseURL: httpbin.url, ...defaults });
  instance.interceptors.request.use((config) => {
    notes.push(`→ ${String(config.method)} ${String(config.url)}`);
    config.headers.set('X-Intercepted', 'yes');
    return config;
  });
  instance.interceptors.response.use(
    (response) => {
      notes.push(`← ${response.status}`);
      return response;
    },
    (error: AxiosError) => {
      notes.push(`← refused ${String(error.response?.status)}`);
      throw error;
    },
  );
  return instance;
}

describe('a session over an axios instance of the caller', () => {
  it('goes through its interceptors, base URL, params and headers', async () => {
    const notes: string[] = [];
    const session = sessions.make({
      session: callersInstance(notes, { params: { common: '1' }, headers: { 'X-Default': 'given' } }),
    });
    const echo = await firstValueFrom(session.get<Echo>('get', { parameters: { own: '2' } }));
    expect(notes).toEqual(['→ get /get?own=2', '← 200']);
    expect(echo.args).toEqual({ common: '1', own: '2' });
    expect(echo.headers).toMatchObject({ 'X-Intercepted': 'yes', 'X-Default': 'given' });
  });

  it('has its name and password sent', async () => {
    const auth = { username: 'user', password: 'password' };
    const session = sessions.make({ session: callersInstance([], { auth }) });
    const answer = await firstValueFrom(session.get('/basic-auth/user/password'));
    expect(answer).toEqual({ authenticated: true, user: 'user' });
  });

  it('takes a refused status for a response', async () => {
    const notes: string[] = [];
    const request = sessions.make({ session: callersInstance(notes) }).request('/status/418');
    const { response, data, error } = await firstValueFrom(request.response());
    expect([response?.statusCode, error, notes.at(-1)]).toEqual([418, undefined, '← refused 418']);
    expect(new TextDecoder().decode(data)).toContain('teapot');
  });

  it('has its own time limits in the place of those of the instance', async () => {
    const session = sessions.make({ session: callersInstance([], { timeout: 1 }) });
    expect(await firstValueFrom(session.get<Echo>('/delay/0.2'))).toHaveProperty('url');
    const hasty = sessions.make({
      session: callersInstance([], { timeout: 60_000 }),
      configuration: { timeoutIntervalForRequest: 50 },
    });
    await expect(firstValueFrom(hasty.get('/delay/1'))).rejects.toMatchObject({ code: 'timedOut' });
  });

  it('sends JSON, bytes, files and forms', async () => {
    const session = sessions.make({ session: callersInstance() });
    const bodies = [{ a: 1 }, new TextEncoder().encode('bytes'), fixtureURL('rainbow.jpg')];
    const [json, bytes, file] = await Promise.all(
      bodies.map((body) => firstValueFrom(session.post<Echo>('/post', body))),
    );
    expect([json?.json, bytes?.data]).toEqual([{ a: 1 }, 'bytes']);
    expect(file?.data.endsWith(fixture('rainbow.jpg').toString('base64'))).toBe(true);
    const form = session.upload((made) => void made.append('v', { name: 'n' }), '/post', {
      usingThreshold: 0,
    });
    expect((await form.serializingJSON<Echo>().value).form).toEqual({ n: 'v' });
  });

  it('decodes what is encoded, and tells progress', async () => {
    const request = sessions.make({ session: callersInstance() }).request('/gzip').validate();
    const progress = firstValueFrom(request.downloadProgress.pipe(toArray()));
    expect(await request.serializingJSON().value).toMatchObject({ gzipped: true });
    expect((await progress).at(-1)?.fractionCompleted).toBe(1);
  });

  it('shows redirects to a handler, and goes through interceptors once', async () => {
    const notes: string[] = [];
    const session = sessions.make({ session: callersInstance(notes) });
    const followed = await firstValueFrom(session.request('/relative-redirect/3').response());
    expect([followed.response?.statusCode, followed.metrics?.redirectCount]).toEqual([200, 3]);
    const request = session.request('/relative-redirect/3').redirect(Redirector.doNotFollow);
    expect((await firstValueFrom(request.response())).response?.statusCode).toBe(302);
    expect(notes.filter((note) => note.startsWith('→'))).toHaveLength(2);
  });

  it('says so when an interceptor answers with something that is no response', async () => {
    const instance = axios.create({ baseURL: httpbin.url });
    instance.interceptors.response.use((response) => response.data as never);
    const { error } = await firstValueFrom(sessions.make({ session: instance }).request('/get').response());
    expect([error?.code, error?.message]).toEqual([
      'badServerResponse',
      expect.stringContaining('pass on the whole response'),
    ]);
  });

  it('ends the exchange when it is cancelled', async () => {
    const session = sessions.make({ session: callersInstance() });
    const request = session.request('/delay/5');
    request.onTask.subscribe(() => request.cancel());
    const { error } = await firstValueFrom(request.response());
    expect([error?.kind, request.isCancelled]).toEqual(['explicitlyCancelled', true]);
  });

  it('is the one the session shows', () => {
    const instance = callersInstance();
    expect(sessions.make({ session: instance }).session).toBe(instance);
  });
});
