import { describe, expect, it } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type HTTPHeadersInit, type UploadContent, URLRequest } from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { seededBytes } from '../../examples/server/seeded-bytes.js';
import { fixture, fixtureURL } from '../support/fixtures.js';
import { onlyResponseOf } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { fileOf, type ReceivedUpload, sha256Of } from '../support/upload-bodies.js';

const server = useServer();
const sessions = useSessions(server);

const bytes = seededBytes(300_000);

async function* inPieces(whole: Uint8Array, size = 70_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < whole.byteLength; start += size) {
    yield whole.subarray(start, start + size);
    await Promise.resolve();
  }
}

function upload(body: UploadContent, headers?: HTTPHeadersInit): Promise<ReceivedUpload> {
  const request = sessions.make().upload(body, `${server.url}/upload`, { headers });
  return request.validate().serializingJSON<ReceivedUpload>().value;
}

const ALL_KINDS: readonly (readonly [what: string, make: () => UploadContent])[] = [
  ['bytes', () => bytes],
  ['an ArrayBuffer', () => new Uint8Array(bytes).buffer],
  ['a Blob', () => new Blob([new Uint8Array(bytes)])],
  ['a file', () => fileOf(bytes)],
  ['a Readable', () => Readable.from(inPieces(bytes))],
  ['a file stream', () => createReadStream(fileOf(bytes))],
  ['a ReadableStream', () => new Blob([new Uint8Array(bytes)]).stream()],
  ['an async iterable', () => inPieces(bytes)],
  ['a function that gives bytes', () => () => bytes],
  ['a function that gives a stream', () => () => inPieces(bytes)],
];

describe('an upload', () => {
  it.each(ALL_KINDS)('of %s sends exactly its bytes', async (_, make) => {
    const received = await upload(make());
    expect(received).toMatchObject({ method: 'POST', bytes: 300_000, sha256: sha256Of(bytes) });
  });

  it.each([10, 200_000])('of a view sends its %d bytes, and nothing around them', async (length) => {
    const around = new Uint8Array(seededBytes(300_000)).buffer;
    const view = new Uint8Array(around, 1000, length);
    expect(await upload(view)).toMatchObject({ bytes: length, sha256: sha256Of(seededBytes(length, 1000)) });
  });

  it.each([10, 200_000])('of a Buffer from the pool sends its %d bytes', async (length) => {
    const pooled = Buffer.from(seededBytes(length));
    expect(await upload(pooled)).toMatchObject({ bytes: length, sha256: sha256Of(pooled) });
  });

  it('of text sends it as UTF-8', async () => {
    const received = await upload('日本語 français 🌍');
    expect(received.sha256).toBe(sha256Of(Buffer.from('日本語 français 🌍')));
  });

  it.each<[string, UploadContent]>([
    ['bytes', new Uint8Array(0)],
    ['text', ''],
    ['a Blob', new Blob([])],
    ['a stream', inPieces(new Uint8Array(0))],
  ])('of no %s is a POST all the same', async (_what, body) => {
    const request = sessions.make().upload(body, `${server.url}/post`);
    const response = await onlyResponseOf(request.responseJSON<Echo>());
    expect(response.request).toMatchObject({ method: 'POST', url: `${server.url}/post` });
    expect(response.value).toMatchObject({ method: 'POST', data: '' });
  });

  it('of a file is a POST to just that URL', async () => {
    const request = sessions.make().upload(fixtureURL('rainbow.jpg'), `${server.url}/post`);
    const response = await onlyResponseOf(request);
    expect(request.request).toMatchObject({ method: 'POST', url: `${server.url}/post` });
    expect(request.httpResponse?.statusCode).toBe(200);
    expect(response.error).toBeUndefined();
  });

  it.each<[string, () => UploadContent]>([
    ['a file', () => fixtureURL('rainbow.jpg')],
    ['no bytes', () => new Uint8Array(0)],
    ['a stream', () => createReadStream(fixtureURL('rainbow.jpg'))],
  ])('of %s carries the headers it is given', async (_what, make) => {
    const options = { method: 'POST', headers: { Authorization: '123456' } };
    const response = await onlyResponseOf(sessions.make().upload(make(), `${server.url}/post`, options));
    expect(response.request).toMatchObject({ method: 'POST', url: `${server.url}/post` });
    expect(response.request?.headers.get('Authorization')).toBe('123456');
    expect(response.response?.statusCode).toBe(200);
    expect(server.requests[0]?.headers.authorization).toBe('123456');
  });

  it('has a response with its request and no error', async () => {
    const body = new TextEncoder().encode('Lorem ipsum dolor sit amet');
    const response = await onlyResponseOf(sessions.make().upload(body, `${server.url}/post`));
    expect(response).toMatchObject({ request: expect.any(URLRequest), response: { statusCode: 200 } });
    expect(response.error).toBeUndefined();
  });

  it('can use another method', async () => {
    const request = sessions.make().upload('x', `${server.url}/upload`, { method: 'PUT' });
    expect(await request.serializingJSON().value).toMatchObject({ method: 'PUT', bytes: 1 });
  });

  it('of a convertible takes its method, headers and URL', async () => {
    const asURLRequest = (): URLRequest =>
      new URLRequest(`${server.url}/upload`, {
        method: 'PATCH',
        headers: { 'X-Made': 'here' },
        body: 'ignored',
      });
    const { value } = sessions.make().upload(bytes, { asURLRequest }).serializingJSON<ReceivedUpload>();
    expect(await value).toMatchObject({ method: 'PATCH', bytes: 300_000, headers: { 'x-made': 'here' } });
  });

  it('of a file that has grown since it was made tells the length it has then', async () => {
    const url = fileOf('a little');
    const request = sessions.make().upload(url, `${server.url}/upload`);
    fileOf(fixture('rainbow.jpg'));
    expect(await request.serializingJSON().value).toMatchObject({ bytes: fixture('rainbow.jpg').byteLength });
  });
});

describe('the length of an upload', () => {
  it.each(ALL_KINDS.filter(([what]) => /bytes|Blob|a file$|ArrayBuffer/.test(what)))(
    'of %s is told',
    async (_what, make) => {
      expect((await upload(make())).headers).toMatchObject({ 'content-length': '300000' });
    },
  );

  it('of a stream is told when it was declared', async () => {
    const { headers } = await upload(inPieces(bytes), { 'Content-Length': '300000' });
    expect(headers).toMatchObject({ 'content-length': '300000' });
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  it('of a stream is not told otherwise', async () => {
    const { headers } = await upload(inPieces(bytes));
    expect(headers).toMatchObject({ 'transfer-encoding': 'chunked' });
    expect(headers).not.toHaveProperty('content-length');
  });
});

describe('the Content-Type of an upload', () => {
  const csv = new Blob(['a,b'], { type: 'text/csv' });

  it.each<[string, UploadContent, string | undefined]>([
    ['of text', 'text', 'text/plain; charset=utf-8'],
    ['of a Blob', csv, 'text/csv'],
    ['of a Blob without a type', new Blob(['a']), undefined],
    ['of bytes', bytes, undefined],
  ])('%s follows from it', async (_what, body, contentType) => {
    expect((await upload(body)).headers['content-type']).toBe(contentType);
  });

  it.each<[string, UploadContent]>([
    ['text', 'text'],
    ['a Blob', csv],
    ['bytes', bytes],
  ])('of %s is the one that was given, where one was', async (_what, body) => {
    expect((await upload(body, { 'content-type': 'application/x-given' })).headers).toMatchObject({
      'content-type': 'application/x-given',
    });
  });

  it('that the configuration has is for bodies that have none', async () => {
    const session = sessions.make({
      configuration: { headers: { 'Content-Type': 'application/x-session' } },
    });
    const types = await Promise.all(
      [bytes, csv].map(async (body) => {
        const { value } = session.upload(body, `${server.url}/upload`).serializingJSON<ReceivedUpload>();
        return (await value).headers['content-type'];
      }),
    );
    expect(types).toEqual(['application/x-session', 'text/csv']);
  });
});
