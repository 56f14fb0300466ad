import { describe, expect, it } from '@jest/globals';
import {
  asapScheduler,
  asyncScheduler,
  lastValueFrom,
  materialize,
  type Observable,
  observeOn,
  subscribeOn,
  switchMap,
  toArray,
} from 'rxjs';
import { type DownloadRequest, type Result, SerialScheduler, type Session, type URLRequest } from 'rxsession';
import { z } from 'zod';
import { useDownloadedFiles } from '../support/downloads.js';
import { ended } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
useDownloadedFiles();
const sessions = useSessions(server);
const Echo = z.object({ url: z.string(), headers: z.record(z.string(), z.string()) });

const echoed = (session: Session = sessions.make()): DownloadRequest => session.download(`${server.url}/get`);

/** Everything an Observable tells: `N` for a value, `C` for its end, `E` for an error. */
async function course(source: Observable<unknown>): Promise<string> {
  const told = await lastValueFrom(source.pipe(materialize(), toArray()));
  return told.map(({ kind }) => kind).join('');
}

describe('the response Observable of a download', () => {
  it.each<
    [
      string,
      (request: DownloadRequest) => Observable<{ result: Result<unknown>; fileURL?: unknown }>,
      unknown,
    ]
  >([
    ['decoded', (request) => request.responseDecodable(Echo), { url: expect.any(String) as unknown }],
    ['as bytes', (request) => request.responseData(), expect.any(Uint8Array)],
    ['as text', (request) => request.responseString(), expect.stringContaining('/get')],
    ['as JSON', (request) => request.responseJSON(), { url: expect.any(String) as unknown }],
    ['as a URL', (request) => request.responseURL(), expect.any(URL)],
    ['not serialized', (request) => request.response(), expect.any(URL)],
    ['of the request itself', (request) => request, expect.any(URL)],
  ])('emits one successful response, %s, and completes', async (_form, listen, value) => {
    const responses = listen(echoed());
    expect(await course(responses)).toBe('NC');
    const { result, fileURL } = await lastValueFrom(responses);
    expect([result, fileURL]).toMatchObject([{ kind: 'success', value }, expect.any(URL)]);
  });

  it('starts a request that may, on a session that starts none by itself', async () => {
    const session = sessions.make({ startRequestsImmediately: false });
    const request = session.download(`${server.url}/get`, { shouldAutomaticallyResume: true });
    const responses = request.responseDecodable(Echo);
    expect(request.state).toBe('initialized');
    expect(await course(responses)).toBe('NC');
    expect(await lastValueFrom(responses)).toMatchObject({ result: { kind: 'success' } });
  });

  it('gives the result alone', async () => {
    const result = echoed().responseDecodable(Echo).result();
    expect(await lastValueFrom(result)).toMatchObject({
      kind: 'success',
      value: { url: `${server.url}/get` },
    });
    expect(await course(result)).toBe('NC');
  });

  it('errors in the place of the value when the request times out', async () => {
    const requestModifier = (urlRequest: URLRequest): URLRequest => urlRequest.with({ timeoutInterval: 10 });
    const request = sessions.make().download(`${server.url}/never`, { requestModifier });
    const value = request.responseDecodable(Echo).value();
    await expect(lastValueFrom(value)).rejects.toMatchObject({ kind: 'sessionTaskFailed', code: 'timedOut' });
    expect(await course(value)).toBe('E');
  });

  it('starts nothing before it is subscribed to', async () => {
    const request = echoed();
    const responses = request.responseDecodable(Echo);
    expect(request.state).toBe('initialized');
    const end = course(responses);
    expect(request.state).toBe('resumed');
    expect(await end).toBe('NC');
  });

  it('cancels its request when it is left, and tells nothing more', async () => {
    const request = sessions.make().download(`${server.url}/never`);
    const heard: unknown[] = [];
    const listener = request.responseDecodable(Echo).subscribe({
      next: (response) => heard.push(response),
      complete: () => heard.push('complete'),
    });
    await server.nextRequest('/never');
    listener.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
    expect([request.isCancelled, request.error?.kind, heard]).toEqual([true, 'explicitlyCancelled', []]);
  });

  it('emits the cancellation and completes when its request is cancelled', async () => {
    const request = sessions.make().download(`${server.url}/never`);
    const responses = request.responseDecodable(Echo);
    const end = course(responses);
    request.cancel();
    expect(await end).toBe('NC');
    expect(await lastValueFrom(responses)).toMatchObject({ error: { kind: 'explicitlyCancelled' } });
    expect(request.isCancelled).toBe(true);
  });

  it('leads to another download', async () => {
    const session = sessions.make();
    const kinds: string[] = [];
    const headers = { 'X-Custom': 'CustomValue' };
    const chained = echoed(session)
      .responseDecodable(Echo)
      .pipe(
        switchMap(({ result, value }) => {
          kinds.push(result.kind);
          return session.download(value?.url ?? '', { headers }).responseDecodable(Echo);
        }),
      );
    const { value } = await lastValueFrom(chained);
    expect([kinds, value?.headers['x-custom']]).toEqual([['success'], 'CustomValue']);
  });
});

describe('where the response of a download is delivered', () => {
  it('is the rootQueue for one who subscribes on another scheduler', async () => {
    const session = sessions.make();
    const where = new Promise((resolve) => {
      const responses = echoed(session).responseDecodable(Echo).pipe(subscribeOn(asyncScheduler));
      responses.subscribe(({ result }) => resolve([session.rootQueue.isCurrent, result.kind]));
    });
    expect(await where).toEqual([true, 'success']);
  });

  it('is the one given, for the response and the end of it', async () => {
    const queue = new SerialScheduler({ label: 'mine' });
    const told: unknown[] = [];
    await new Promise<void>((resolve) => {
      echoed()
        .responseDecodable(Echo, { queue })
        .subscribe({
          next: ({ result }) => told.push([result.kind, queue.isCurrent]),
          complete: () => resolve(void told.push(queue.isCurrent)),
        });
    });
    expect(told).toEqual([['success', true], true]);
  });

  it('can be left for another with observeOn', async () => {
    const session = sessions.make();
    const moved = echoed(session)
      .responseDecodable(Echo, { queue: asapScheduler })
      .pipe(observeOn(session.rootQueue));
    const where = new Promise((resolve) => {
      moved.subscribe(({ result }) => resolve([session.rootQueue.isCurrent, result.kind]));
    });
    expect(await where).toEqual([true, 'success']);
    expect(await course(moved)).toBe('NC');
  });
});
