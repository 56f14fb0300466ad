import { describe, expect, it } from '@jest/globals';
import {
  asapScheduler,
  asyncScheduler,
  combineLatest,
  type Observable,
  lastValueFrom,
  materialize,
  observeOn,
  subscribeOn,
  switchMap,
  toArray,
} from 'rxjs';
import { type DataRequest, SerialScheduler, type URLRequest } from 'rxsession';
import { z } from 'zod';
import { ended } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const Echo = z.object({ url: z.string(), headers: z.record(z.string(), z.string()) });

/** Everything an Observable tells: `N` for a value, `C` for its end, `E` for an error. */
async function course(source: Observable<unknown>): Promise<string> {
  const told = await lastValueFrom(source.pipe(materialize(), toArray()));
  return told.map(({ kind }) => kind).join('');
}

describe('a response Observable', () => {
  it.each<[string, (request: DataRequest) => Observable<{ result: { kind: string } }>]>([
    ['decoded', (request) => request.responseDecodable(Echo)],
    ['as bytes', (request) => request.responseData()],
    ['as text', (request) => request.responseString()],
    ['as JSON', (request) => request.responseJSON()],
    ['not serialized', (request) => request.response()],
    ['of the request itself', (request) => request],
  ])('emits one successful response, %s, and completes', async (_form, listen) => {
    const responses = listen(sessions.make().request(`${server.url}/get`));
    expect(await course(responses)).toBe('NC');
    expect(await lastValueFrom(responses)).toMatchObject({ result: { kind: 'success' } });
  });

  it('stands beside other handlers of the same request', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const kinds: string[] = [];
    request.responseDecodable(Echo).subscribe(({ result }) => kinds.push(result.kind));
    expect(await course(request.responseDecodable(Echo))).toBe('NC');
    expect(kinds).toEqual(['success']);
  });

  it('gives the result alone, whose failures are values', async () => {
    const session = sessions.make();
    const good = session.request(`${server.url}/get`).responseDecodable(Echo).result();
    const bad = session.request(`${server.url}/status/500`).validate().responseString().result();
    expect(await lastValueFrom(good)).toMatchObject({ kind: 'success', value: { url: `${server.url}/get` } });
    expect(await course(good)).toBe('NC');
    expect(await lastValueFrom(bad)).toMatchObject({ kind: 'failure' });
  });

  it('gives the value alone', async () => {
    const value = sessions.make().request(`${server.url}/get`).responseDecodable(Echo).value();
    expect(await lastValueFrom(value)).toMatchObject({ url: `${server.url}/get` });
    expect(await course(value)).toBe('NC');
  });

  it('errors in the place of the value when the request times out', async () => {
    const requestModifier = (urlRequest: URLRequest): URLRequest => urlRequest.with({ timeoutInterval: 10 });
    const request = sessions.make().request(`${server.url}/never`, { requestModifier });
    const value = request.responseDecodable(Echo).value();
    await expect(lastValueFrom(value)).rejects.toMatchObject({ kind: 'sessionTaskFailed', code: 'timedOut' });
    expect(await course(value)).toBe('E');
  });

  it('starts nothing before it is subscribed to', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const responses = request.responseDecodable(Echo);
    expect(request.state).toBe('initialized');
    const end = course(responses);
    expect(request.state).toBe('resumed');
    expect(await end).toBe('NC');
  });

  it('emits the cancellation and completes when its request is cancelled', async () => {
    const request = sessions.make().request(`${server.url}/never`);
    const responses = request.responseDecodable(Echo);
    const end = course(responses);
    request.cancel();
    expect(await end).toBe('NC');
    expect(await lastValueFrom(responses)).toMatchObject({ error: { kind: 'explicitlyCancelled' } });
    expect(request.isCancelled).toBe(true);
  });

  it('can be combined with another', async () => {
    const session = sessions.make();
    const pair = combineLatest([
      session.request(`${server.url}/get`).responseDecodable(Echo),
      session.request(`${server.url}/anything`).responseDecodable(Echo),
    ]);
    const pairs = await lastValueFrom(pair.pipe(toArray()));
    expect(pairs.map((responses) => responses.map(({ result }) => result.kind))).toEqual([
      ['success', 'success'],
    ]);
  });

  it('can be the beginning of a chain', async () => {
    const session = sessions.make();
    const headers = { 'X-Custom': 'CustomValue' };
    const chain = session
      .request(`${server.url}/get`)
      .responseDecodable(Echo)
      .value()
      .pipe(switchMap(({ url }) => session.request(url, { headers }).responseDecodable(Echo)));
    const [response, ...more] = await lastValueFrom(chain.pipe(toArray()));
    expect(response?.value?.headers).toMatchObject({ 'x-custom': 'CustomValue' });
    expect(more).toEqual([]);
  });
});

describe('the scheduler of a delivery', () => {
  it('is the rootQueue', async () => {
    const session = sessions.make();
    const isCurrent: boolean[] = [];
    const request = session.request(`${server.url}/get`);
    request.responseString().subscribe({
      next: () => isCurrent.push(session.rootQueue.isCurrent),
      complete: () => isCurrent.push(session.rootQueue.isCurrent),
    });
    await ended(request);
    expect(isCurrent).toEqual([true, true]);
  });

  it('is the rootQueue for one who subscribes on another scheduler', async () => {
    const session = sessions.make();
    const where = new Promise((resolve) => {
      const responses = session.request(`${server.url}/get`).responseDecodable(Echo);
      responses.pipe(subscribeOn(asyncScheduler)).subscribe(({ result }) => {
        resolve([session.rootQueue.isCurrent, result.kind]);
      });
    });
    expect(await where).toEqual([true, 'success']);
  });

  it('is the one given, for the response and the end of it', async () => {
    const queue = new SerialScheduler({ label: 'mine' });
    const told: unknown[] = [];
    const responses = sessions.make().request(`${server.url}/get`).responseDecodable(Echo, { queue });
    await new Promise<void>((resolve) => {
      responses.subscribe({
        next: ({ result }) => told.push([result.kind, queue.isCurrent]),
        complete: () => resolve(void told.push(queue.isCurrent)),
      });
    });
    expect(told).toEqual([['success', true], true]);
  });

  it('can be left for another with observeOn', async () => {
    const session = sessions.make();
    const responses = session.request(`${server.url}/get`).responseDecodable(Echo, { queue: asapScheduler });
    const moved = responses.pipe(observeOn(session.rootQueue));
    const where = new Promise((resolve) => {
      moved.subscribe(() => resolve(session.rootQueue.isCurrent));
    });
    expect(await where).toBe(true);
    expect(await course(moved)).toBe('NC');
  });

  it('is not waited for by one who has left', async () => {
    const queue = new SerialScheduler({ label: 'mine' });
    const request = sessions.make().request(`${server.url}/get`);
    const heard: unknown[] = [];
    const late = request.responseString({ queue }).subscribe((response) => heard.push(response));
    request.response().subscribe(() => late.unsubscribe());
    await ended(request);
    await new Promise<void>((resolve) => queue.schedule(() => resolve()));
    expect(heard).toEqual([]);
  });
});
