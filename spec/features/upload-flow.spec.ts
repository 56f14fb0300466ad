import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { MultipartFormData, type UploadContent } from 'rxsession';
import type { SeenRequest } from '../../examples/server/seen-request.js';
import { receiveHead, send, stopReading } from '../support/fault-connection.js';
import { useFaultServer } from '../support/fault-server.js';
import { turns } from '../support/happenings.js';
import { failureOf, onlyResponseOf } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { CountedPieces, fileOf, type ReceivedUpload } from '../support/upload-bodies.js';

const server = useServer();
const faults = useFaultServer();
const sessions = useSessions(server);

/** What the socket buffers of both sides can hold at most, and what is read ahead. */
const BUFFERED = 16_000_000;
const LARGE = 100_000_000;

/** Waits until no more bytes arrive at the server. */
async function stalled(seen: SeenRequest): Promise<number> {
  let read = -1;
  for (let still = 0; still < 100; still += 1) {
    if (seen.socketBytesRead !== read) still = 0;
    read = seen.socketBytesRead;
    await turns(1);
  }
  return read;
}

/** Waits until a source is not asked for more. */
async function drainedNoFurther(pieces: CountedPieces): Promise<number> {
  let pulled = -1;
  for (let still = 0; still < 200; still += 1) {
    if (pieces.pulledBytes !== pulled) still = 0;
    pulled = pieces.pulledBytes;
    await turns(1);
  }
  return pulled;
}

describe('an upload of 100 MB', () => {
  it.each<[string, (pieces: CountedPieces) => UploadContent]>([
    ['an async iterable', (pieces) => pieces],
    ['a Readable', (pieces) => Readable.from(pieces)],
    [
      'a form that is sent straight from its parts',
      (pieces) => (form) => void form.append(pieces, { name: 'large' }),
    ],
  ])('from %s asks for no more than the server takes', async (_what, bodyOf) => {
    const pieces = new CountedPieces(LARGE);
    const request = sessions
      .make()
      .upload(bodyOf(pieces), `${server.url}/slow-reader/go`, { encoding: 'streamed' });
    const response = onlyResponseOf(request.responseJSON<ReceivedUpload>());
    await server.latch('go').reached();
    expect(await drainedNoFurther(pieces)).toBeLessThan(BUFFERED);
    server.latch('go').release();
    expect((await response).value?.bytes).toBeGreaterThanOrEqual(LARGE);
    expect(pieces.pulledBytes).toBe(LARGE);
  });

  it('is never further ahead than what buffers hold', async () => {
    const pieces = new CountedPieces(LARGE);
    const request = sessions.make().upload(pieces, `${server.url}/upload`);
    const ahead: number[] = [];
    request.uploadProgress.subscribe(({ completedUnitCount }) =>
      ahead.push(pieces.pulledBytes - completedUnitCount),
    );
    expect((await onlyResponseOf(request.responseJSON<ReceivedUpload>())).value?.bytes).toBe(LARGE);
    expect(ahead.length).toBeGreaterThan(100);
    expect(Math.max(...ahead)).toBeLessThan(2_000_000);
  });
});

describe('a suspended upload', () => {
  it('sends nothing more until it is resumed, and every byte once', async () => {
    const pieces = new CountedPieces(20_000_000);
    const request = sessions.make().upload(pieces, `${server.url}/upload`);
    const response = onlyResponseOf(request.responseJSON<ReceivedUpload>());
    const seen = await server.nextRequest('/upload');
    request.suspend();
    const read = await stalled(seen);
    expect(read).toBeLessThan(20_000_000);
    await turns(50);
    expect(seen.socketBytesRead).toBe(read);
    request.resume();
    expect((await response).value?.bytes).toBe(20_000_000);
  });

  it('that is suspended before it starts reads nothing of its body', async () => {
    const pieces = new CountedPieces(1_000_000);
    const request = sessions.make().upload(pieces, `${server.url}/upload`).suspend();
    const response = onlyResponseOf(request);
    await turns(20);
    expect([pieces.pulledBytes, server.requests.length]).toEqual([0, 0]);
    request.resume();
    expect((await response).error).toBeUndefined();
  });
});

describe('a cancelled upload', () => {
  it.each<[string, () => UploadContent]>([
    ['bytes', () => new Uint8Array(50_000_000)],
    ['a file', () => fileOf(new Uint8Array(50_000_000))],
    ['a stream', () => new CountedPieces(LARGE)],
    ['a form', () => new MultipartFormData().append(new Uint8Array(50_000_000), { name: 'large' })],
  ])('of %s closes its connection', async (_what, body) => {
    const request = sessions.make().upload(body(), `${server.url}/slow-reader/never`);
    const failure = failureOf(request);
    await server.latch('never').reached();
    request.cancel();
    expect((await failure).kind).toBe('explicitlyCancelled');
    server.latch('never').release();
    await server.whenDisconnected();
  });

  it.each([
    ['cancel()', 'cancel'],
    ['unsubscribing', 'unsubscribe'],
  ] as const)('by %s closes the source of its bytes', async (_what, how) => {
    const pieces = new CountedPieces(LARGE);
    const request = sessions.make().upload(pieces, `${server.url}/slow-reader/never`);
    const subscription = request.subscribe();
    await server.latch('never').reached();
    if (how === 'cancel') request.cancel();
    else subscription.unsubscribe();
    server.latch('never').release();
    await server.whenDisconnected();
    await turns();
    expect(pieces.isClosed).toBe(true);
  });

  it('destroys the Readable it was sending', async () => {
    const stream = Readable.from(new CountedPieces(LARGE));
    const request = sessions.make().upload(stream, `${server.url}/slow-reader/never`);
    const failure = failureOf(request);
    await server.latch('never').reached();
    request.cancel();
    await failure;
    server.latch('never').release();
    await server.whenDisconnected();
    await turns();
    expect(stream.destroyed).toBe(true);
  });
});

describe('an answer that comes before the body was read', () => {
  it.each<[string, () => UploadContent]>([
    ['bytes', () => new Uint8Array(20_000_000)],
    ['a stream', () => new CountedPieces(LARGE)],
    ['a file', () => fileOf(new Uint8Array(20_000_000))],
  ])('is the response to %s', async (_what, body) => {
    const request = sessions.make().upload(body(), `${server.url}/early-response`);
    const { response, value, error } = await onlyResponseOf(request.responseJSON());
    expect(error).toBeUndefined();
    expect(response?.statusCode).toBe(413);
    expect(value).toEqual({ error: 'too large' });
  });

  it('from a server that reads nothing more ends the upload', async () => {
    faults.script(receiveHead, stopReading, send('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno'));
    const pieces = new CountedPieces(LARGE);
    const response = await onlyResponseOf(sessions.make().upload(pieces, faults.url).responseString());
    expect(response).toMatchObject({ value: 'no', response: { statusCode: 413 } });
    expect(pieces.pulledBytes).toBeLessThan(BUFFERED);
    await turns();
    expect(pieces.isClosed).toBe(true);
    await (await faults.nextConnection()).close();
  });

  it('with the end of the connection is the response, or a lost connection', async () => {
    const request = sessions.make().upload(new CountedPieces(LARGE), `${server.url}/early-response?close`);
    const { response, error } = await onlyResponseOf(request);
    expect(response?.statusCode ?? error?.code).toEqual(error === undefined ? 413 : 'networkConnectionLost');
  });
});

describe('a server that does not read', () => {
  it('lets the upload time out after a silence', async () => {
    faults.script(receiveHead, stopReading);
    const session = sessions.make({ configuration: { timeoutIntervalForRequest: 100 } });
    const pieces = new CountedPieces(LARGE);
    expect(await failureOf(session.upload(pieces, faults.url))).toMatchObject({ code: 'timedOut' });
    expect(pieces.pulledBytes).toBeLessThan(BUFFERED);
    await turns();
    expect(pieces.isClosed).toBe(true);
    await (await faults.nextConnection()).close();
  });
});
