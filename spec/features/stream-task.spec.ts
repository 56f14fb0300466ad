import { describe, expect, it } from '@jest/globals';
import { type DataStreamRequest, type DataStreamTask, type HTTPResponseHandler } from 'rxsession';
import { DecodableStreamSerializer } from 'rxsession/serializers';
import { turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { firstOf, Payload } from '../support/streams.js';

const server = useServer();
const sessions = useSessions(server);

/** Payloads that the server writes one by one, each when the one before has been seen. */
function payloads(count: number, signal?: AbortSignal): DataStreamRequest {
  server.latch('payload').step();
  return sessions.make().streamRequest(`${server.url}/payloads/${String(count)}?latch=payload`, { signal });
}

/** What a loop is given, each value when the server may write the next. */
async function collected<T>(values: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const value of values) {
    seen.push(value);
    server.latch('payload').step();
  }
  return seen;
}

describe('a stream task', () => {
  it.each<[string, (task: DataStreamTask) => AsyncIterable<unknown>, (value: unknown) => boolean]>([
    ['bytes', (task) => task.streamingData(), (value) => value instanceof Uint8Array],
    ['text', (task) => task.streamingStrings(), (value) => typeof value === 'string'],
    ['documents', (task) => task.streamingDecodable(Payload), (value) => Payload.safeParse(value).success],
    [
      'what a serializer makes',
      (task) => task.streamingResponses(new DecodableStreamSerializer(Payload)),
      (value) => Payload.safeParse(value).success,
    ],
  ])('gives %s, as they are written, and ends', async (_what, valuesOf, isRight) => {
    const values = await collected(valuesOf(payloads(2).streamTask()));
    expect(values.map(isRight)).toEqual([true, true]);
  });

  it('gives lines and Server-Sent Events', async () => {
    const session = sessions.make();
    const lines = session.streamRequest(`${server.url}/stream/3`).streamTask().streamingLines();
    const events = session.streamRequest(`${server.url}/sse`).streamTask().streamingEvents();
    expect([(await collected(lines)).length, (await collected(events)).length]).toEqual([3, 3]);
  });

  it.each<[string, Awaited<ReturnType<HTTPResponseHandler>>]>([
    ['nothing', undefined],
    ['allow', 'allow'],
  ])('waits for who is asked about the head, and goes on with %s', async (_answer, answer) => {
    const request = payloads(2);
    let asked = 0;
    request.onHTTPResponse(async () => {
      await turns(2);
      asked += 1;
      return answer as 'allow';
    });
    expect(await collected(request.streamTask().streamingData())).toHaveLength(2);
    expect(asked).toBe(1);
  });

  it('ends its loops when it is cancelled', async () => {
    const request = payloads(10);
    const task = request.streamTask();
    const seen: Uint8Array[] = [];
    for await (const piece of task.streamingData()) {
      seen.push(piece);
      task.cancel();
    }
    expect(seen).toHaveLength(1);
    expect([request.isCancelled, task.isCancelled]).toEqual([true, true]);
  });

  it('ends its loops, with nothing, when its signal aborts before anything has come', async () => {
    const controller = new AbortController();
    const request = sessions.make().streamRequest(`${server.url}/never`, { signal: controller.signal });
    const values = collected(request.streamTask().streamingData());
    await server.nextRequest('/never');
    controller.abort();
    expect(await values).toEqual([]);
    expect(request.isCancelled).toBe(true);
  });

  it('goes on after a loop that is not to cancel it, until one that does is left', async () => {
    const request = payloads(10);
    const task = request.streamTask();
    const seen = await firstOf(task.streamingData({ automaticallyCancelling: false }), 1);
    await turns();
    expect(request.isResumed).toBe(true);
    const second = task.streamingData()[Symbol.asyncIterator]();
    const next = second.next();
    server.latch('payload').step();
    seen.push((await next).value as Uint8Array);
    await second.return?.();
    await turns();
    expect([seen.length, request.isCancelled]).toEqual([2, true]);
  });

  it('throws what it failed with, unless that is a cancellation', async () => {
    const request = sessions.make().streamRequest(`${server.url}/status/500`).validate();
    await expect(collected(request.streamTask().streamingData())).rejects.toMatchObject({
      responseCode: 500,
    });
  });

  it('suspends and resumes its request', async () => {
    const request = payloads(2);
    const task = request.streamTask();
    task.suspend();
    expect(request.isSuspended).toBe(true);
    task.resume();
    expect(await collected(task.streamingData())).toHaveLength(2);
  });
});
