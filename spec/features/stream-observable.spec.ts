import { describe, expect, it } from '@jest/globals';
import {
  asapScheduler,
  asyncScheduler,
  combineLatest,
  filter,
  lastValueFrom,
  map,
  materialize,
  type Observable,
  observeOn,
  subscribeOn,
  tap,
  toArray,
} from 'rxjs';
import {
  type DataStreamEvent,
  type DataStreamRequest,
  SerialScheduler,
  type StreamObservable,
  type URLRequest,
} from 'rxsession';
import { type DataStreamCompletion } from 'rxsession/serializers';
import { z } from 'zod';
import { ended } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { all, completionOf, eventsOf, kindsOf, valuesOf } from '../support/streams.js';

const server = useServer();
const sessions = useSessions(server);
const Echo = z.object({ url: z.string() });
type Echo = z.infer<typeof Echo>;

function streamOf(path = '/get'): DataStreamRequest {
  return sessions.make().streamRequest(`${server.url}${path}`);
}

function timingOut(): DataStreamRequest {
  const requestModifier = (urlRequest: URLRequest): URLRequest => urlRequest.with({ timeoutInterval: 10 });
  return sessions.make().streamRequest(`${server.url}/never`, { requestModifier });
}

function completions(values: StreamObservable<unknown>): Observable<DataStreamCompletion> {
  return values.events().pipe(
    filter((event) => event.kind === 'complete'),
    map(({ completion }) => completion),
  );
}

/** Everything an Observable tells: `N` for a value, `C` for its end, `E` for an error. */
async function course(source: Observable<unknown>): Promise<string> {
  const told = await lastValueFrom(source.pipe(materialize(), toArray()));
  return told.map(({ kind }) => kind).join('');
}

describe('the events of a stream', () => {
  it.each<[string, (request: DataStreamRequest) => StreamObservable<unknown>, unknown]>([
    ['documents', (request) => request.responseStreamDecodable(Echo), { url: expect.any(String) }],
    ['bytes', (request) => request.responseStream(), expect.any(Uint8Array)],
  ])('are those of its values, then one end, then nothing: %s', async (_what, valuesIn, value) => {
    const values = valuesIn(streamOf());
    const course_ = course(values.events());
    const events = await eventsOf(values);
    expect(valuesOf(events)).toEqual([value]);
    expect(completionOf(events).error).toBeUndefined();
    expect(await course_).toBe('NNC');
  });

  it('come as soon as they are listened to where the request says so, not its session', async () => {
    const session = sessions.make({ startRequestsImmediately: false });
    const request = session.streamRequest(`${server.url}/get`, { shouldAutomaticallyResume: true });
    const values = request.responseStreamDecodable(Echo);
    expect(await course(values.events())).toBe('NNC');
  });

  it('are told to several handlers of one request', async () => {
    const request = streamOf();
    const handled: DataStreamEvent<Echo>[] = [];
    request
      .responseStreamDecodable(Echo)
      .events()
      .subscribe((event) => handled.push(event));
    const events = await all(request.responseStreamDecodable(Echo).events());
    for (const told of [handled, events]) {
      expect(valuesOf(told)).toEqual([{ url: `${server.url}/get` }]);
      expect(completionOf(told).error).toBeUndefined();
    }
  });

  it('do not begin before they are listened to', async () => {
    const request = streamOf();
    const values = request.responseStreamDecodable(Echo);
    expect(request.state).toBe('initialized');
    const events = eventsOf(values);
    expect(request.state).not.toBe('initialized');
    expect(kindsOf(await events)).toEqual(['stream', 'complete']);
  });

  it('are its end alone when the request is cancelled', async () => {
    const request = streamOf('/never');
    const events = eventsOf(request.responseStreamDecodable(Echo));
    request.cancel();
    expect(kindsOf(await events)).toEqual(['complete']);
    expect(completionOf(await events).error?.kind).toBe('explicitlyCancelled');
    expect(request.isCancelled).toBe(true);
  });

  it('are none for one who has left, and the request is cancelled', async () => {
    const request = streamOf();
    const told: unknown[] = [];
    const values = request.responseStreamDecodable(Echo);
    values
      .events()
      .subscribe((event) => told.push(event))
      .unsubscribe();
    expect(await ended(request)).toBe('cancelled');
    expect([request.error?.kind, told]).toEqual(['explicitlyCancelled', []]);
  });

  it('can be combined with those of another', async () => {
    const pairs = await all(
      combineLatest([
        completions(streamOf().responseStreamDecodable(Echo)),
        completions(streamOf('/anything').responseStreamDecodable(Echo)),
      ]),
    );
    expect(pairs.map((pair) => pair.map(({ error }) => error))).toEqual([[undefined, undefined]]);
  });
});

describe('the results of a stream', () => {
  it('are those of its values', async () => {
    const results = streamOf().responseStreamDecodable(Echo).result();
    expect(await all(results)).toEqual([{ kind: 'success', value: { url: `${server.url}/get` } }]);
  });

  it('end with the failure of the request', async () => {
    const results = timingOut().responseStreamDecodable(Echo).result();
    expect(await all(results)).toMatchObject([{ kind: 'failure', error: { code: 'timedOut' } }]);
  });
});

describe('the values of a stream', () => {
  it('are emitted, then it completes', async () => {
    const request = streamOf();
    expect(await all(request.responseStreamDecodable(Echo).value())).toEqual([{ url: `${server.url}/get` }]);
    expect(await course(streamOf().responseStreamDecodable(Echo))).toBe('NC');
  });

  it('end with the error of the request', async () => {
    const request = timingOut();
    const error = { kind: 'sessionTaskFailed', code: 'timedOut' };
    await expect(all(request.responseStreamDecodable(Echo).value())).rejects.toMatchObject(error);
    await expect(all(request.responseStreamDecodable(Echo))).rejects.toMatchObject(error);
    await expect(all(request)).rejects.toMatchObject(error);
  });

  it('are given once to one who throws, whose failure is reported to nobody else', async () => {
    const request = streamOf('/stream/3');
    const lines: string[] = [];
    const counted = all(request.responseStreamLines());
    await all(
      request.responseStreamLines().pipe(
        map((line) => {
          lines.push(line);
          throw new Error('careless');
        }),
        materialize(),
      ),
    );
    expect([lines.length, (await counted).length]).toEqual([1, 3]);
  });
});

describe('the scheduler of a stream', () => {
  it('is the rootQueue for one who subscribes on another', async () => {
    const session = sessions.make();
    const values = session.streamRequest(`${server.url}/get`).responseStreamDecodable(Echo);
    const where: boolean[] = [];
    const note = (): void => void where.push(session.rootQueue.isCurrent);
    await all(values.events().pipe(subscribeOn(asyncScheduler), tap({ next: note, complete: note })));
    expect(where).toEqual([true, true, true]);
  });

  it('is the one given, for every event and the end of them', async () => {
    const queue = new SerialScheduler();
    const where: boolean[] = [];
    const note = (): void => void where.push(queue.isCurrent);
    const values = streamOf('/stream/3').responseStreamLines({ queue });
    await all(values.events().pipe(tap({ next: note, complete: note })));
    expect(where).toEqual(Array(5).fill(true));
  });

  it('can be left for another with observeOn', async () => {
    const session = sessions.make();
    const values = session
      .streamRequest(`${server.url}/get`)
      .responseStreamDecodable(Echo, { queue: asapScheduler });
    const where: boolean[] = [];
    const note = tap(() => void where.push(session.rootQueue.isCurrent));
    const events = await all(values.events().pipe(observeOn(session.rootQueue), note));
    expect(kindsOf(events as DataStreamEvent<Echo>[])).toEqual(['stream', 'complete']);
    expect(where).toEqual([true, true]);
  });
});
