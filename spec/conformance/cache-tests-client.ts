import { HTTPHeaders, Redirector, type Session } from 'rxsession';

/** What the suite reads of a response. */
interface SuiteResponse {
  readonly status: number;
  readonly headers: Headers;
  text(): Promise<string>;
}

interface SuiteInit {
  readonly method?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  readonly cache?: string;
  readonly redirect?: string;
  readonly signal?: AbortSignal;
}

/** A `fetch` for the suite: URLs under /test/ go through the session, its own configuration past it. */
export function suiteFetch(session: Session, platformFetch: typeof fetch): typeof fetch {
  const answer = (url: string, init: SuiteInit): Promise<SuiteResponse> => sentBy(session, url, init);
  return ((url: string, init: SuiteInit = {}) =>
    url.includes('/test/') ? answer(url, init) : platformFetch(url, init as RequestInit)) as typeof fetch;
}

async function sentBy(session: Session, url: string, init: SuiteInit): Promise<SuiteResponse> {
  const headers: [string, string][] = (init.headers ?? []).map(([name, value]) => [name, value]);
  // what the fetch standard sends for this mode
  if (init.cache === 'no-cache') headers.push(['Cache-Control', 'max-age=0']);
  const options = {
    method: init.method ?? 'GET',
    headers: HTTPHeaders.received(headers),
    signal: init.signal,
  };
  const request =
    init.body === undefined ? session.request(url, options) : session.upload(init.body, url, options);
  if (init.redirect === 'manual') request.redirect(Redirector.doNotFollow);
  const { response, data, error } = await request.serializingData({ emptyResponseCodes: ALL }).response;
  if (response === undefined) throw new TypeError('fetch failed', { cause: error });
  const text = new TextDecoder().decode(data);
  return {
    status: response.statusCode,
    headers: new Headers([...response.headers]),
    text: () => Promise.resolve(text),
  };
}

const ALL = Array.from({ length: 800 }, (_, index) => index + 200);
