import { describe, expect, it } from '@jest/globals';
import { EMPTY, firstValueFrom, NEVER, type Observable, of, ReplaySubject, throwError } from 'rxjs';
import {
  type DataRequest,
  type DataResponse,
  Result,
  RetryResult,
  type Session,
  type SessionErrorKind,
  URLRequest,
} from 'rxsession';
import { turns } from '../support/happenings.js';
import { failureOf, onlyResponseOf, untyped } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

/** A place where a request asks code of the user's. */
interface Extension {
  readonly path: string;
  use(request: DataRequest, answer: () => unknown): Observable<DataResponse<unknown>>;
  /** What its failure is. */
  readonly kind: SessionErrorKind;
  /** Whether an answer that no type allows is good all the same. */
  takes(answer: unknown): boolean;
}

const EXTENSIONS: Readonly<Record<string, Extension>> = {
  adapter: {
    path: '/get',
    use: (request, answer) => request.adapt({ adapt: untyped(answer) }),
    kind: 'requestAdaptationFailed',
    takes: () => false,
  },
  retrier: {
    path: '/status/500',
    use: (request, answer) => request.validate().retry({ retry: untyped(answer) }),
    kind: 'requestRetryFailed',
    takes: () => false,
  },
  validation: {
    path: '/get',
    use: (request, answer) => request.validate(untyped(answer)),
    kind: 'responseValidationFailed',
    takes: isNothing,
  },
  'response serializer': {
    path: '/get',
    use: (request, answer) => request.response({ serialize: untyped(answer) }),
    kind: 'responseSerializationFailed',
    takes: () => true,
  },
  'redirect handler': {
    path: '/redirect/1',
    use: (request, answer) => request.redirect({ redirect: untyped(answer) }),
    kind: 'sessionTaskFailed',
    takes: isNothing,
  },
  'response handler': {
    path: '/get',
    use: (request, answer) => request.onHTTPResponse(untyped(answer)),
    kind: 'sessionTaskFailed',
    takes: isNothing,
  },
};

function asked(
  session: Session,
  { path, use }: Extension,
  answer: () => unknown,
): { request: DataRequest; responses: Observable<DataResponse<unknown>> } {
  const request = session.request(server.url + path);
  return { request, responses: use(request, answer) };
}

const FAILURES: readonly (readonly [how: string, answer: () => unknown])[] = [
  ['throws', () => fail(new Error('no'))],
  ['rejects', () => Promise.reject(new Error('no'))],
  ['errors', () => throwError(() => new Error('no'))],
  ['rejects later', () => turns().then(() => fail(new Error('no')))],
];

describe.each(Object.entries(EXTENSIONS))('the %s of a request', (_name, extension) => {
  it.each(FAILURES)('that %s fails the request with it', async (_how, answer) => {
    const error = await failureOf(asked(sessions.make(), extension, answer).responses);
    expect(error).toMatchObject({ kind: extension.kind, cause: { message: 'no' } });
  });

  it.each<[string, () => unknown]>([
    ['undefined', () => fail(untyped(undefined))],
    ['null', () => fail(untyped(null))],
    ['text', () => fail(untyped('no'))],
    ['nothing, by an Observable', () => throwError(() => undefined)],
  ])('that throws %s fails the request too', async (_what, answer) => {
    expect((await failureOf(asked(sessions.make(), extension, answer).responses)).kind).toBe(extension.kind);
  });

  it('that completes without an answer fails the request', async () => {
    const error = await failureOf(asked(sessions.make(), extension, () => EMPTY).responses);
    expect(error.kind).toBe(extension.kind);
  });

  it.each<[string, () => unknown]>([
    ['by an Observable', () => NEVER],
    ['by a promise', () => new Promise(() => undefined)],
  ])('that never answers %s is ended by timeoutIntervalForResource', async (_how, answer) => {
    const session = sessions.make({ configuration: { timeoutIntervalForResource: 30 } });
    const { request, responses } = asked(session, extension, answer);
    expect(await failureOf(responses)).toMatchObject({ kind: 'sessionTaskFailed', code: 'timedOut' });
    expect(request.isFinished).toBe(true);
  });

  it('that never answers is ended by cancel()', async () => {
    const isAsked = new ReplaySubject<void>(1);
    const { request, responses } = asked(sessions.make(), extension, () => {
      isAsked.next();
      return NEVER;
    });
    const failure = failureOf(responses);
    await firstValueFrom(isAsked);
    request.cancel();
    expect((await failure).kind).toBe('explicitlyCancelled');
  });

  const garbage = [undefined, null, 42, true, {}];
  it.each(garbage)('that answers %j fails the request, unless that is an answer', async (answer) => {
    const { error } = await onlyResponseOf(asked(sessions.make(), extension, () => answer).responses);
    if (extension.takes(answer)) expect(error).toBeUndefined();
    else expect(error).toMatchObject({ kind: extension.kind, cause: expect.any(TypeError) });
  });
});

describe('of two answers the first counts', () => {
  const ask = (name: keyof typeof EXTENSIONS, ...answers: unknown[]): Promise<DataResponse<unknown>> =>
    onlyResponseOf(asked(sessions.make(), EXTENSIONS[name] as Extension, () => of(...answers)).responses);
  const refused = Result.failure(new Error('no'));

  it('of an adapter', async () => {
    const answers = ['first', 'second'].map((path) => new URLRequest(`${server.url}/anything/${path}`));
    expect((await ask('adapter', ...answers)).response?.url).toBe(`${server.url}/anything/first`);
    expect(server.requests).toHaveLength(1);
  });

  it('of a retrier', async () => {
    const { error } = await ask('retrier', RetryResult.doNotRetry, RetryResult.retry);
    expect(error).toMatchObject({ kind: 'responseValidationFailed' });
    expect(server.requests).toHaveLength(1);
  });

  it('of a validation', async () => {
    expect((await ask('validation', undefined, refused)).error).toBeUndefined();
    expect((await ask('validation', refused, undefined)).error?.kind).toBe('responseValidationFailed');
  });

  it('of a response serializer', async () => {
    expect((await ask('response serializer', 'first', 'second')).value).toBe('first');
  });

  it('of a redirect handler', async () => {
    const { response } = await ask('redirect handler', undefined, new URLRequest(`${server.url}/get`));
    expect(response?.statusCode).toBe(302);
    expect(server.requests).toHaveLength(1);
  });

  it('of a response handler', async () => {
    expect((await ask('response handler', 'allow', 'cancel')).error).toBeUndefined();
    expect((await ask('response handler', 'cancel', 'allow')).error?.kind).toBe('explicitlyCancelled');
  });
});

describe('a delay before a retry', () => {
  it.each([NaN, -1, -Infinity, 0])('of %d ms is none', async (delay) => {
    const session = sessions.make();
    const request = session.request(`${server.url}/flaky/delay?failures=1`).validate();
    request.retry({
      retry: ({ retryCount }) =>
        retryCount < 1 ? RetryResult.retryWithDelay(delay) : RetryResult.doNotRetry,
    });
    expect((await onlyResponseOf(request)).error).toBeUndefined();
    expect(server.requests).toHaveLength(2);
  });

  it('without end is ended by timeoutIntervalForResource', async () => {
    const session = sessions.make({ configuration: { timeoutIntervalForResource: 50 } });
    const request = session.request(`${server.url}/status/500`).validate();
    request.retry({ retry: () => RetryResult.retryWithDelay(Infinity) });
    expect(await failureOf(request)).toMatchObject({ kind: 'sessionTaskFailed', code: 'timedOut' });
    expect(server.requests).toHaveLength(1);
  });
});

function isNothing(answer: unknown): boolean {
  return answer === undefined || answer === null;
}

function fail(error: Error): never {
  throw error;
}
