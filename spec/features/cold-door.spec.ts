import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { lastValueFrom, materialize, type Observable, toArray } from 'rxjs';
import { Retrier, RetryResult, type ColdEvent, type Session } from 'rxsession';
import { z } from 'zod';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const at = (path: string): string => server.url + path;

describe('the cold door', () => {
  it.each<[string, (session: Session) => Observable<unknown>]>([
    ['GET', (session) => session.get(at('/anything'))],
    ['DELETE', (session) => session.delete(at('/anything'))],
    ['POST', (session) => session.post(at('/anything'))],
    ['PUT', (session) => session.put(at('/anything'))],
    ['PATCH', (session) => session.patch(at('/anything'))],
  ])('asks with %s and emits the JSON', async (method, ask) => {
    const value = await lastValueFrom(ask(sessions.make()));
    expect(value).toMatchObject({ method, url: at('/anything') });
  });

  it('asks with head, and has no body to decode', async () => {
    const session = sessions.make();
    const response = await lastValueFrom(session.head(at('/get'), { observe: 'response' }));
    expect(response).toMatchObject({ response: { statusCode: 200 }, value: null, data: undefined });
    expect(server.requests[0]?.method).toBe('HEAD');
  });

  it('emits one value and completes', async () => {
    const told = sessions.make().get(at('/get')).pipe(materialize(), toArray());
    expect((await lastValueFrom(told)).map(({ kind }) => kind)).toEqual(['N', 'C']);
  });

  it('asks nothing before it is subscribed to, and anew for each subscription', async () => {
    const value = sessions.make().get(at('/get'));
    await turns();
    expect(server.requests).toHaveLength(0);
    await Promise.all([lastValueFrom(value), lastValueFrom(value)]);
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['a decoded value', { schema: z.object({ method: z.string() }) }],
    ['bytes', { decode: 'data' as const }],
    ['text', { decode: 'string' as const }],
  ])(
    'emits one response and completes on a session that starts no request immediately: %s',
    async (_form, options) => {
      const session = sessions.make({ startRequestsImmediately: false });
      const responses = session.get(at('/get'), { ...options, observe: 'response' });
      const told = await lastValueFrom(responses.pipe(materialize(), toArray()));
      expect(told.map(({ kind }) => kind)).toEqual(['N', 'C']);
      expect(told[0]).toMatchObject({ value: { result: { kind: 'success' } } });
    },
  );

  it('takes parameters and headers', async () => {
    const options = { parameters: { page: 2 }, headers: { 'X-Trace': '17' } };
    const value = await lastValueFrom(sessions.make().get<Echo>(at('/get'), options));
    expect(value).toMatchObject({ args: { page: '2' }, headers: { 'x-trace': '17' } });
  });

  it('emits the whole response when that is observed', async () => {
    const response = await lastValueFrom(sessions.make().get<Echo>(at('/get'), { observe: 'response' }));
    expect(response).toMatchObject({ response: { statusCode: 200 }, value: { method: 'GET' } });
    expect(response.metrics?.transactions).toHaveLength(1);
  });

  it('emits sent, the head, the progress and then the response when events are observed', async () => {
    const options = { observe: 'events', decode: 'data' } as const;
    const events = await lastValueFrom(sessions.make().get(at('/bytes/100000'), options).pipe(toArray()));
    expect(kindsIn(events)).toEqual(['sent', 'responseHead', 'downloadProgress', 'response']);
    expect(events[1]).toMatchObject({ response: { statusCode: 200 } });
    expect(events.at(-2)).toMatchObject({ progress: { completedUnitCount: 100_000, fractionCompleted: 1 } });
  });

  it('emits the progress of an upload ahead of the head, each value once', async () => {
    const body = new Uint8Array(300_000);
    const posting = sessions.make().post(at('/upload'), body, { observe: 'events' });
    const events = await lastValueFrom(posting.pipe(toArray()));
    expect(kindsIn(events)).toEqual([
      'sent',
      'uploadProgress',
      'responseHead',
      'downloadProgress',
      'response',
    ]);
    const counts = events.flatMap((event) =>
      event.kind === 'uploadProgress' ? [event.progress.completedUnitCount] : [],
    );
    expect(counts.at(-1)).toBe(300_000);
    expect(counts).toEqual([...new Set(counts)].sort((one, other) => one - other));
  });

  it('emits sent once where a retry follows', async () => {
    const interceptor = Retrier((request) =>
      request.retryCount > 0 ? RetryResult.doNotRetry : RetryResult.retry,
    );
    const options = { observe: 'events', interceptor } as const;
    const events = sessions
      .make()
      .get(at('/flaky/events?failures=1'), options)
      .pipe(materialize(), toArray());
    const kinds = (await lastValueFrom(events)).map(({ kind, value }) => value?.kind ?? kind);
    expect(kinds.filter((kind) => kind === 'sent')).toHaveLength(1);
  });

  it.each([
    ['zod', z.object({ method: z.string() })],
    ['valibot', v.object({ method: v.string() })],
  ])('checks the value with a schema of %s', async (_library, schema) => {
    const value = await lastValueFrom(sessions.make().get(at('/get'), { schema }));
    expect(value).toEqual({ method: 'GET' });
  });

  it.each([
    ['zod', z.object({ method: z.number() })],
    ['valibot', v.object({ method: v.number() })],
  ])('errors with the issues of a schema of %s that refuses', async (_library, schema) => {
    const value = lastValueFrom(sessions.make().get<{ method: number }>(at('/get'), { schema }));
    await expect(value).rejects.toMatchObject({
      kind: 'responseSerializationFailed',
      reason: { kind: 'decodingFailed', error: { issues: [{ path: 'method' }] } },
    });
  });

  it('decodes text or bytes when told', async () => {
    const session = sessions.make();
    expect(await lastValueFrom(session.get(at('/html'), { decode: 'string' }))).toMatch(/^<!doctype/);
    expect(await lastValueFrom(session.get(at('/bytes/7'), { decode: 'data' }))).toHaveLength(7);
  });

  it.each<[string, (session: Session) => Observable<unknown>, object]>([
    ['of a refused status', (session) => session.get(at('/status/404')), { responseCode: 404 }],
    ['of no JSON', (session) => session.get(at('/not-json')), { kind: 'responseSerializationFailed' }],
    ['of no URL', (session) => session.get(''), { kind: 'invalidURL', urlConvertible: '' }],
    ['of no connection', (session) => session.get('http://127.0.0.1:1/'), { code: 'cannotConnectToHost' }],
  ])('errors with a SessionError %s', async (_what, ask, expected) => {
    await expect(lastValueFrom(ask(sessions.make()))).rejects.toMatchObject({
      name: 'SessionError',
      ...expected,
    });
  });

  it('errors the same way when the response or the events are observed', async () => {
    const session = sessions.make();
    const response = session.get(at('/status/404'), { observe: 'response' });
    const events = session.get(at('/status/404'), { observe: 'events' });
    await expect(lastValueFrom(response)).rejects.toMatchObject({ responseCode: 404 });
    await expect(lastValueFrom(events)).rejects.toMatchObject({ responseCode: 404 });
  });

  it('validates what it is told to, by rules or by a function', async () => {
    const session = sessions.make();
    const validation = { statusCodes: [404] };
    const refuse = (): never => {
      throw new Error('refused');
    };
    const accepted = session.get(at('/nothing'), { validation, observe: 'response' });
    expect(await lastValueFrom(accepted)).toMatchObject({ response: { statusCode: 404 } });
    await expect(lastValueFrom(session.get(at('/get'), { validation: refuse }))).rejects.toMatchObject({
      reason: { kind: 'customValidationFailed', error: { message: 'refused' } },
    });
  });

  it('validates nothing with false', async () => {
    const value = sessions.make().get(at('/nothing'), { validation: false });
    expect(await lastValueFrom(value)).toEqual({ error: 'nothing at /nothing' });
  });
});

/** Kinds of events, each run of one kind as one. */
function kindsIn(events: readonly ColdEvent<unknown>[]): string[] {
  return events.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);
}
