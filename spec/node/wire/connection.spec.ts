import { describe, expect, it } from '@jest/globals';
import { asyncScheduler, VirtualTimeScheduler, type SchedulerLike } from 'rxjs';
import { useAdapter, type Asked } from '../../support/adapter-client.js';
import { refusedURL, useFaultServer } from '../../support/fault-server.js';
import { useServer } from '../../support/server.js';
import { selfSigned } from '../../support/tls.js';

const server = useServer();
const secure = useServer({ tls: selfSigned });
const faults = useFaultServer();
const client = useAdapter();

/** A clock that goes on by one whenever it is looked at. */
function countingClock(): SchedulerLike {
  let ticks = 0;
  return { now: () => (ticks += 1), schedule: asyncScheduler.schedule.bind(asyncScheduler) };
}

/** The phases that happened, in the order of their times. */
function phases({ exchange }: Asked): string[] {
  const happened = Object.entries(exchange.timings).filter(([, time]) => time !== undefined);
  return happened.sort(([, a], [, b]) => (a ?? 0) - (b ?? 0)).map(([name]) => name);
}

const MESSAGE = ['requestStart', 'requestEnd', 'responseStart', 'responseEnd'];

describe('the timings of an exchange', () => {
  it('tell every phase of a new secure connection, in order', async () => {
    client.configure({ rootQueue: countingClock(), tls: { ca: selfSigned.cert } });
    const asked = client.ask(`${secure.url}/get`);
    await asked.body();
    const connecting = ['connectStart', 'secureConnectionStart', 'secureConnectionEnd', 'connectEnd'];
    const lookup = ['fetchStart', 'domainLookupStart', 'domainLookupEnd'];
    expect(new Set(phases(asked))).toEqual(new Set([...lookup, ...connecting, ...MESSAGE]));
    const { domainLookupEnd, connectStart, secureConnectionEnd, connectEnd } = asked.exchange.timings;
    expect([domainLookupEnd, secureConnectionEnd]).toEqual([connectStart, connectEnd]);
  });

  it('know no lookup of an address, and no TLS of a plain connection', async () => {
    client.configure({ rootQueue: countingClock() });
    const asked = client.ask(`${server.url}/get`);
    await asked.body();
    expect(phases(asked)).toEqual(['fetchStart', 'connectStart', 'connectEnd', ...MESSAGE]);
    expect(asked.exchange.isReusedConnection).toBe(false);
  });

  it('know no connecting of a reused connection', async () => {
    await client.ask(`${secure.url}/get`).body();
    client.configure({ rootQueue: countingClock() });
    await client.ask(`${secure.url}/get`).body();
    const asked = client.ask(`${secure.url}/get`);
    await asked.body();
    expect(phases(asked)).toEqual(['fetchStart', ...MESSAGE]);
    expect(asked.exchange.isReusedConnection).toBe(true);
  });
});

describe('trust', () => {
  it('is not given to a certificate that nobody vouches for: nothing is sent', async () => {
    client.configure({ tls: undefined });
    const asked = client.ask(`${secure.url}/get`);
    expect(await asked.failureCode()).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(asked.exchange.sendPhase).toBe('nothing');
    expect(secure.requests).toHaveLength(0);
  });

  it('is not given to a certificate of another host', async () => {
    const url = secure.url.replace('localhost', 'other.localhost');
    expect(await client.ask(`${url}/get`).failureCode()).toMatch(/ALTNAME_INVALID|ENOTFOUND|EAI_AGAIN/);
  });

  it('asks for TLS where the server speaks none', async () => {
    const url = server.url.replace('http:', 'https:');
    expect(await client.ask(`${url}/get`).failureCode()).toMatch(/EPROTO|ERR_SSL|ECONNRESET/);
  });
});

describe('the connect timeout', () => {
  it('ends a connection that does not stand in time, TLS included', async () => {
    const rootQueue = new VirtualTimeScheduler();
    client.configure({ rootQueue, connectTimeout: 3000 });
    const asked = client.ask(faults.url.replace('http:', 'https:'));
    const connection = await faults.nextConnection();
    rootQueue.flush();
    expect(await asked.failureCode()).toBe('timedOut');
    expect([rootQueue.now(), asked.exchange.sendPhase]).toEqual([3000, 'nothing']);
    await connection.closed;
  });

  it.each([
    ['the connection stands', () => `${server.url}/get`],
    ['it failed', refusedURL],
  ])('is over when %s', async (_, url) => {
    const rootQueue = new VirtualTimeScheduler();
    client.configure({ rootQueue });
    await client.ask(await url()).failureCode();
    rootQueue.flush();
    expect(rootQueue.now()).toBe(0);
  });
});

describe('giving up', () => {
  it('closes a connection that is being opened', async () => {
    const asked = client.ask(faults.url.replace('http:', 'https:'));
    const connection = await faults.nextConnection();
    asked.controls.abort();
    await connection.closed;
    await expect(asked.response).rejects.toThrow('canceled');
  });

  it('leaves no request behind: the next one has a connection of its own', async () => {
    const asked = client.ask(`${server.url}/get?first`);
    asked.controls.abort();
    await client.ask(`${server.url}/get?second`).body();
    expect(server.requests.map(({ target }) => target)).toEqual(['/get?second']);
  });
});
