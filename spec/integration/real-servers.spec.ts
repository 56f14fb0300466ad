import { describe, expect, it } from '@jest/globals';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import type { RequestBody } from '../../lib/transport/request-body.js';
import { useAdapter, type AskOptions } from '../support/adapter-client.js';
import { useRealServer, type RealServer } from '../support/real-server.js';
import { useServer } from '../support/server.js';

const origin = useServer();
const originPort = (): string => new URL(origin.url).port;

/** Closes each connection after three requests; passes bodies on as they come. */
const nginx: RealServer = {
  command: '/usr/sbin/nginx',
  args: (file) => ['-c', file],
  configuration: (port, folder) => `
    daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/errors;
    events {}
    http {
      access_log off; keepalive_requests 3; gzip on; gzip_min_length 1; gzip_types application/json;
      client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
      uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e; client_max_body_size 0;
      server {
        listen 127.0.0.1:${port};
        location /empty { return 204; }
        location /plain { return 200 "plain"; }
        location / { proxy_pass http://127.0.0.1:${originPort()}; proxy_http_version 1.1; proxy_request_buffering off; }
      }
    }`,
};

const haproxy: RealServer = {
  command: '/usr/sbin/haproxy',
  args: (file) => ['-f', file],
  configuration: (port) => `
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
listen all
  bind 127.0.0.1:${port}
  http-request return status 204 if { path /empty }
  http-request return status 200 content-type text/plain string plain if { path /plain }
  server origin 127.0.0.1:${originPort()}
`,
};

const body = (length: number): RequestBody => ({
  kind: 'bytes',
  bytes: new Uint8Array(length).fill(97),
});
const chunked: RequestBody = {
  kind: 'stream',
  length: undefined,
  isReplayable: true,
  async *open() {
    for (const text of ['one', 'two', 'three']) yield await Promise.resolve(Buffer.from(text));
  },
};

describe.each([
  ['nginx', nginx],
  ['haproxy', haproxy],
])('beside %s', (_, kind) => {
  const server = useRealServer(kind);
  const client = useAdapter();

  it.each<[string, number, AskOptions]>([
    ['nothing', 0, { method: 'POST' }],
    ['a small body', 100, { method: 'POST', body: body(100) }],
    ['a large body', 3_000_000, { method: 'PUT', body: body(3_000_000) }],
    ['chunks', 11, { method: 'POST', body: chunked }],
  ])('a request is read with %s', async (_body, bytes, options) => {
    expect(await client.ask(`${server.url}/upload`, options).json()).toMatchObject({ bytes });
  });

  it('header fields arrive as they were given', async () => {
    const headers = { 'X-One': 'café', 'X-Two': 'a, b', 'X-Empty': '' };
    const echo = (await client.ask(`${server.url}/get?a=%20b`, { headers }).json()) as unknown as Echo;
    expect(echo.headers).toMatchObject({ 'x-one': 'café', 'x-two': 'a, b', 'x-empty': '' });
    expect(echo.args).toEqual({ a: ' b' });
  });

  it.each([
    ['GET', '/plain', 200, 'plain'],
    ['HEAD', '/plain', 200, ''],
    ['GET', '/empty', 204, ''],
    ['HEAD', '/get', 200, ''],
    ['GET', '/status/404', 404, ''],
  ])('%s %s is answered with %d', async (method, path, status, text) => {
    for (let times = 0; times < 2; times += 1) {
      const asked = client.ask(server.url + path, { method });
      expect((await asked.response).status).toBe(status);
      expect((await asked.body()).toString()).toBe(text);
    }
  });

  it('a hundred requests are answered, each by its own response, over connections that it closes', async () => {
    client.configure({ httpMaximumConnectionsPerHost: 5 });
    const asked = Array.from({ length: 100 }, (_value, index) =>
      client.ask(`${server.url}/get?page=${index}`),
    );
    const answers = (await Promise.all(asked.map((each) => each.json()))) as unknown as Echo[];
    expect(answers.map(({ args }) => Number(args['page']))).toEqual(answers.map((_answer, index) => index));
  });

  it.each(['/bytes/5000', '/chunked?chunks=5', '/large?bytes=1000000'])(
    '%s is received whole',
    async (path) => {
      const [direct, through] = await Promise.all(
        [origin.url, server.url].map((url) => client.ask(url + path).body()),
      );
      expect(through?.byteLength).toBe(direct?.byteLength);
    },
  );

  it('a body that it may have compressed is decoded', async () => {
    const headers = { 'Accept-Encoding': 'gzip' };
    const asked = client.ask(`${server.url}/get?page=1`, { headers });
    expect(await asked.json()).toMatchObject({ args: { page: '1' } });
  });
});
