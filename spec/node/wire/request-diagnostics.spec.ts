import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { request as undiciRequest } from 'undici';
import { useAdapter } from '../../support/adapter-client.js';
import { receiveHead, reset, send } from '../../support/fault-connection.js';
import { useFaultServer } from '../../support/fault-server.js';
import { useServer } from '../../support/server.js';

const server = useServer();
const faults = useFaultServer();
const client = useAdapter();
const tenant = new AsyncLocalStorage<string>();

interface Published {
  readonly request: {
    origin: string;
    path: string;
    method: string;
    addHeader: (name: string, value: string) => void;
  };
  readonly response?: { statusCode: number; statusText: string; headers: Buffer[] };
  readonly trailers?: Buffer[];
  readonly error?: Error;
}

const NAMES = ['create', 'bodySent', 'headers', 'trailers', 'error'].map((name) => `undici:request:${name}`);
const heard: { name: string; message: Published; tenant: string | undefined }[] = [];
let onCreate: (message: Published) => void;

function listener(message: unknown, name: string | symbol): void {
  heard.push({ name: String(name).slice(15), message: message as Published, tenant: tenant.getStore() });
  if (name === 'undici:request:create') onCreate(message as Published);
}

beforeEach(() => {
  heard.length = 0;
  onCreate = () => undefined;
  for (const name of NAMES) subscribe(name, listener);
});
afterEach(() => {
  for (const name of NAMES) unsubscribe(name, listener);
});

const names = (): string[] => heard.map(({ name }) => name);

describe("undici's diagnostics channels", () => {
  it('are told of a request and its response in the words of undici', async () => {
    await client.ask(`${server.url}/get?page=1`, { headers: { 'X-Own': '1' } }).body();
    const ours = heard.splice(0);
    await (await undiciRequest(`${server.url}/get?page=1`, { headers: { 'X-Own': '1' } })).body.text();
    expect(ours.map(({ name }) => name)).toEqual(names());
    const shapes = [ours, heard].map((events) =>
      events.map(({ message: { request, response, trailers } }) => [
        [request.origin, request.path, request.method],
        response && [response.statusCode, response.statusText, response.headers.every(Buffer.isBuffer)],
        trailers,
      ]),
    );
    expect(shapes[0]).toEqual(shapes[1]);
  });

  it('add fields to the request', async () => {
    onCreate = ({ request }) => {
      request.addHeader('traceparent', '00-17');
    };
    const { headers } = (await client.ask(`${server.url}/get`).json()) as { headers: object };
    expect(headers).toMatchObject({ traceparent: '00-17' });
  });

  it('are told of each request in its own async context, also over a connection of another', async () => {
    const get = (name: string): Promise<Buffer> =>
      tenant.run(name, () => client.ask(`${server.url}/get?${name}`).body());
    await get('a');
    await Promise.all([get('b'), get('c')]);
    expect(heard.map((event) => event.tenant)).toEqual(
      heard.map(({ message }) => message.request.path.at(-1)),
    );
    expect(new Set(heard.map((event) => event.tenant))).toEqual(new Set(['a', 'b', 'c']));
  });

  it('are told of trailers', async () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    faults.script(receiveHead, send(`${head}0\r\nChecksum: abc\r\n\r\n`));
    await client.ask(faults.url).body();
    expect(heard.at(-1)?.message.trailers?.map(String)).toEqual(['Checksum', 'abc']);
  });

  it('are told of a failure', async () => {
    faults.script(receiveHead, reset);
    await client.ask(faults.url).failureCode();
    expect(names()).toEqual(['create', 'bodySent', 'error']);
    expect(heard.at(-1)?.message.error).toMatchObject({ code: 'ECONNRESET' });
  });

  it('are told of a cancellation', async () => {
    const asked = client.ask(`${server.url}/never`);
    await server.nextRequest('/never');
    asked.controls.abort();
    expect(names()).toEqual(['create', 'bodySent', 'error']);
    expect(heard.at(-1)?.message.error).toMatchObject({ name: 'AbortError' });
  });
});
