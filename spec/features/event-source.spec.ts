import { afterAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lastValueFrom, map, take, toArray } from 'rxjs';
import { Session } from 'rxsession';
import { eventSource, type EventSourceState } from 'rxsession/operators';
import { seededRandom } from '../support/seeded-random.js';

/** Times that the server is killed. */
const KILLS = 200;
/** Events in a connection on average, before it is killed. */
const EVENTS = 5;

/**
 * A server of numbered events that goes on after the `Last-Event-ID`. It breaks off at random places, within events too,
 * and every now and then it is closed and listens again on its port.
 */
class FragileServer {
  kills = 0;
  #server: Server = createServer();
  #port = 0;
  readonly #random = seededRandom(17);

  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      this.#answer(request, response);
    });
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    return `http://127.0.0.1:${this.#port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const first = Number(request.headers['last-event-id'] ?? 0) + 1;
    const body = Array.from(
      { length: 2 * EVENTS },
      (_, n) => `id: ${first + n}\ndata: ${first + n}\n\n`,
    ).join('');
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const isLast = this.kills >= KILLS;
    const end = isLast ? body.length : Math.floor(this.#random() * body.length);
    response.write(`retry: 1\n\n${body.slice(0, end)}`, () => {
      if (isLast) response.end();
      else this.#kill(response);
    });
  }

  #kill(response: ServerResponse): void {
    this.kills += 1;
    response.destroy();
    if (this.#random() > 0.2) return;
    void this.close().then(() => this.start());
  }
}

describe('eventSource over a server that is killed at 200 random moments', () => {
  const server = new FragileServer();
  const session = new Session();
  afterAll(async () => {
    session.invalidateAndCancel();
    await server.close();
  });

  it('delivers each event once and in order, and tells its states in order', async () => {
    const ticks = eventSource(session, await server.start(), { reconnection: { delay: 1, maximumDelay: 5 } });
    const states: EventSourceState[] = [];
    ticks.states.subscribe((state) => states.push(state));
    const count = KILLS * EVENTS;
    const seen = ticks.pipe(
      map(({ data }) => Number(data)),
      take(count),
      toArray(),
    );
    expect(await lastValueFrom(seen)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
    expect(server.kills).toBeGreaterThan(KILLS / 2);
    expect(wrongSteps(states)).toEqual([]);
  }, 60_000);
});

/** Changes of state that must not be. */
function wrongSteps(states: readonly EventSourceState[]): string[] {
  const allowed: Record<EventSourceState, readonly EventSourceState[]> = {
    closed: ['connecting'],
    connecting: ['open', 'waiting'],
    open: ['waiting', 'closed'],
    waiting: ['connecting'],
  };
  return states.flatMap((state, index) => {
    const next = states[index + 1];
    return next === undefined || allowed[state].includes(next) ? [] : [`${state} → ${next}`];
  });
}
