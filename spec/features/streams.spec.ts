import { describe, expect, it } from '@jest/globals';
import { asyncScheduler, tap } from 'rxjs';
import {
  type DataStreamRequest,
  Redirector,
  SerialScheduler,
  type StreamObservable,
  URLRequest,
} from 'rxsession';
import { DecodableStreamSerializer } from 'rxsession/serializers';
import { turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { all, completionOf, eventsOf, kindsOf, Payload, valuesOf } from '../support/streams.js';

const server = useServer();
const sessions = useSessions(server);

function streamOf(path: string): DataStreamRequest {
  return sessions.make().streamRequest(`${server.url}${path}`);
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((length, { byteLength }) => length + byteLength, 0);
}

/** Notes each thing as it happens to a stream. */
function noting<T>(request: DataStreamRequest, values: StreamObservable<T>): [string[], Promise<unknown>] {
  const noted: string[] = [];
  request.onHTTPResponse(() => void noted.push('response'));
  const done = all(values.events().pipe(tap(({ kind }) => void noted.push(kind))));
  return [noted, done];
}

describe('a stream of bytes', () => {
  it.each([5, 1])('comes after the head and before the end, never in the call: %i', async (length) => {
    const session = sessions.make();
    const request = session.streamRequest(`${server.url}/bytes/${String(length)}`);
    const contexts: boolean[] = [];
    const values = request.responseStream();
    const [noted, done] = noting(request, values);
    values.subscribe(() => contexts.push(session.rootQueue.isCurrent));
    expect(noted).toEqual([]);
    await done;
    expect(noted).toEqual(['response', 'stream', 'complete']);
    expect(contexts).toEqual([true]);
  });

  it('holds all bytes, and ends with what is known of the exchange', async () => {
    const request = streamOf('/bytes/5');
    const events = await eventsOf(request.responseStream());
    expect(lengthOf(valuesOf(events))).toBe(5);
    const completion = completionOf(events);
    expect(completion).toMatchObject({ request: { method: 'GET' }, response: { statusCode: 200 } });
    expect(completion.response).toBe(request.httpResponse);
    expect(completion.metrics).toBe(request.metrics);
    expect(completion.error).toBeUndefined();
  });

  it('comes piece by piece, as the server writes it', async () => {
    const request = streamOf('/chunked/5?latch=byte');
    const latch = server.latch('byte');
    const events = eventsOf(request.responseStream());
    latch.step();
    request.responseStream().subscribe(() => latch.step());
    expect(kindsOf(await events)).toEqual([...Array<string>(5).fill('stream'), 'complete']);
    expect(lengthOf(valuesOf(await events))).toBe(5);
    expect(completionOf(await events).response).toMatchObject({ statusCode: 200 });
  });

  it('is what the request itself is an Observable of', async () => {
    expect(lengthOf(await all(streamOf('/bytes/1000')))).toBe(1000);
  });

  it('is empty where the body is', async () => {
    const events = await eventsOf(streamOf('/status/200').responseStream());
    expect(kindsOf(events)).toEqual(['complete']);
  });

  it('has no limit', async () => {
    const session = sessions.make({ configuration: { maximumResponseBodySize: 1000 } });
    const pieces = await all(session.streamRequest(`${server.url}/large?bytes=5000000`));
    expect(lengthOf(pieces)).toBe(5_000_000);
  });
});

describe('a stream of values', () => {
  it.each<[string, (request: DataStreamRequest) => StreamObservable<unknown>, unknown]>([
    ['text', (request) => request.responseStreamString(), expect.stringContaining('"id":0')],
    ['documents', (request) => request.responseStreamDecodable(Payload), { id: 0, url: expect.any(String) }],
    [
      'what a serializer makes',
      (request) => request.responseStream(new DecodableStreamSerializer(Payload)),
      { id: 0, url: expect.any(String) },
    ],
    ['lines', (request) => request.responseStreamLines(), expect.stringMatching(/^\{"id":0.*\}$/)],
    [
      'what a function makes',
      (request) => request.responseStream({ serialize: ({ byteLength }) => byteLength > 0 }),
      true,
    ],
  ])('gives %s, then the end, on the rootQueue', async (_what, valuesIn, value) => {
    const session = sessions.make();
    const request = session.streamRequest(`${server.url}/stream/1`);
    const contexts: boolean[] = [];
    const values = valuesIn(request).events();
    const events = await all(values.pipe(tap(() => void contexts.push(session.rootQueue.isCurrent))));
    expect(valuesOf(events)).toEqual([value]);
    expect(completionOf(events)).toMatchObject({ response: { statusCode: 200 }, error: undefined });
    expect(contexts).toEqual([true, true]);
  });

  it.each<[string, (request: DataStreamRequest, queue: SerialScheduler) => StreamObservable<unknown>]>([
    ['bytes', (request, queue) => request.responseStream({ queue })],
    ['text', (request, queue) => request.responseStreamString({ queue })],
    ['documents', (request, queue) => request.responseStreamDecodable(Payload, { queue })],
  ])('is handed over on the scheduler it is asked for on: %s', async (_what, valuesOn) => {
    const queue = new SerialScheduler();
    const request = streamOf('/stream/1');
    const values = valuesOn(request, queue);
    const [noted, done] = noting(request, values);
    const contexts: boolean[] = [];
    await all(values.events().pipe(tap(() => void contexts.push(queue.isCurrent))));
    await done;
    expect(noted).toEqual(['response', 'stream', 'complete']);
    expect(contexts).toEqual([true, true]);
    expect(request.httpResponse?.statusCode).toBe(200);
  });

  it('decodes each piece by itself', async () => {
    const request = streamOf('/payloads/5?latch=payload');
    const latch = server.latch('payload');
    const [noted, done] = noting(request, request.responseStreamDecodable(Payload));
    const values = all(request.responseStreamDecodable(Payload).pipe(tap(() => latch.step())));
    latch.step();
    expect((await values).map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
    await done;
    expect(noted).toEqual(['response', ...Array<string>(5).fill('stream'), 'complete']);
    expect(request.httpResponse?.statusCode).toBe(200);
  });

  it('decodes each line of newline-delimited JSON, however its chunks are cut', async () => {
    const request = streamOf('/stream/200');
    const values = await all(request.responseStreamDecodable(Payload));
    expect(values.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, id) => id));
    expect(request.httpResponse?.mimeType).toBe('application/x-ndjson');
  });

  it('goes on after a piece that cannot be decoded, unless it is told to stop', async () => {
    const Second = Payload.refine(({ id }) => id !== 1);
    const request = streamOf('/payloads/3?latch=flawed');
    const latch = server.latch('flawed');
    const results = all(
      request
        .responseStreamDecodable(Second)
        .result()
        .pipe(tap(() => latch.step())),
    );
    latch.step();
    expect(await results).toMatchObject([
      { kind: 'success', value: { id: 0 } },
      { kind: 'failure', error: { reason: { kind: 'decodingFailed' } } },
      { kind: 'success', value: { id: 2 } },
    ]);
    expect(request.error).toBeUndefined();
  });

  it('ends for the one who listens with a parser that fails, and for nobody else', async () => {
    const request = streamOf('/stream/3');
    const lines = all(request.responseStreamLines());
    const results = all(request.responseStreamLines({ maximumLineLength: 3 }).result());
    expect(await results).toMatchObject([{ kind: 'failure', error: { reason: { maximum: 3 } } }]);
    expect(await lines).toHaveLength(3);
  });

  it.each<[string, (request: DataStreamRequest) => StreamObservable<unknown>]>([
    ['no schema', (request) => request.responseStreamDecodable(undefined as never)],
    ['an encoding nobody knows', (request) => request.responseStreamString({ encoding: 'klingon' })],
    ['no serializer', (request) => request.responseStream({ serialize: 'no function' as never })],
    ['no parser', (request) => request.responseStream({ makeParser: () => undefined as never })],
    ['a length that is none', (request) => request.responseStreamLines({ maximumLineLength: NaN })],
    ['another', (request) => request.responseStreamEvents({ maximumEventLength: -1 })],
    ['no values', (request) => request.responseStream({ makeParser: () => ({ parse: () => 7 as never }) })],
    ['a rejection', (request) => request.responseStream({ serialize: () => Promise.reject(new Error()) })],
  ])('fails with what it was made with: %s', async (_what, valuesIn) => {
    const events = await eventsOf(valuesIn(streamOf('/stream/1')));
    expect(events).toMatchObject([
      { kind: 'stream', result: { kind: 'failure', error: { kind: 'responseSerializationFailed' } } },
      { kind: 'complete', completion: { error: undefined } },
    ]);
  });

  it('comes from where a redirect handler has led', async () => {
    const noted: string[] = [];
    const redirect = Redirector.modify(() => {
      noted.push('redirect');
      return new URLRequest(`${server.url}/stream/1`);
    });
    const request = streamOf('/redirect-to?url=/get&status=301').redirect(redirect);
    const values = request.responseStreamDecodable(Payload).events();
    const events = await all(values.pipe(tap(({ kind }) => void noted.push(kind))));
    expect(noted).toEqual(['redirect', 'stream', 'complete']);
    expect(valuesOf(events)).toMatchObject([{ id: 0 }]);
    expect(completionOf(events).response).toMatchObject({ statusCode: 200 });
  });
});

describe('several listeners to one stream', () => {
  it('are each given everything in its order, from one exchange', async () => {
    const request = streamOf('/bytes/1');
    const heads: unknown[] = [];
    request.onHTTPResponse((head) => void heads.push(head));
    const [first, second] = await Promise.all([
      eventsOf(request.responseStream()),
      eventsOf(request.responseStream()),
    ]);
    for (const events of [first, second]) {
      expect(kindsOf(events)).toEqual(['stream', 'complete']);
      expect(lengthOf(valuesOf(events))).toBe(1);
      expect(completionOf(events).response).toBe(heads[0]);
    }
    expect([heads.length, server.requests.length]).toEqual([1, 1]);
  });

  it('may make different things of it', async () => {
    const request = streamOf('/stream/1');
    const [bytes, documents] = await Promise.all([
      eventsOf(request.responseStream()),
      eventsOf(request.responseStreamDecodable(Payload)),
    ]);
    expect(lengthOf(valuesOf(bytes))).toBeGreaterThan(0);
    expect(valuesOf(documents)).toMatchObject([{ id: 0 }]);
    expect(completionOf(bytes).response).toBe(completionOf(documents).response);
    expect([kindsOf(bytes), kindsOf(documents)]).toEqual([
      ['stream', 'complete'],
      ['stream', 'complete'],
    ]);
  });

  it.each([
    ['serial', () => new SerialScheduler()],
    ['shared', () => asyncScheduler],
  ])('are served in the order they came, with %s queues of the session', async (_kind, queue) => {
    const session = sessions.make({ requestQueue: queue(), serializationQueue: queue() });
    const request = session.streamRequest(`${server.url}/stream/1`, { shouldAutomaticallyResume: false });
    const noted: string[] = [];
    const listen = (name: string): Promise<unknown[]> =>
      all(
        request
          .responseStreamDecodable(Payload)
          .events()
          .pipe(tap(({ kind }) => void noted.push(`${name} ${kind}`))),
      );
    const done = Promise.all([listen('first'), listen('second')]);
    request.resume();
    expect((await done).map((events) => events.length)).toEqual([2, 2]);
    expect(noted.slice(0, 2)).toEqual(['first stream', 'second stream']);
    expect(noted.slice(2).sort()).toEqual(['first complete', 'second complete']);
    expect(request.error).toBeUndefined();
  });

  it('are given what comes after they came', async () => {
    const request = streamOf('/payloads/3?latch=late');
    const latch = server.latch('late');
    const late: Promise<Payload[]>[] = [];
    const values = all(
      request.responseStreamDecodable(Payload).pipe(
        tap(({ id }) => {
          if (id === 0) late.push(all(request.responseStreamDecodable(Payload)));
          latch.step();
        }),
      ),
    );
    latch.step();
    expect(await values).toHaveLength(3);
    expect((await Promise.all(late)).flat().map(({ id }) => id)).toEqual([1, 2]);
  });

  it('are given the end alone when they come after it, never in the call', async () => {
    const request = streamOf('/bytes/5');
    await all(request.responseStream());
    const late: string[] = [];
    const events = all(
      request
        .responseStream()
        .events()
        .pipe(tap(({ kind }) => void late.push(kind))),
    );
    expect(late).toEqual([]);
    expect(kindsOf(await events)).toEqual(['complete']);
    expect(completionOf(await events)).toMatchObject({ response: { statusCode: 200 }, error: undefined });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a stream request', () => {
  it('waits for resume() where requests start by hand', async () => {
    const session = sessions.make({ startRequestsImmediately: false });
    const request = session.streamRequest(`${server.url}/stream/1`);
    const events = eventsOf(request.responseStream());
    await turns();
    expect([request.isInitialized, server.requests.length]).toEqual([true, 0]);
    request.resume();
    expect(kindsOf(await events)).toEqual(['stream', 'complete']);
    expect(completionOf(await events).response).toMatchObject({ statusCode: 200 });
  });

  it('stands still while it is suspended', async () => {
    const request = streamOf('/infinite');
    const seen = server.nextRequest('/infinite');
    request
      .responseStream()
      .events()
      .subscribe(() => request.suspend());
    expect(await (await seen).stalledOrEnded()).toBe('stalled');
    request.cancel();
    expect(await (await seen).outcome).toBe('closed');
  });

  it('takes parameters, headers and a method', async () => {
    const request = sessions.make().streamRequest(`${server.url}/post`, {
      method: 'POST',
      parameters: { page: 2 },
      headers: { 'X-Trace': '17' },
    });
    const [text] = await all(request.responseStreamString());
    expect(JSON.parse(text ?? '')).toMatchObject({
      method: 'POST',
      form: { page: '2' },
      headers: { 'x-trace': '17' },
    });
  });

  it.each(['', 'http://', 'ftp://example.com/'])('fails with a URL that is none: %j', async (url) => {
    const events = await eventsOf(sessions.make().streamRequest(url).responseStream());
    expect(completionOf(events).error).toBeDefined();
    expect(kindsOf(events)).toEqual(['complete']);
  });
});
