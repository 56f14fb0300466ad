import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject } from 'rxjs';
import type { HTTPResponseHandler, HTTPURLResponse } from 'rxsession';
import { happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

describe('onHTTPResponse', () => {
  it('is given the head before the response is delivered', async () => {
    const request = sessions.make().request(`${server.url}/get?foo=bar`);
    const heads: HTTPURLResponse[] = [];
    request.onHTTPResponse((head) => void heads.push(head));
    const response = await request.serializingResponse({ serialize: () => heads.length }).response;
    expect(response.value).toBe(1);
    expect(response.response).toBe(heads[0]);
    expect(response).toMatchObject({ error: undefined, response: { statusCode: 200 } });
    expect(response.data?.byteLength).toBeGreaterThan(0);
  });

  it.each<[string, HTTPResponseHandler]>([
    ['at once', () => 'cancel'],
    ['by a promise', () => Promise.resolve('cancel')],
    ['by an Observable', () => of('cancel' as const)],
  ])('cancels the request before any of its body is kept: %s', async (_how, handler) => {
    const request = sessions.make().request(`${server.url}/get?foo=bar`).onHTTPResponse(handler);
    const { response } = request.serializingData();
    expect(await response).toMatchObject({
      request: { url: `${server.url}/get?foo=bar` },
      response: { statusCode: 200 },
      data: undefined,
      error: { kind: 'explicitlyCancelled' },
    });
    expect((await response).response).toBe(request.httpResponse);
    expect(request.isCancelled).toBe(true);
  });

  it.each<[string, HTTPResponseHandler]>([
    ['nothing', () => undefined],
    ['allow', () => 'allow'],
    ['a promise of allow', () => Promise.resolve('allow')],
  ])('lets the body come with %s', async (_answer, handler) => {
    const request = sessions.make().request(`${server.url}/bytes/100000`).onHTTPResponse(handler);
    expect(await request.serializingData().value).toHaveLength(100_000);
  });

  it('holds the body back until it has decided', async () => {
    const { session, recording } = sessions.recorded();
    let decide: (answer: 'allow') => void = () => undefined;
    const decision = new Promise<'allow'>((resolve) => (decide = resolve));
    const request = session.request(`${server.url}/bytes/100`).onHTTPResponse(() => decision);
    const asked = happened(session, 'taskDidReceiveResponse');
    const { value } = request.serializingData();
    await asked;
    await turns(20);
    expect(recording.types).not.toContain('taskDidReceiveData');
    decide('allow');
    expect(await value).toHaveLength(100);
  });

  it('takes no more of the body from the connection while it decides', async () => {
    const request = sessions
      .make()
      .request(`${server.url}/infinite`)
      .onHTTPResponse(() => NEVER);
    request.response().subscribe();
    const seen = await server.nextRequest('/infinite');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    request.cancel();
    expect(await seen.outcome).toBe('closed');
  });

  it('takes the rest of a large body once it has decided', async () => {
    const request = sessions.make().request(`${server.url}/large?bytes=40000000`);
    const decision = new Subject<'allow'>();
    const { value } = request.onHTTPResponse(() => decision).serializingData();
    const seen = await server.nextRequest('/large');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    decision.next('allow');
    expect(await value).toHaveLength(40_000_000);
  });

  it('fails the request with what it throws', async () => {
    const request = sessions.make().request(`${server.url}/infinite`);
    request.onHTTPResponse(() => {
      throw new Error('careless');
    });
    expect(await request.serializingData().response).toMatchObject({
      error: { kind: 'sessionTaskFailed', underlyingError: { message: 'careless' } },
    });
    await server.whenIdle();
  });

  it('closes the connection of a body it does not want', async () => {
    const request = sessions
      .make()
      .request(`${server.url}/infinite`)
      .onHTTPResponse(() => 'cancel');
    request.response().subscribe();
    const seen = await server.nextRequest('/infinite');
    expect(await seen.outcome).toBe('closed');
  });

  it('is not asked about redirects that are followed', async () => {
    const codes: number[] = [];
    const request = sessions.make().request(`${server.url}/redirect/2`);
    request.onHTTPResponse(({ statusCode }) => void codes.push(statusCode));
    await request.serializingData().value;
    expect(codes).toEqual([200]);
  });
});
