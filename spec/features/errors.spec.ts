import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, type Observable } from 'rxjs';
import { inspect } from 'node:util';
import { isCancelled, isTimeout, Retrier, RetryResult, SessionError, type Session } from 'rxsession';
import { failureOf } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const problem = (): string => `${server.url.replace('//', '//ada:S3CR3T@')}/status/404?token=S3CR3T`;
const headers = { Authorization: 'S3CR3T' };

const DOORS: readonly (readonly [door: string, ask: (session: Session) => Promise<unknown>])[] = [
  ['the cold door', (session) => lastValueFrom(session.get(problem(), { headers }))],
  ['observe: response', (session) => lastValueFrom(session.get(problem(), { headers, observe: 'response' }))],
  ['a task', (session) => session.request(problem(), { headers }).validate().serializingJSON().value],
  [
    'value()',
    (session) => lastValueFrom(session.request(problem(), { headers }).validate().responseData().value()),
  ],
];

describe.each(DOORS)('a refused response through %s', (_door, ask) => {
  const failure = async (): Promise<SessionError> => {
    const error: unknown = await ask(sessions.make()).catch((reason: unknown) => reason);
    if (error instanceof SessionError) return error;
    throw new Error('The request did not fail.');
  };

  it('fails with an error that has the request, the response and the body', async () => {
    const error = await failure();
    expect(error.request).toMatchObject({ method: 'GET', url: problem() });
    expect(error.response?.statusCode).toBe(404);
    expect(error.text()).toBe(new TextDecoder().decode(error.data));
  });

  it('begins its message, and its stack, with the method and the URL', async () => {
    const { message, stack } = await failure();
    expect(message).toBe(`GET ${server.url}/status/404: status code 404`);
    expect(stack?.startsWith(`SessionError: ${message}\n    at `)).toBe(true);
  });

  it('shows neither secrets nor the request when it is printed', async () => {
    const error = await failure();
    expect(Object.keys(error)).toEqual(['failure']);
    const printed = inspect(error, { depth: Infinity }) + String(error) + JSON.stringify(error);
    expect(printed).not.toContain('S3CR3T');
  });
});

describe('the error of a request', () => {
  it('reads its body as JSON, and gives undefined for what is none', async () => {
    const refuse = { validation: () => ({ kind: 'failure', error: new Error('refused') }) as const };
    const ask = (path: string): Promise<SessionError> =>
      lastValueFrom(sessions.make().get(`${server.url}${path}`, refuse)).catch(
        (e: unknown) => e as SessionError,
      ) as Promise<SessionError>;
    expect((await ask('/get?a=1')).json<{ args: unknown }>()?.args).toEqual({ a: '1' });
    expect((await ask('/bytes/5')).json()).toBeUndefined();
  });

  it('has response and body when a retrier is asked', async () => {
    const seen: unknown[] = [];
    const interceptor = Retrier((_request, _session, error) => {
      seen.push(error.response?.statusCode, error.data?.byteLength, error.request?.method);
      return RetryResult.doNotRetry;
    });
    const request = sessions.make().request(`${server.url}/status/503`, { interceptor }).validate();
    const { data } = await request.serializingData().response;
    expect(seen.slice(0, 3)).toEqual([503, data?.byteLength, 'GET']);
  });

  it('is its own when a session ends under several requests', async () => {
    const session = sessions.make();
    const requests = ['/delay/10?a', '/delay/10?b'].map((path) => session.request(`${server.url}${path}`));
    const failures = Promise.all(requests.map((request) => failureOf(request)));
    session.invalidateAndCancel();
    const [a, b] = await failures;
    expect([a?.kind, b?.kind]).toEqual(['sessionInvalidated', 'sessionInvalidated']);
    expect(a).not.toBe(b);
  });
});

describe('an AbortSignal', () => {
  const failed = (signal: AbortSignal): Promise<unknown> =>
    lastValueFrom(sessions.make().get(`${server.url}/delay/10`, { signal })).catch((error: unknown) => error);

  it('leaves its reason as the cause of the cancellation', async () => {
    const reason = new Error('the page was left');
    const error = await failed(AbortSignal.abort(reason));
    expect(isCancelled(error) && error.cause).toBe(reason);
    expect(String(error)).toContain('cancelled: the page was left');
  });

  it('that aborts without a reason leaves the AbortError', async () => {
    const controller = new AbortController();
    const error = failed(controller.signal);
    controller.abort();
    expect(await error).toMatchObject({ kind: 'explicitlyCancelled', cause: { name: 'AbortError' } });
  });

  it('of AbortSignal.timeout() fails as a timeout', async () => {
    const error = await failed(AbortSignal.timeout(1));
    expect(isTimeout(error)).toBe(true);
    expect(error).toMatchObject({ code: 'timedOut', cause: { name: 'TimeoutError' } });
  });

  it('of a task leaves its reason as well', async () => {
    const reason = new Error('the page was left');
    const task = sessions
      .make()
      .request(`${server.url}/delay/10`)
      .serializingData({ signal: AbortSignal.abort(reason) });
    expect(await task.result).toMatchObject({ error: { kind: 'explicitlyCancelled', cause: reason } });
  });
});

describe('a mistake of the caller', () => {
  type Ask = (session: Session) => Observable<unknown>;
  const untyped = (value: unknown): never => value as never;
  const MISTAKES: readonly (readonly [what: string, ask: Ask, sentence: string])[] = [
    ['a relative URL', (s) => s.get('users/17?token=S3CR3T'), '"users/17" is relative; set baseURL'],
    [
      'another scheme',
      (s) => s.get('ftp://example.com/'),
      'only http and https URLs can be loaded, not ftp:',
    ],
    ['options as URL', (s) => s.get(untyped({ url: 'x' })), 'the URL is an object; give a string'],
    ['no URL', (s) => s.get(untyped(undefined)), 'the URL is undefined; give a string'],
    [
      'no schema',
      (s) => s.request(`${server.url}/get`).responseDecodable(untyped({})).value(),
      'the schema is an object without',
    ],
    [
      'no value of a header',
      (s) => s.get(server.url, { headers: untyped({ X: undefined }) }),
      'header "X" is undefined, not a string',
    ],
    [
      'a header of the connection',
      (s) => s.get(server.url, { headers: { 'transfer-encoding': 'chunked' } }),
      '"Transfer-Encoding" belongs to the connection',
    ],
    [
      'http behind https',
      (s) => s.get(server.url.replace('http:', 'https:')),
      'does not speak TLS on this port',
    ],
  ];

  it.each(MISTAKES)('is named: %s', async (_what, ask, sentence) => {
    const error: unknown = await lastValueFrom(ask(sessions.make())).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SessionError);
    expect((error as SessionError).message).toContain(sentence);
    expect((error as SessionError).message).not.toMatch(/\n|S3CR3T/);
  });
});
