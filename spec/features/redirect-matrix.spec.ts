import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import http from 'node:http';
import { Adapter, type DataRequest, HTTPHeaders, type Session, type UploadContent } from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { seededRandom } from '../support/seeded-random.js';
import { useServers } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const [home, abroad] = useServers(2);
const sessions = useSessions(home, abroad);

const SECRETS = {
  Authorization: 'Bearer token',
  'Proxy-Authorization': 'Basic cHJveHk6c2VjcmV0',
  Cookie: 'session=17',
  'X-Api-Key': 'declared',
};
const configuration = { secretHeaders: Object.keys(SECRETS).slice(-1) };

/** Where the secrets of a request come from; `ask` gives those that are the request's own. */
interface Source {
  session(): Session;
  readonly headers?: Record<string, string>;
}

const callers = (headers = {}) => axios.create({ httpAgent: new http.Agent({ keepAlive: false }), headers });

const SOURCES: Record<string, Source> = {
  'the request': { session: () => sessions.make({ configuration }), headers: SECRETS },
  'the session': { session: () => sessions.make({ configuration: { ...configuration, headers: SECRETS } }) },
  'an adapter': {
    session() {
      const interceptor = Adapter((request) =>
        request.with({ headers: request.headers.merging(new HTTPHeaders(SECRETS)) }),
      );
      return sessions.make({ configuration, interceptor });
    },
  },
  "a caller's instance": { session: () => sessions.make({ configuration, session: callers(SECRETS) }) },
  "an interceptor of a caller's instance": {
    session() {
      const instance = callers();
      instance.interceptors.request.use((config) => {
        config.headers.set(SECRETS);
        return config;
      });
      return sessions.make({ configuration, session: instance });
    },
  },
};

const TARGETS: Record<string, [url: () => string, isSame: boolean]> = {
  'the same origin': [() => '/anything', true],
  'another spelling of the address': [() => `http://127.1:${String(home.port)}/anything`, true],
  'another port': [() => `${abroad.url}/anything`, false],
  'another host': [() => `http://localhost:${String(home.port)}/anything`, false],
};

const BODIES = {
  none: undefined,
  bytes: (): UploadContent => new TextEncoder().encode('content'),
  factory: (): UploadContent => () => pieces(),
  'stream once': (): UploadContent => pieces(),
};

interface Cell {
  readonly status: number;
  readonly method: string;
  readonly body: keyof typeof BODIES;
}

const CELLS: readonly Cell[] = [301, 302, 303, 307, 308].flatMap((status) => [
  ...['GET', 'HEAD', 'POST', 'DELETE'].map((method) => ({ status, method, body: 'none' as const })),
  ...(['bytes', 'factory', 'stream once'] as const).flatMap((body) =>
    ['POST', 'PUT', 'DELETE', 'PURGE'].map((method) => ({ status, method, body })),
  ),
]);

describe('a redirect', () => {
  const journeys = Object.keys(SOURCES).flatMap((source) =>
    Object.keys(TARGETS).map((target): [string, string] => [source, target]),
  );

  it.each(journeys)('with secrets of %s, to %s, arrives with what may go there', async (source, target) => {
    const given = SOURCES[source] as Source;
    const [url, isSame] = TARGETS[target] as [() => string, boolean];
    const session = given.session();
    for (const cell of sample(`${source}${target}`)) {
      home.reset();
      abroad.reset();
      expect([cell, await travel(session, cell, url(), given.headers)]).toEqual([cell, wanted(cell, isSame)]);
    }
  });

  /** What the server of the target has seen, or why it has seen nothing. */
  async function travel(
    session: Session,
    { status, method, body: kind }: Cell,
    to: string,
    headers: Record<string, string> = {},
  ): Promise<object | string | undefined> {
    const from = `${home.url}/redirect-to?status_code=${String(status)}&url=${encodeURIComponent(to)}`;
    const body = BODIES[kind]?.();
    const options = { method, headers: { ...headers, 'X-Plain': 'kept' } };
    const request: DataRequest =
      body === undefined ? session.request(from, options) : session.upload(body, from, options);
    const { error, value } = await request.serializingString({ emptyRequestMethods: ['HEAD'] }).response;
    const seen = [...home.requestsTo('/anything'), ...abroad.requestsTo('/anything')];
    if (error !== undefined) return seen.length === 0 ? error.code : 'seen, and failed';
    const data = value === '' || value === undefined ? '' : (JSON.parse(value) as Echo).data;
    const arrived = Object.keys(SECRETS).filter((name) => seen[0]?.headers[name.toLowerCase()] !== undefined);
    return { method: seen[0]?.method, data, secrets: arrived, plain: seen[0]?.headers['x-plain'] };
  }

  function wanted({ status, method, body }: Cell, isSame: boolean): object | string {
    const becomesGET =
      status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';
    const hasBody = body !== 'none' && !becomesGET;
    if (hasBody && body === 'stream once') return 'requestBodyStreamExhausted';
    return {
      method: becomesGET ? 'GET' : method,
      data: hasBody ? 'content' : '',
      secrets: isSame ? Object.keys(SECRETS) : [],
      plain: 'kept',
    };
  }

  /** A dozen of the cells, others for each journey, the same each time. */
  function sample(journey: string): Cell[] {
    const random = seededRandom(
      Array.from(journey).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7),
    );
    return Array.from({ length: 12 }, () => CELLS[Math.floor(random() * CELLS.length)] as Cell);
  }
});

async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(new TextEncoder().encode('con'));
  yield new TextEncoder().encode('tent');
}
