import { describe, expect, it } from '@jest/globals';
import { filter, firstValueFrom, map } from 'rxjs';
import { type Session, SessionDelegate, type TaskInfo } from 'rxsession';
import type { BodyFlow } from '../../lib/transport/body-receiver.js';
import { ended } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { inVirtualTime } from '../support/virtual-session.js';

const server = useServer();
const sessions = useSessions(server);

/** Holds the bytes of each task when the first of them come, as a file does that is written too slowly. */
class Holding extends SessionDelegate {
  flow: BodyFlow | undefined;

  override taskDidReceiveData(task: TaskInfo, data: Uint8Array): void {
    if (this.flow === undefined) {
      this.flow = task as TaskInfo & BodyFlow;
      this.flow.hold();
    }
    super.taskDidReceiveData(task, data);
  }
}

const hasBegun = (session: Session): Promise<unknown> =>
  firstValueFrom(session.events.pipe(filter(({ type }) => type === 'taskDidReceiveData')));

describe('bytes that are held', () => {
  it('stand still at the server, until they are let go', async () => {
    const delegate = new Holding();
    const session = sessions.make({ delegate });
    const response = firstValueFrom(session.request(`${server.url}/large?bytes=20000000`).response());
    const seen = await server.nextRequest('/large');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    delegate.flow?.release();
    expect((await response).data?.byteLength).toBe(20_000_000);
  });

  it('stay so when the request is suspended and resumed meanwhile', async () => {
    const delegate = new Holding();
    const session = sessions.make({ delegate });
    const begun = hasBegun(session);
    const request = session.request(`${server.url}/infinite`);
    request.response().subscribe();
    const seen = await server.nextRequest('/infinite');
    await begun;
    request.suspend().resume();
    expect(await seen.stalledOrEnded()).toBe('stalled');
    request.cancel();
    await ended(request);
  });

  it('are no silence of the server, however long they are', () => {
    inVirtualTime(({ session, expectObservable, at }) => {
      const delegate = new Holding();
      const reply = { body: ['a', 'b'], chunkDelay: 800 };
      const configuration = { timeoutIntervalForRequest: 1000 };
      const request = session(() => reply, { delegate, configuration }).request('https://a.example/');
      const outcome = request.response().pipe(map(({ error }) => error?.code ?? 'good'));
      at(5000, () => delegate.flow?.release());
      expectObservable(outcome).toBe('5s (g|)', { g: 'good' });
    });
  });
});
