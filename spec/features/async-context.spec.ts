import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { firstValueFrom } from 'rxjs';
import { Interceptor, Retrier, RetryResult, Session, type SessionOptions } from 'rxsession';

const tenant = new AsyncLocalStorage<string>();
const TENANTS = ['ann', 'bob', 'cem', 'dee'];
const CREATE = 'undici:request:create';

/** Messages and events, each with the tenant it belongs to and the one it happened for. */
class Sightings {
  readonly wrong: string[] = [];
  messages = 0;
  events = 0;

  readonly message = (published: unknown): void => {
    const { path } = (published as { request: { path: string } }).request;
    const owner = path.slice(1).split('/')[0] ?? '';
    if (!TENANTS.includes(owner)) return;
    this.messages += 1;
    this.#check(owner, `message ${path}`);
  };

  event(type: string, owner: string): void {
    this.events += 1;
    this.#check(owner, type);
  }

  #check(owner: string, what: string): void {
    const store = tenant.getStore() ?? 'nobody';
    if (store !== owner) this.wrong.push(`${what} of ${owner} happened for ${store}`);
  }
}

/** Ways to answer: how often a path of a tenant was asked decides. */
function answer(request: IncomingMessage, response: ServerResponse, asked: Map<string, number>): void {
  const { url = '' } = request;
  const count = (asked.get(url) ?? 0) + 1;
  asked.set(url, count);
  const [, owner, kind] = url.split('/');
  if (kind === 'moved') response.writeHead(302, { Location: `/${owner}/there` }).end();
  else if (kind === 'busy' && count % 2 === 1) response.writeHead(503).end('busy');
  else if (kind === 'reset' && count % 2 === 1) request.socket.destroy();
  else setTimeout(() => response.end('done'), 2);
}

const retryOnce = Retrier((request) => (request.retryCount > 0 ? RetryResult.doNotRetry : RetryResult.retry));

function eventsInto(sightings: Sightings, session: Session): void {
  session.events.subscribe((event) => {
    const request = 'request' in event ? event.request : undefined;
    const owner: unknown = request === undefined ? undefined : Reflect.get(request.context, 'owner');
    if (typeof owner === 'string') sightings.event(event.type, owner);
  });
}

const KINDS = ['get', 'moved', 'busy', 'reset'];
const own = (): SessionOptions => ({ configuration: { httpMaximumConnectionsPerHost: 2 } });

describe('messages and events of four tenants at once', () => {
  const asked = new Map<string, number>();
  const sightings = { current: new Sightings() };
  const published = (message: unknown): void => {
    sightings.current.message(message);
  };
  const sessions: Session[] = [];
  const opened = (session: Session): Session => {
    sessions.push(session);
    return session;
  };
  let server: Server;
  let url = '';

  beforeEach(async () => {
    asked.clear();
    sightings.current = new Sightings();
    server = createServer((request, response) => {
      answer(request, response, asked);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    subscribe(CREATE, published);
  });

  afterEach(async () => {
    unsubscribe(CREATE, published);
    for (const session of sessions.splice(0)) session.invalidateAndCancel();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Runs all kinds of request for all tenants at once, over connections that are warm. */
  async function asAll(ask: (path: string, owner: string) => Promise<unknown>): Promise<void> {
    await Promise.all(['x', 'y'].map((path) => ask(`/warm/${path}`, 'nobody')));
    const asking = TENANTS.flatMap((owner) =>
      KINDS.map((kind) => tenant.run(owner, () => ask(`/${owner}/${kind}`, owner))),
    );
    await Promise.all(asking);
  }

  async function throughRequests(options: SessionOptions): Promise<Sightings> {
    const session = opened(
      new Session({ ...options, interceptor: new Interceptor({ retriers: [retryOnce] }) }),
    );
    eventsInto(sightings.current, session);
    await asAll((path, owner) =>
      firstValueFrom(session.request(`${url}${path}`, { context: { owner } }).validate().responseString()),
    );
    return sightings.current;
  }

  it('happen in the async context of their own request: own transport', async () => {
    const { wrong, messages, events } = await throughRequests(own());
    expect(wrong).toEqual([]);
    // a message that the wire sends again on a fresh connection is published once
    expect([messages >= 24, events > 16 * 12]).toEqual([true, true]);
  });

  it('happen in the async context of their own request: own adapter in an axios instance of the caller', async () => {
    const session = opened(new Session(own()));
    const instance = axios.create({ adapter: session.session?.defaults.adapter as never });
    const { wrong, messages, events } = await throughRequests({ session: instance });
    expect(wrong).toEqual([]);
    // a message that the wire sends again on a fresh connection is published once
    expect([messages >= 24, events > 16 * 12]).toEqual([true, true]);
  });

  it('happen in the async context of their own request: events over axios', async () => {
    const { wrong, events } = await throughRequests({ session: axios.create() });
    expect([wrong, events > 16 * 12]).toEqual([[], true]);
  });

  it('happen in the async context of their own call: axios with our adapter alone', async () => {
    const session = opened(new Session(own()));
    const { session: instance } = session;
    await asAll(async (path) => instance?.get(`${url}${path}`).catch(() => undefined));
    const { wrong, messages } = sightings.current;
    expect([wrong, messages >= 16]).toEqual([[], true]);
  });
});
