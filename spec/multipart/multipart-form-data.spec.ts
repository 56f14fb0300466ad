import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { MultipartFormData } from '../../lib/multipart/multipart-form-data.js';
import { fixture, fixtureURL } from '../support/fixtures.js';
import { useTemporaryFolder } from '../support/temporary-files.js';

const CRLF = '\r\n';
const png = fixture('unicorn.png');
const jpg = fixture('rainbow.jpg');

/** The bytes of a form, its text as UTF-8. */
const bytesOf = (...pieces: (string | Uint8Array)[]): Buffer =>
  Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
const first = (form: MultipartFormData): string => `--${form.boundary}${CRLF}`;
const next = (form: MultipartFormData): string => `${CRLF}--${form.boundary}${CRLF}`;
const last = (form: MultipartFormData): string => `${CRLF}--${form.boundary}--${CRLF}`;

const field = (name: string, mimeType?: string): string =>
  `Content-Disposition: form-data; name="${name}"${CRLF}${mimeType ? `Content-Type: ${mimeType}${CRLF}` : ''}${CRLF}`;
const file = (name: string, fileName: string, mimeType: string): string =>
  `Content-Disposition: form-data; name="${name}"; filename="${fileName}"${CRLF}Content-Type: ${mimeType}${CRLF}${CRLF}`;

const unicorn = file('unicorn', 'unicorn.png', 'image/png');
const rainbow = file('rainbow', 'rainbow.jpg', 'image/jpeg');
const streamed = (bytes: Uint8Array): Readable =>
  Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]);

const unicornOptions = {
  name: 'unicorn',
  fileName: 'unicorn.png',
  mimeType: 'image/png',
  length: png.length,
};
const rainbowOptions = {
  name: 'rainbow',
  fileName: 'rainbow.jpg',
  mimeType: 'image/jpeg',
  length: jpg.length,
};

function formOf(append: (form: MultipartFormData) => void): MultipartFormData {
  const form = new MultipartFormData();
  append(form);
  return form;
}

const lorem = (): MultipartFormData =>
  formOf((form) => form.append(Buffer.from('Lorem ipsum dolor sit amet.'), { name: 'data' }));
const files = (): MultipartFormData =>
  formOf((form) => {
    form.append(fixtureURL('unicorn.png'), { name: 'unicorn' });
    form.append(fixtureURL('rainbow.jpg'), { name: 'rainbow' });
  });
const stream = (): MultipartFormData => formOf((form) => form.append(streamed(png), unicornOptions));
const streams = (): MultipartFormData =>
  formOf((form) => form.append(streamed(png), unicornOptions).append(streamed(jpg), rainbowOptions));
const varying = (): MultipartFormData =>
  formOf((form) => {
    form.append(Buffer.from('Lorem ipsum.'), { name: 'lorem' });
    form.append(fixtureURL('unicorn.png'), { name: 'unicorn' });
    form.append(streamed(jpg), rainbowOptions);
  });

const loremBytes = (form: MultipartFormData): Buffer =>
  bytesOf(first(form), field('data'), 'Lorem ipsum dolor sit amet.', last(form));
const unicornBytes = (form: MultipartFormData): Buffer => bytesOf(first(form), unicorn, png, last(form));
const bothBytes = (form: MultipartFormData): Buffer =>
  bytesOf(first(form), unicorn, png, next(form), rainbow, jpg, last(form));
const varyingBytes = (form: MultipartFormData): Buffer =>
  bytesOf(
    ...[first(form), field('lorem'), 'Lorem ipsum.', next(form), unicorn, png],
    ...[next(form), rainbow, jpg, last(form)],
  );

describe('MultipartFormData', () => {
  const folder = useTemporaryFolder();

  it('has a content type with its boundary', () => {
    const form = new MultipartFormData();
    expect(form.boundary).toMatch(/^rxsession\.boundary\.[0-9a-f]{16}$/);
    expect(form.contentType).toBe(`multipart/form-data; boundary=${form.boundary}`);
  });

  it('knows the sum of its part bodies', () => {
    const form = new MultipartFormData();
    form.append(Buffer.from('Lorem ipsum dolor sit amet.'), { name: 'data1' });
    form.append(Buffer.from('Vim at integre alterum.'), { name: 'data2' });
    expect(form.contentLength).toBe(50);
  });

  it.each([
    ['data', lorem, loremBytes],
    ['files', files, bothBytes],
    ['a stream', stream, unicornBytes],
    ['streams', streams, bothBytes],
    ['data, a file and a stream', varying, varyingBytes],
  ])('encodes %s', async (_, make, expected) => {
    const form = make();
    expect(Buffer.from(await form.encode())).toEqual(expected(form));
  });

  it('encodes several pieces of text', async () => {
    const form = new MultipartFormData();
    form.append('français', { name: 'french' });
    form.append('日本語', { name: 'japanese', mimeType: 'text/plain' });
    form.append('😃👍🏻🍻🎉', { name: 'emoji', mimeType: 'text/plain' });
    expect(Buffer.from(await form.encode())).toEqual(
      bytesOf(
        ...[first(form), field('french'), 'français', next(form), field('japanese', 'text/plain'), '日本語'],
        ...[next(form), field('emoji', 'text/plain'), '😃👍🏻🍻🎉', last(form)],
      ),
    );
  });

  it.each([
    ['data', lorem, loremBytes],
    [
      'a file',
      () => formOf((form) => form.append(fixtureURL('unicorn.png'), { name: 'unicorn' })),
      unicornBytes,
    ],
    ['files', files, bothBytes],
    ['a stream', stream, unicornBytes],
    ['streams', streams, bothBytes],
    ['data, a file and a stream', varying, varyingBytes],
  ])('writes %s to disk', async (_, make, expected) => {
    const form = make();
    await form.writeEncodedData(folder.fileURL('form'));
    expect(readFileSync(folder.fileURL('form'))).toEqual(expected(form));
  });

  it('writes several pieces of text to disk', async () => {
    const form = new MultipartFormData();
    form.append('français', { name: 'french' }).append('日本語', { name: 'japanese' });
    form.append('😃👍🏻🍻🎉', { name: 'emoji' });
    await form.writeEncodedData(folder.fileURL('form'));
    expect(readFileSync(folder.fileURL('form'))).toEqual(
      bytesOf(
        ...[first(form), field('french'), 'français', next(form), field('japanese'), '日本語'],
        ...[next(form), field('emoji'), '😃👍🏻🍻🎉', last(form)],
      ),
    );
  });

  it('writes only the declared length of a stream to disk, where encoding it in memory fails', async () => {
    const half = { ...unicornOptions, length: Math.floor(png.length / 2) };
    const form = formOf((empty) => empty.append(streamed(png), half));
    await form.writeEncodedData(folder.fileURL('form'));
    expect(readFileSync(folder.fileURL('form'))).toEqual(
      bytesOf(first(form), unicorn, png.subarray(0, half.length), last(form)),
    );
    await expect(formOf((empty) => empty.append(streamed(png), half)).encode()).rejects.toMatchObject({
      reason: { kind: 'unexpectedInputStreamLength', bytesExpected: half.length },
    });
  });

  it('encodes a form without parts as browsers do', async () => {
    const form = new MultipartFormData();
    expect(Buffer.from(await form.encode()).toString()).toBe(`--${form.boundary}--${CRLF}`);
  });

  it('encodes a form in a form as multipart/mixed', async () => {
    const inner = new MultipartFormData().append('1', { name: 'a' });
    const form = new MultipartFormData().append(inner, { name: 'files' }).append('2', { name: 'b' });
    const mixed = field('files', `multipart/mixed; boundary=${inner.boundary}`);
    const expected = bytesOf(
      ...[first(form), mixed, first(inner), field('a'), '1', last(inner)],
      ...[next(form), field('b'), '2', last(form)],
    );
    expect(Buffer.from(await form.encode())).toEqual(expected);
    expect(await form.encodedLength()).toBe(expected.length);
    expect(form.contentLength).toBe(bytesOf(first(inner), field('a'), '1', last(inner)).length + 1);
  });
});
