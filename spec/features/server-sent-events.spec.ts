import { describe, expect, it } from '@jest/globals';
import { defer, repeat, take, tap } from 'rxjs';
import type { ServerSentEvent, StreamObservable } from 'rxsession';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { all } from '../support/streams.js';

const server = useServer();
const sessions = useSessions(server);

describe('a stream of Server-Sent Events', () => {
  it('gives each as it is written', async () => {
    const request = sessions.make().streamRequest(`${server.url}/sse?latch=sse`, {
      headers: { Accept: 'text/event-stream' },
    });
    const latch = server.latch('sse');
    latch.step();
    const events = await all(
      request
        .validate()
        .responseStreamEvents()
        .pipe(tap(() => latch.step())),
    );
    expect(events).toEqual(
      ['1', '2', '3'].map((id) => ({ type: 'tick', data: `{"tick":\n${id}}`, lastEventId: id, retry: 10 })),
    );
  });

  it('goes on after the last event it was given, when it is asked for again', async () => {
    const session = sessions.make();
    let lastEventId = '0';
    const events = defer((): StreamObservable<ServerSentEvent> => {
      const headers = { 'Last-Event-ID': lastEventId };
      const count = Number(lastEventId) + 2;
      const request = session.streamRequest(`${server.url}/sse`, { headers, parameters: { count } });
      return request.responseStreamEvents();
    });
    const ids = await all(
      events.pipe(
        tap((event) => (lastEventId = event.lastEventId)),
        repeat(),
        take(5),
      ),
    );
    expect(ids.map((event) => event.lastEventId)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('can be read one at a time', async () => {
    const data: string[] = [];
    for await (const event of sessions.make().streamRequest(`${server.url}/sse`).responseStreamEvents()) {
      data.push(event.data);
    }
    expect(data).toHaveLength(3);
  });

  it('is bounded in what it keeps of one event', async () => {
    const request = sessions.make().streamRequest(`${server.url}/sse`);
    await expect(all(request.responseStreamEvents({ maximumEventLength: 10 }))).rejects.toMatchObject({
      reason: { kind: 'maximumLengthExceeded', maximum: 10 },
    });
  });
});
