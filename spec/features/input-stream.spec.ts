import { describe, expect, it } from '@jest/globals';
import type { DataStreamRequest } from 'rxsession';
import type { ByteStream } from 'rxsession/encoding';
import { countsOf, ended, happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { eventsOf, kindsOf } from '../support/streams.js';

const server = useServer();
const sessions = useSessions(server);

describe('an input stream', () => {
  it('holds the whole body once it has ended, beside a handler', async () => {
    const request = sessions.make().streamRequest(`${server.url}/xml`);
    const events = eventsOf(request.responseStream());
    const stream = request.asInputStream();
    expect(kindsOf(await events)).toEqual(['stream', 'complete']);
    const xml = await new Response(stream).text();
    expect(xml).toMatch(/^<\?xml version="1\.0"[^]*<library[^]*<\/library>\s*$/);
  });

  it('starts the request, and is told to monitors', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.streamRequest(`${server.url}/bytes/100000`);
    const told = happened(session, 'requestDidProvideInputStream');
    const stream = request.asInputStream();
    expect((await told).request).toBe(request);
    expect((await new Response(stream).arrayBuffer()).byteLength).toBe(100_000);
    const [first, ...rest] = recording.typesOf(request);
    expect([first, countsOf(rest).requestDidProvideInputStream]).toEqual(['requestDidResume', 1]);
  });

  it('is filled no faster than it is read, but for what it may keep', async () => {
    const request = sessions.make().streamRequest(`${server.url}/infinite`);
    const reader = request.asInputStream({ bufferSize: 1000 }).getReader();
    const seen = await server.nextRequest('/infinite');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    const before = seen.bytesWritten;
    for (let received = 0; received < before; received += (await reader.read()).value?.byteLength ?? 0);
    await turns(20);
    expect(seen.bytesWritten).toBeGreaterThan(before);
    await reader.cancel();
    expect(await seen.outcome).toBe('closed');
    expect(request.isCancelled).toBe(true);
  });

  it.each([
    ['a status code that is refused', '/status/500', { kind: 'responseValidationFailed' }],
    ['a connection that breaks off', '/truncated', { kind: 'sessionTaskFailed' }],
  ])('errors with %s', async (_what, path, error) => {
    const stream = sessions.make().streamRequest(`${server.url}${path}`).validate().asInputStream();
    await expect(new Response(stream).arrayBuffer()).rejects.toMatchObject(error);
  });

  it('is closed when it is asked for after the end, which monitors are not told any more', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.streamRequest(`${server.url}/bytes/5`);
    await eventsOf(request.responseStream());
    expect((await new Response(request.asInputStream()).arrayBuffer()).byteLength).toBe(0);
    expect(recording.typesOf(request)).not.toContain('requestDidProvideInputStream');
  });

  it.each([-1, NaN, 'many' as never])(
    'of no size at all errors, and starts nothing: %s',
    async (bufferSize) => {
      const request = sessions.make().streamRequest(`${server.url}/get`);
      await expect(request.asInputStream({ bufferSize }).getReader().read()).rejects.toMatchObject({
        kind: 'createURLRequestFailed',
      });
      expect(server.requests).toEqual([]);
    },
  );

  it.each<[string, (source: DataStreamRequest) => ByteStream]>([
    ['can be sent on in an upload', (source) => source.asInputStream()],
    ['is no more than the bytes of a stream can be', (source) => source.responseStream()],
  ])('%s', async (_what, bodyOf) => {
    const session = sessions.make();
    const source = session.streamRequest(`${server.url}/bytes/100000`);
    const upload = session.upload(bodyOf(source), `${server.url}/upload`);
    expect(await upload.validate().serializingJSON().value).toMatchObject({ bytes: 100_000 });
    expect(await ended(source)).toBe('finished');
  });
});
