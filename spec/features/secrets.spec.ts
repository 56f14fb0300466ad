import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import http from 'node:http';
import { inspect } from 'node:util';
import {
  ConsoleEventMonitor,
  type DataRequest,
  type Session,
  SessionError,
  type SessionOptions,
} from 'rxsession';
import { close, receiveHead, send } from '../support/fault-connection.js';
import { refusedURL, useFaultServer } from '../support/fault-server.js';
import { failureOf, onlyResponseOf } from '../support/outcomes.js';
import { pathToText } from '../support/path-to-text.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const faults = useFaultServer();
const sessions = useSessions(server);

const SECRET = 'S3CR3T';
const headers = {
  Authorization: `Bearer ${SECRET}`,
  'Proxy-Authorization': `Basic ${SECRET}`,
  Cookie: `session=${SECRET}`,
  'X-Api-Key': SECRET,
};

/** All that an error says, and the path to the first secret that hangs on it, if there is one. */
function told(error: unknown): string {
  const path = pathToText(error, SECRET);
  if (path !== undefined) return `${SECRET} at ${path}`;
  const { message, stack } = error as Error;
  return [message, stack, inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error)].join(
    '\n',
  );
}

function withUserinfo(url: string): string {
  return url.replace('://', `://lovelace:${SECRET}@`);
}

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
});
afterEach(() => {
  expect(lines.join('\n')).not.toContain(SECRET);
});

const log = (line: string): void => {
  lines.push(line);
};

/** A session whose monitor writes down everything. */
function loggingSession(options: SessionOptions): Session {
  const eventMonitors = [new ConsoleEventMonitor({ log })];
  const configuration = { secretHeaders: ['X-Api-Key'], timeoutIntervalForRequest: 200, connectTimeout: 200 };
  return sessions.make({ ...options, eventMonitors, configuration });
}

const INSTANCES: readonly (readonly [whose: string, options: () => SessionOptions])[] = [
  ["the session's own instance", () => ({})],
  [
    "a caller's instance",
    () => ({ session: axios.create({ httpAgent: new http.Agent({ keepAlive: false }) }) }),
  ],
];

/** Each fails in another way. */
const FAILURES: readonly (readonly [what: string, url: () => string | Promise<string>])[] = [
  ['a refused connection', refusedURL],
  ['an unknown host', () => 'http://nobody.invalid/'],
  ['a reset', () => `${server.url}/reset`],
  ['a response that breaks off', () => `${server.url}/truncated`],
  ['garbage', () => `${server.url}/garbage`],
  ['a broken coding', () => `${server.url}/corrupt-gzip`],
  ['a silence', () => `${server.url}/never`],
  ['no TLS', () => server.url.replace('http:', 'https:')],
  ['a refused status code', () => `${server.url}/status/500`],
  ['too many redirects', () => `${server.url}/redirect-loop/a`],
  [
    'a redirect to another scheme',
    () => `${server.url}/redirect-to?url=ftp%3A%2F%2Flovelace%3A${SECRET}%40x%2F`,
  ],
  ['no JSON', () => `${server.url}/html`],
];

describe.each(INSTANCES)('no secret is told by %s', (_whose, options) => {
  const ask = (url: string): DataRequest => loggingSession(options()).request(url, { headers }).validate();

  it.each(FAILURES)('after %s', async (_what, url) => {
    const error = await failureOf(ask(await url()).responseJSON());
    expect(error).toBeInstanceOf(SessionError);
    expect(told(error)).not.toContain(SECRET);
  });

  it.each(FAILURES)('that stood in the URL, after %s', async (_what, url) => {
    const error = await failureOf(ask(withUserinfo(await url())).responseJSON());
    expect(told(error)).not.toContain(SECRET);
    expect(lines.join('\n')).not.toContain('lovelace');
  });

  it('of an upload that fails', async () => {
    const upload = loggingSession(options()).upload('text', withUserinfo(`${server.url}/reset`), { headers });
    expect(told(await failureOf(upload))).not.toContain(SECRET);
  });

  it('of a response that sets cookies and breaks off', async () => {
    const head = `HTTP/1.1 200 OK\r\nSet-Cookie: id=${SECRET}\r\nX-Api-Key: ${SECRET}\r\nContent-Length: 9\r\n\r\nabc`;
    faults.script(receiveHead, send(head), close);
    const response = await onlyResponseOf(ask(faults.url));
    expect(told(response.error)).not.toContain(SECRET);
    expect(String(response)).not.toContain(SECRET);
  });

  it('of a request that succeeds', async () => {
    const response = await onlyResponseOf(ask(withUserinfo(`${server.url}/redirect/1`)).responseJSON());
    expect(response.error).toBeUndefined();
    expect(String(response)).not.toContain(SECRET);
  });
});

describe('no secret is told', () => {
  it.each([`http://ada:${SECRET}@a b/`, `//ada:${SECRET}@[`, `http://ada:${SECRET}@example.com:99999/`])(
    'of %s, which is no URL',
    async (url) => {
      const error = await failureOf(loggingSession({}).request(url));
      expect(error.urlConvertible).toBe(url);
      expect([error.message, String(error), inspect(error, { depth: Infinity })].join()).not.toContain(
        SECRET,
      );
    },
  );

  it.each([`${SECRET}\r\n`, `${SECRET}\0`, `${SECRET} 世界`])(
    'of the header value %j, which is none',
    async (value) => {
      const error = await failureOf(
        loggingSession({}).request(server.url, { headers: { Authorization: value } }),
      );
      expect(told(error)).not.toContain(SECRET);
    },
  );

  it.each(['adapter', 'retrier', 'validation'] as const)(
    'of what the %s of a request asked with axios',
    async (who) => {
      const refresh = (): Promise<never> =>
        axios.get(`${server.url}/status/401`, { headers, httpAgent: new http.Agent({ keepAlive: false }) });
      const request = loggingSession({}).request(`${server.url}/status/500`, { headers });
      if (who === 'adapter') request.adapt({ adapt: refresh });
      if (who === 'retrier') request.validate().retry({ retry: refresh });
      if (who === 'validation') request.validate(refresh);
      const error = await failureOf(request);
      expect(told(error)).not.toContain(SECRET);
      expect(error.cause).toMatchObject({ message: 'Request failed with status code 401' });
    },
  );
});
