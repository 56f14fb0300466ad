import { describe, expect, it } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { lastValueFrom, type Observable } from 'rxjs';
import {
  AuthenticationInterceptor,
  type AuthenticationCredential,
  Interceptor,
  type RequestInterceptor,
  RetryResult,
  type Session,
  type UploadRequest,
  URLRequest,
} from 'rxsession';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const tenant = new AsyncLocalStorage<string>();
const TENANTS = ['ann', 'bob'] as const;

/** Where code of the user's ran, and for which of the tenants it should have been. */
class Sightings {
  readonly #seen = new Map<string, Set<string>>();

  note(where: string, owner: string): void {
    const seen = this.#seen.get(where) ?? new Set();
    this.#seen.set(where, seen.add(`${owner}: ${tenant.getStore() ?? 'nobody'}`));
  }

  get all(): Record<string, string[]> {
    return Object.fromEntries(Array.from(this.#seen, ([where, seen]) => [where, [...seen].sort()]));
  }
}

interface Token extends AuthenticationCredential {
  readonly generation: number;
}

/** Which tenant a URL belongs to: what is shared by all has nothing else to go by. */
const ownerOf = (url: string): string => new URL(url).searchParams.get('tenant') ?? '?';

const later = async <T>(answer: T): Promise<T> => (await turn(), answer);

function sharedInterceptor(sightings: Sightings): RequestInterceptor {
  const note = (where: string, { url }: URLRequest): void => {
    sightings.note(`the session's ${where}`, ownerOf(url));
  };
  const authentication = new AuthenticationInterceptor<Token>({
    credential: { generation: 0, requiresRefresh: false },
    authenticator: {
      apply: (_token, request) => (note('apply', request), request),
      refresh: async ({ generation }) => later({ generation: generation + 1, requiresRefresh: false }),
      didRequestFailDueToAuthenticationError: (request, { statusCode }) => (
        note('didRequestFail', request),
        statusCode === 503
      ),
      isRequestAuthenticatedWith: (request) => (note('isRequest', request), true),
    },
  });
  const adapter = { adapt: (request: URLRequest) => (note('adapter', request), later(request)) };
  const retrier = {
    retry({ request }: { request: URLRequest | undefined }) {
      if (request !== undefined) note('retrier', request);
      return later(RetryResult.doNotRetry);
    },
  };
  return new Interceptor({ adapters: [adapter], retriers: [retrier], interceptors: [authentication] });
}

/** An upload that is redirected, refused, sent again, and heard of in every way; resolves when it is over. */
async function live(session: Session, owner: string, sightings: Sightings): Promise<UploadRequest> {
  const note = (where: string) => (): void => {
    sightings.note(where, owner);
  };
  const noted =
    <T>(where: string, answer: T) =>
    (): Promise<T> => (sightings.note(where, owner), later(answer));
  const flaky = `/flaky/${owner}?failures=1&tenant=${owner}`;
  const url = `${server.url}/redirect-to?status_code=307&tenant=${owner}&url=${encodeURIComponent(flaky)}`;
  const asURLRequest = (): URLRequest => (note('asURLRequest')(), new URLRequest(url, { method: 'POST' }));
  const content = (): AsyncIterable<Uint8Array> => (note('content')(), pieces());
  const request = session.upload(content, { asURLRequest });
  request
    .adapt({ adapt: (urlRequest) => (note('adapter')(), later(urlRequest)) })
    .retry({ retry: noted('retrier', RetryResult.doNotRetry) })
    .redirect({ redirect: (_task, newRequest) => (note('redirect handler')(), later(newRequest)) })
    .eventMonitor({ requestDidResumeTask: note('monitor'), requestDidFinish: note('monitor at the end') })
    .validate()
    .validate(noted('validator', undefined))
    .onHTTPResponse(noted('response handler', 'allow' as const));
  const everything = { next: note('next'), complete: note('complete') };
  for (const name of [
    'states',
    'events',
    'uploadProgress',
    'downloadProgress',
    'onTask',
    'onCURL',
  ] as const) {
    const stream: Observable<unknown> = request[name];
    stream.subscribe({ next: note(`next of ${name}`), complete: note(`complete of ${name}`) });
  }
  request.response({ serialize: noted('serializer', 1) }).subscribe(everything);
  request
    .responseString({ dataPreprocessor: { preprocess: (data) => (note('preprocessor')(), data) } })
    .subscribe();
  await lastValueFrom(request.states);
  return request;
}

async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
  yield await later(new TextEncoder().encode('content'));
}

describe('two tenants whose requests are interleaved', () => {
  it('never see one another, wherever code of theirs runs', async () => {
    const sightings = new Sightings();
    const session = sessions.make({ interceptor: sharedInterceptor(sightings) });
    const lives = TENANTS.map((owner) => tenant.run(owner, () => live(session, owner, sightings)));
    const ended = await Promise.all(lives);
    expect(ended.map(({ error, retryCount }) => [error, retryCount])).toEqual([
      [undefined, 1],
      [undefined, 1],
    ]);
    const own = TENANTS.map((owner) => `${owner}: ${owner}`);
    const mixed = Object.entries(sightings.all).filter(([, seen]) => seen.join() !== own.join());
    expect(mixed).toEqual([]);
    expect(Object.keys(sightings.all).length).toBeGreaterThanOrEqual(30);
  });
});
