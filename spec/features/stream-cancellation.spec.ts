import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, NEVER, type ObservableInput, of, take, tap, throwError } from 'rxjs';
import {
  type DataStreamRequest,
  type HTTPResponseHandler,
  isCancelled,
  type StreamObservable,
} from 'rxsession';
import { ended, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { all, completionOf, eventsOf, kindsOf, Payload } from '../support/streams.js';

const server = useServer();
const sessions = useSessions(server);

function streamOf(path: string, signal?: AbortSignal): DataStreamRequest {
  return sessions.make().streamRequest(`${server.url}${path}`, { signal });
}

describe('a stream that is cancelled', () => {
  it.each<[string, (event: { cancel(): void; token: { cancel(): void } }) => void]>([
    ['the event', (event) => event.cancel()],
    ['its token', ({ token }) => token.cancel()],
  ])('by %s ends with that, though all has come', async (_what, cancel) => {
    const request = streamOf('/bytes/1');
    const note = tap<{ kind: string; cancel(): void; token: { cancel(): void } }>((event) => {
      if (event.kind === 'stream') cancel(event);
    });
    const kinds: string[] = [];
    await all(
      request
        .responseStream()
        .events()
        .pipe(
          note,
          tap(({ kind }) => void kinds.push(kind)),
        ),
    );
    expect(kinds).toEqual(['stream', 'complete']);
    expect(request.error?.kind).toBe('explicitlyCancelled');
    expect(request.isCancelled).toBe(true);
  });

  it('gives nothing of what has come already but its end', async () => {
    const request = streamOf('/bytes/1');
    const seen: unknown[] = [];
    request.responseStream({ makeParser: () => ({ parse: () => [1, 2, 3] }) }).subscribe({
      next: (value) => {
        seen.push(value);
        request.cancel();
      },
      error: (error) => seen.push(isCancelled(error)),
    });
    await ended(request);
    expect(seen).toEqual([1, true]);
  });

  it.each<[string, HTTPResponseHandler]>([
    ['at once', () => 'cancel'],
    ['by a promise', () => Promise.resolve('cancel')],
    ['by an Observable', () => of('cancel' as const)],
  ])('by who is asked about its head gives its end alone: %s', async (_how, handler) => {
    const request = streamOf('/payloads/2').onHTTPResponse(handler);
    const events = await eventsOf(request.responseStream());
    expect(kindsOf(events)).toEqual(['complete']);
    expect(completionOf(events)).toMatchObject({
      response: { statusCode: 200 },
      error: { kind: 'explicitlyCancelled' },
    });
    expect(completionOf(events).response).toBe(request.httpResponse);
    expect([request.isCancelled, request.error?.kind]).toEqual([true, 'explicitlyCancelled']);
  });

  it.each<[string, () => StreamObservable<Payload>]>([
    [
      'by the request',
      () =>
        sessions
          .make()
          .streamRequest(`${server.url}/bytes/50`, { automaticallyCancelOnStreamError: true })
          .responseStreamDecodable(Payload),
    ],
    [
      'by the one who listens',
      () =>
        streamOf('/bytes/50').responseStreamDecodable(Payload, { automaticallyCancelOnStreamError: true }),
    ],
  ])('for a value that cannot be made, where that is asked for: %s', async (_by, valuesFrom) => {
    const events = await eventsOf(valuesFrom());
    expect(events).toMatchObject([
      { kind: 'stream', result: { kind: 'failure', error: { reason: { kind: 'decodingFailed' } } } },
      {
        kind: 'complete',
        completion: { response: { statusCode: 200 }, error: { kind: 'explicitlyCancelled' } },
      },
    ]);
  });

  it.each<[string, () => ObservableInput<never>]>([
    [
      'throws',
      () => {
        throw new Error('careless');
      },
    ],
    ['answers with an Observable that errors', () => throwError(() => new Error('careless'))],
    ['answers with a promise that rejects', () => Promise.reject(new Error('careless'))],
    ['answers with nothing to observe', () => undefined as never],
  ])('because a projection %s ends with that failure', async (_what, project) => {
    const request = streamOf('/bytes/50');
    const bytes = eventsOf(request.responseStream());
    const events = await eventsOf(request.responseStream(project));
    expect(kindsOf(events)).toEqual(['complete']);
    expect(completionOf(events)).toMatchObject({
      response: { statusCode: 200 },
      error: { kind: 'responseSerializationFailed', reason: { kind: 'customSerializationFailed' } },
    });
    expect(completionOf(events).error).toBe(completionOf(await bytes).error);
    expect(request.isCancelled).toBe(true);
  });

  it('by its signal ends for everybody', async () => {
    const controller = new AbortController();
    const request = streamOf('/infinite', controller.signal);
    request
      .responseStream()
      .events()
      .pipe(take(1))
      .subscribe(() => controller.abort());
    const seen = server.nextRequest('/infinite');
    await expect(all(request.responseStreamString())).rejects.toMatchObject({ kind: 'explicitlyCancelled' });
    expect(await (await seen).outcome).toBe('closed');
  });

  it('while a value is being made ends without it', async () => {
    const request = streamOf('/bytes/1');
    const serialize = (): Promise<never> => {
      request.cancel();
      return new Promise(() => undefined);
    };
    const events = await eventsOf(request.responseStream({ serialize }));
    expect(kindsOf(events)).toEqual(['complete']);
    expect(completionOf(events).error?.kind).toBe('explicitlyCancelled');
  });

  it('with its session ends with that', async () => {
    const session = sessions.make();
    const request = session.streamRequest(`${server.url}/infinite`);
    request.responseStream(() => NEVER).subscribe({ error: () => undefined });
    const events = eventsOf(request.responseStream());
    await server.nextRequest('/infinite');
    session.invalidateAndCancel();
    expect(completionOf(await events).error?.kind).toBe('sessionInvalidated');
    await server.whenIdle();
  });
});

describe('who listens to a stream', () => {
  it('and leaves cancels it, as the last one, and is told nothing more', async () => {
    const request = streamOf('/infinite');
    let told = 0;
    const seen = server.nextRequest('/infinite');
    const subscription = request
      .responseStream()
      .events()
      .subscribe(() => {
        told += 1;
        subscription.unsubscribe();
      });
    expect(await (await seen).outcome).toBe('closed');
    expect([told, request.isCancelled, request.error?.kind]).toEqual([1, true, 'explicitlyCancelled']);
  });

  it('and leaves while others stay takes nothing from them', async () => {
    const request = streamOf('/chunked/4?latch=four');
    const latch = server.latch('four');
    latch.step();
    const first = firstValueFrom(request.responseStream());
    const rest = all(request.responseStream().pipe(tap(() => latch.step())));
    expect(await first).toHaveLength(1);
    expect(await rest).toHaveLength(4);
    expect(request.isFinished).toBe(true);
  });

  it('lets it run on where that is asked for, and what comes is lost', async () => {
    const request = streamOf('/chunked/3?latch=lost');
    const latch = server.latch('lost');
    latch.step();
    const values = request.responseStream({ automaticallyCancelling: false });
    expect(await firstValueFrom(values)).toHaveLength(1);
    latch.release();
    expect(await ended(request)).toBe('finished');
    expect(kindsOf(await eventsOf(request.responseStream()))).toEqual(['complete']);
  });

  it('stops with the first value that cannot be made, and cancels the request with it', async () => {
    const request = streamOf('/infinite');
    const seen = server.nextRequest('/infinite');
    await expect(all(request.responseStreamDecodable(Payload))).rejects.toMatchObject({
      reason: { kind: 'decodingFailed' },
    });
    expect(await (await seen).outcome).toBe('closed');
    expect(request.isCancelled).toBe(true);
  });

  it('before it starts, and leaves again, has nothing sent', async () => {
    const request = sessions.make({ startRequestsImmediately: false }).streamRequest(`${server.url}/get`);
    request.responseStream().subscribe().unsubscribe();
    await turns();
    expect([request.isCancelled, server.requests.length]).toEqual([true, 0]);
  });
});
