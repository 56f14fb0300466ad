import { describe, expect, it, jest } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { useBundle } from '../support/chromium.js';
import { useServer } from '../support/server.js';
import type { Failure, Outcome } from './pages/exchanges.js';

jest.setTimeout(30_000);

const server = useServer();
const elsewhere = useServer({ allowCrossOrigin: true });
const page = useBundle(new URL('pages/exchanges.ts', import.meta.url), () => `${server.url}/anything/page`);

interface Echo {
  method: string;
  url: string;
  args: Record<string, string>;
  headers: Record<string, string>;
  json: unknown;
}

function call<T = Outcome>(name: string, ...args: unknown[]): Promise<T> {
  return page.current.call<T>(name, ...args);
}

async function failureOf(name: string, ...args: unknown[]): Promise<Failure | undefined> {
  return (await call(name, ...args)).failure;
}

describe('the bundle of a page', () => {
  it('holds what is meant for browsers, and nothing of Node', () => {
    const { inputs, script } = page.current.bundle;
    expect(inputs).toContain('dist/platform-browser.js');
    expect(inputs.filter((path) => /(undici|busboy|mime-types)\/|-node\b/.test(path))).toEqual([]);
    expect(script).not.toMatch(/["']node:/);
  });

  it('holds no WebSockets unless they are imported, and says what to import', async () => {
    expect(page.current.bundle.script).not.toContain('Sec-WebSocket');
    expect(await call('webSocketRequest', server.url)).toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining("import 'rxsession/websocket'"),
    });
  });
});

describe('a session in Chromium', () => {
  it('gets a checked value through the cold door', async () => {
    const echo = await call<Echo>('get', `${server.url}/get`, { q: 'a b&c', lang: '日本語' });
    expect([echo.method, echo.args]).toEqual(['GET', { q: 'a b&c', lang: '日本語' }]);
  });

  it('gives one answer to all who listen to a request', async () => {
    const { value, states, tasks } = await call<{ value: Echo; states: string[]; tasks: number }>(
      'requestDecodable',
      `${server.url}/get?page=2`,
    );
    expect([value.args, states, tasks]).toEqual([{ page: '2' }, ['initialized', 'resumed', 'finished'], 1]);
    expect(server.requestsTo('/get')).toHaveLength(1);
  });

  it.each([
    ['sibling', '/anything/sibling'],
    ['/get?page=2', '/get?page=2'],
    ['../html', '/html'],
    ['?only=query', '/anything/page?only=query'],
  ])('resolves %s against the page', async (relative, path) => {
    const { url, status } = await call('request', relative);
    expect([url, status]).toEqual([server.url + path, 200]);
  });

  it('does not take an empty URL for that of the page', async () => {
    const { failure, status, text, tasks } = await call('request', '');
    expect(failure).toMatchObject({ kind: 'invalidURL', url: '' });
    expect([status, text, tasks]).toEqual([undefined, undefined, 0]);
    expect(server.requests).toEqual([]);
  });

  it('posts JSON', async () => {
    const echo = await call<Echo>('post', 'post', { name: 'Ada', tags: ['é', '日'] });
    expect([echo.method, echo.json]).toEqual(['POST', { name: 'Ada', tags: ['é', '日'] }]);
    expect(echo.headers['content-type']).toBe('application/json');
  });

  it('asks another origin without a preflight, and tells nothing it cannot know', async () => {
    const { status, expectedContentLength } = await call('request', `${elsewhere.url}/gzip?bytes=1000`);
    expect([status, expectedContentLength]).toEqual([200, undefined]);
    expect(elsewhere.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('sends the headers of the browser, and none of axios', async () => {
    const { headers } = await call<Echo>('get', `${server.url}/get`);
    expect(headers['user-agent']).toMatch(/^Mozilla\//);
    expect(headers['accept']).toBe('application/json');
  });

  it('passes by the cache when it is told to', async () => {
    await call('requestFresh', `${server.url}/get`);
    expect(server.requestsTo('/get')[0]?.headers['cache-control']).toBe('no-cache');
  });

  it('tells the progress of a body up to its length', async () => {
    const { counts, total } = await call<{ counts: number[]; total: number }>(
      'downloadProgress',
      `${server.url}/large?bytes=1000000`,
    );
    expect([counts[0], counts.at(-1), total]).toEqual([0, 1_000_000, 1_000_000]);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.length).toBeGreaterThan(2);
  });

  it('retries what may succeed the next time', async () => {
    const { status, tasks } = await call('requestWithRetries', `${server.url}/flaky/chromium`);
    expect([status, tasks]).toEqual([200, 3]);
  });

  it('tells the life of a request to whoever listens on the page', async () => {
    const { names, isObserved } = await call<{ names: string[]; isObserved: boolean[] }>(
      'notificationsOf',
      `${server.url}/get`,
    );
    expect(names).toEqual(['requestDidResume', 'requestDidCompleteTask', 'requestDidFinish'].map(published));
    expect(isObserved).toEqual([false, true, false]);
  });
});

function published(type: string): string {
  return `rxsession:${type}`;
}

describe('a request that is ended in Chromium', () => {
  it('closes its socket when nobody listens any more', async () => {
    await call('listen', `${server.url}/never`);
    const seen = await server.nextRequest('/never');
    await call('leave');
    expect(await seen.outcome).toBe('closed');
  });

  it('closes its socket in mid body', async () => {
    expect(await call('takePieces', `${server.url}/infinite`, 3)).toBeGreaterThan(0);
    expect(await server.requestsTo('/infinite')[0]?.outcome).toBe('closed');
  });

  it('is cancelled by a signal', async () => {
    await call('startAbortable', `${server.url}/never`);
    const seen = await server.nextRequest('/never');
    expect(await failureOf('abort')).toMatchObject({ kind: 'explicitlyCancelled' });
    expect(await seen.outcome).toBe('closed');
  });

  it('is over when it takes too long', async () => {
    const { isTimeout, failure } = await call('requestWithTimeout', `${server.url}/never`, 50);
    expect([isTimeout, failure?.code]).toEqual([true, 'timedOut']);
    expect(await server.requestsTo('/never')[0]?.outcome).toBe('closed');
  });

  it('is over when the rest of a body takes too long', async () => {
    const { isTimeout, status } = await call('requestWithTimeout', `${server.url}/latch-body/rest`, 300);
    expect([isTimeout, status]).toEqual([true, 200]);
  });

  it('ends with its session', async () => {
    expect(await failureOf('disposing', `${server.url}/never`)).toMatchObject({
      kind: 'sessionDeinitialized',
    });
  });
});

describe('a failure in Chromium', () => {
  it('is one of validation for a status', async () => {
    const { status, failure } = await call('request', `${server.url}/status/404`);
    expect([status, failure?.kind, failure?.reason]).toEqual([
      404,
      'responseValidationFailed',
      'unacceptableStatusCode',
    ]);
  });

  it('is one of validation for a content type', async () => {
    const options = { headers: { Accept: 'application/json' } };
    expect((await failureOf('request', `${server.url}/xml`, options))?.reason).toBe(
      'unacceptableContentType',
    );
  });

  it.each(['GET', 'POST'])('is a host that cannot be connected to, for a %s', async (method) => {
    const options = method === 'POST' ? { method, parameters: { a: 1 } } : {};
    const failure = await failureOf('request', `http://127.0.0.1:${await closedPort()}/`, options);
    expect([failure?.kind, failure?.code]).toEqual(['sessionTaskFailed', 'cannotConnectToHost']);
  });

  it.each(['/truncated', '/reset-after-head'])('is a lost connection at %s', async (path) => {
    expect((await failureOf('request', server.url + path))?.code).toBe('networkConnectionLost');
  });

  it('is all that an origin lets a page see that may not read it', async () => {
    const failure = await failureOf('request', `http://localhost:${server.port}/get`);
    expect([failure?.kind, failure?.code]).toEqual(['sessionTaskFailed', 'cannotConnectToHost']);
  });

  it('is a URL that cannot be loaded', async () => {
    expect((await failureOf('request', 'mailto:ada@example.com'))?.code).toBe('unsupportedURL');
  });
});

describe('a redirect in Chromium', () => {
  it.each([undefined, 'follow'])('is followed by the browser (handler: %s)', async (how) => {
    const from = `${server.url}/redirect/2`;
    const { status, url } = await (how === undefined ? call('request', from) : call('redirect', from, how));
    expect([status, url]).toEqual([200, `${server.url}/get`]);
  });

  it('of a POST is seen at its end', async () => {
    const parameters = { a: '1' };
    const options = { method: 'POST', parameters };
    const { url, text } = await call(
      'request',
      `${server.url}/redirect-to?status_code=307&url=/post`,
      options,
    );
    expect([url, JSON.parse(String(text))]).toMatchObject([`${server.url}/post`, { form: parameters }]);
  });

  it.each(['doNotFollow', 'modify'])('cannot be left to a handler (%s), and nothing is sent', async (how) => {
    const failure = await failureOf('redirect', `${server.url}/redirect/1`, how);
    expect([failure?.kind, failure?.message]).toEqual(['unsupported', expect.stringContaining('redirect')]);
    expect(server.requests).toEqual([]);
  });
});

/** A port that nobody listens on. */
function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const taken = createServer().listen(0, '127.0.0.1', () => {
      const { port } = taken.address() as AddressInfo;
      taken.close(() => {
        resolve(port);
      });
    });
  });
}
