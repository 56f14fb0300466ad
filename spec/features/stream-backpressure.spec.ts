import { describe, expect, it } from '@jest/globals';
import { BehaviorSubject, EMPTY, NEVER, of, Subject, take, type Unsubscribable } from 'rxjs';
import { type DataStreamRequest, SerialScheduler, type StreamObservable } from 'rxsession';
import { turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { all, firstOf, Payload } from '../support/streams.js';

const server = useServer();
const sessions = useSessions(server);

function streamOf(path: string): DataStreamRequest {
  return sessions.make().streamRequest(`${server.url}${path}`);
}

function nothing(): void {
  // what is told does not matter
}

describe('a projection', () => {
  it('is given one value after the other, each when it has completed for the one before', async () => {
    const running = new BehaviorSubject(0);
    let most = 0;
    const project = async (line: string): Promise<number> => {
      running.next(running.value + 1);
      most = Math.max(most, running.value);
      await turns(2);
      running.next(running.value - 1);
      return (JSON.parse(line) as Payload).id;
    };
    expect(await all(streamOf('/stream/20').responseStreamLines(project))).toEqual([...Array(20).keys()]);
    expect(most).toBe(1);
  });

  it.each<[string, (request: DataStreamRequest) => StreamObservable<unknown>, unknown[]]>([
    ['bytes', (request) => request.responseStream(({ byteLength }) => of(byteLength > 0)), [true]],
    ['text', (request) => request.responseStreamString((text) => [text.length > 0]), [true]],
    ['lines', (request) => request.responseStreamLines((line) => Promise.resolve(line.length > 0)), [true]],
    ['documents', (request) => request.responseStreamDecodable(Payload, ({ id }) => of(id, id + 1)), [0, 1]],
    [
      'what a serializer makes',
      (request) => request.responseStream({ serialize: () => 7 }, (it) => [it]),
      [7],
    ],
    ['nothing of it', (request) => request.responseStream(() => EMPTY), []],
  ])('may take %s, and answer with whatever can be observed', async (_what, project, values) => {
    expect(await all(project(streamOf('/stream/1')))).toEqual(values);
  });

  it('is not asked about a value that could not be made', async () => {
    const request = streamOf('/bytes/50');
    const results = await all(request.responseStreamDecodable(Payload, () => NEVER).result());
    expect(results).toMatchObject([{ kind: 'failure', error: { reason: { kind: 'decodingFailed' } } }]);
  });

  it('that takes its time makes the server wait, for everybody who listens', async () => {
    const request = streamOf('/infinite');
    const gate = new Subject<void>();
    let received = 0;
    request
      .responseStream()
      .events()
      .subscribe((event) => {
        if (event.kind === 'stream' && event.result.kind === 'success')
          received += event.result.value.byteLength;
      });
    request
      .responseStream(() => gate.pipe(take(1)))
      .events()
      .subscribe(nothing);
    const seen = await server.nextRequest('/infinite');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    expect(received).toBeLessThan(1_000_000);
    const before = received;
    gate.next();
    await turns(50);
    expect(received).toBeGreaterThan(before);
    request.cancel();
    expect(await seen.outcome).toBe('closed');
  });

  it.each<[string, (request: DataStreamRequest, subscription: Unsubscribable) => void]>([
    ['the request is cancelled', (request) => request.cancel()],
    ['the last who listened has left', (_request, subscription) => subscription.unsubscribe()],
  ])('is left when %s', async (_when, leave) => {
    const request = streamOf('/infinite');
    const answer = new Subject<never>();
    const subscription = request
      .responseStream(() => answer)
      .events()
      .subscribe(nothing);
    const seen = await server.nextRequest('/infinite');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    expect(answer.observed).toBe(true);
    leave(request, subscription);
    expect(await seen.outcome).toBe('closed');
    expect(answer.observed).toBe(false);
  });
});

describe('a for await loop', () => {
  it('takes each value when it asks for it, and ends with the stream', async () => {
    const ids: number[] = [];
    for await (const line of streamOf('/stream/20').responseStreamLines()) {
      await turns(2);
      ids.push((JSON.parse(line) as Payload).id);
    }
    expect(ids).toEqual([...Array(20).keys()]);
  });

  it('goes over the bytes of the request itself', async () => {
    let length = 0;
    for await (const piece of streamOf('/large?bytes=5000000')) length += piece.byteLength;
    expect(length).toBe(5_000_000);
  });

  it('that takes its time makes the server wait, in constant memory', async () => {
    const request = streamOf('/infinite');
    const seen = server.nextRequest('/infinite');
    let received = 0;
    for await (const { byteLength } of request) {
      received += byteLength;
      if (received > 2_000_000) break;
      if (received < 100_000) expect(await (await seen).stalledOrEnded()).toBe('stalled');
    }
    expect(await (await seen).outcome).toBe('closed');
    expect((await seen).bytesWritten).toBeLessThan(received + 8_000_000);
    expect(request.isCancelled).toBe(true);
  });

  it.each<[string, (request: DataStreamRequest) => Promise<unknown>]>([
    ['break', (request) => firstOf(request, 1)],
    [
      'a throw in it',
      (request) => expect(firstOf(request, 1, new Error('careless'))).rejects.toThrow('careless'),
    ],
  ])('cancels the request with %s', async (_how, loopOver) => {
    const request = streamOf('/infinite');
    const seen = server.nextRequest('/infinite');
    await loopOver(request);
    expect(await (await seen).outcome).toBe('closed');
    expect([request.isCancelled, request.error?.kind]).toEqual([true, 'explicitlyCancelled']);
  });

  it.each([
    ['a status code that is refused', '/status/500', { kind: 'responseValidationFailed' }],
    ['a connection that breaks off', '/truncated', { kind: 'sessionTaskFailed' }],
  ])('throws for %s', async (_what, path, error) => {
    const loop = async (): Promise<void> => {
      for await (const _ of streamOf(path).validate().responseStream()) await turns(1);
    };
    await expect(loop()).rejects.toMatchObject(error);
  });

  it('is given what came before the failure', async () => {
    let received = 0;
    const loop = async (): Promise<void> => {
      for await (const { byteLength } of streamOf('/truncated')) received += byteLength;
    };
    await expect(loop()).rejects.toMatchObject({ kind: 'sessionTaskFailed' });
    expect(received).toBe(50);
  });

  it('over what a projection gives, takes all of one answer before the next value', async () => {
    const ids: string[] = [];
    const lines = streamOf('/stream/3').responseStreamLines((line) => [line, `again ${line}`]);
    for await (const line of lines) ids.push(line.slice(0, 5));
    expect(ids).toEqual(['{"id"', 'again', '{"id"', 'again', '{"id"', 'again']);
  });

  it('may ask for several values at once', async () => {
    const iterator = streamOf('/stream/2').responseStreamLines()[Symbol.asyncIterator]();
    const asked = [iterator.next(), iterator.next(), iterator.next(), iterator.next()];
    expect((await Promise.all(asked)).map(({ done }) => done)).toEqual([false, false, true, true]);
  });

  it('that has left is given nothing more', async () => {
    const iterator = streamOf('/infinite')[Symbol.asyncIterator]();
    expect((await iterator.next()).done).toBe(false);
    const waiting = iterator.next();
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect((await waiting).done).toBeDefined();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    await server.whenIdle();
  });

  it('that was left before it began starts nothing', async () => {
    const request = streamOf('/get');
    await request[Symbol.asyncIterator]().return?.();
    await turns();
    expect([request.isInitialized, server.requests.length]).toEqual([true, 0]);
  });

  it('is served on the queue it asks for', async () => {
    const queue = new SerialScheduler();
    const contexts: boolean[] = [];
    const project = (line: string): string[] => {
      contexts.push(queue.isCurrent);
      return [line];
    };
    for await (const _ of streamOf('/stream/2').responseStreamLines(project, { queue })) await turns(1);
    expect(contexts).toEqual([true, true]);
  });
});
