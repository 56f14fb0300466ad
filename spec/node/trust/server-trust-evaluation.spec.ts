import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { firstValueFrom, NEVER, Observable, of, ReplaySubject, Subject, VirtualTimeScheduler } from 'rxjs';
import { ServerTrustManager, TrustEvaluator, type ServerTrustEvaluating } from 'rxsession/node';
import { useAdapter } from '../../support/adapter-client.js';
import { useServer } from '../../support/server.js';
import { useSessions } from '../../support/sessions.js';
import { selfSigned } from '../../support/tls.js';

const server = useServer({ tls: selfSigned });
const plain = useServer();
const client = useAdapter();
const sessions = useSessions(server, plain);

function managerOf(evaluate: ServerTrustEvaluating['evaluate']): ServerTrustManager {
  return new ServerTrustManager({ evaluators: { localhost: TrustEvaluator(evaluate) } });
}

function judging(evaluate: ServerTrustEvaluating['evaluate']) {
  return { serverTrustManager: managerOf(evaluate), runInContext: <R>(work: () => R) => work() };
}

/** An evaluator that says when it was asked, never answers, and says when it was left. */
function endless() {
  const left = new ReplaySubject<string>(1);
  const asked = new ReplaySubject<string>(1);
  const evaluate = () =>
    new Observable<void>(() => {
      asked.next('asked');
      return () => {
        left.next('left');
      };
    });
  return { evaluate, asked: firstValueFrom(asked), left: firstValueFrom(left) };
}

describe('an evaluator that does not answer', () => {
  it('is left when the connection must stand', async () => {
    const { evaluate, asked, left } = endless();
    const rootQueue = new VirtualTimeScheduler();
    client.configure({ rootQueue, connectTimeout: 3000, serverTrust: judging(evaluate) });
    const ask = client.ask(`${server.url}/get`);
    await asked;
    rootQueue.flush();
    expect(await ask.failureCode()).toBe('timedOut');
    expect([await left, rootQueue.now()]).toEqual(['left', 3000]);
    expect(server.requests).toEqual([]);
  });

  it('is left when the request is', async () => {
    const { evaluate, asked, left } = endless();
    client.configure({ serverTrust: judging(evaluate) });
    const ask = client.ask(`${server.url}/get`);
    await asked;
    ask.controls.abort();
    expect(await left).toBe('left');
    await server.whenDisconnected();
    expect(server.requests).toEqual([]);
  });

  describe('to a server that goes away', () => {
    const leaving = createServer(selfSigned, (socket) => socket.end());
    beforeAll(async () => {
      leaving.listen(0, '127.0.0.1');
      await once(leaving, 'listening');
    });
    afterAll(() => void leaving.close());

    it('is left, and the request fails', async () => {
      const { evaluate, left } = endless();
      client.configure({ serverTrust: judging(evaluate) });
      const { port } = leaving.address() as AddressInfo;
      expect(await client.ask(`https://localhost:${String(port)}/get`).failureCode()).toBe('ECONNRESET');
      expect(await left).toBe('left');
    });
  });
});

describe('an evaluation', () => {
  it('takes its time before anything is sent', async () => {
    const answer = new Subject<undefined>();
    const asked = new ReplaySubject<undefined>(1);
    const evaluate = (): Observable<undefined> => {
      asked.next(undefined);
      return answer;
    };
    client.configure({ serverTrust: judging(evaluate) });
    const ask = client.ask(`${server.url}/get`);
    await firstValueFrom(asked);
    expect([ask.exchange.sendPhase, server.connections > 0]).toEqual(['nothing', true]);
    answer.next(undefined);
    await ask.body();
    expect(server.requestsTo('/get')).toHaveLength(1);
  });

  it('is not made where there is no TLS', async () => {
    client.configure({ serverTrust: judging(() => NEVER) });
    await client.ask(`${plain.url}/get`).body();
    expect(plain.requests).toHaveLength(1);
  });

  it('happens in the context of its session, and not in that of a request', async () => {
    const tenants = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const serverTrustManager = managerOf(() => {
      seen.push(tenants.getStore());
      return of(undefined);
    });
    const session = tenants.run('session', () => sessions.make({ serverTrustManager }));
    const value = tenants.run('request', () => session.request(`${server.url}/get`).serializingData().value);
    await value;
    expect(seen).toEqual(['session']);
  });
});
