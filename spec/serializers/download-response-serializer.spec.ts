import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { of } from 'rxjs';
import { HTTPHeaders, HTTPURLResponse, SessionError, URLRequest } from 'rxsession';
import {
  DataResponseSerializer,
  DecodableResponseSerializer,
  type DownloadResponseSerializer,
  JSONResponseSerializer,
  StringResponseSerializer,
  URLResponseSerializer,
} from 'rxsession/serializers';
import { z } from 'zod';
import { downloadSerializer } from '../../lib/serializers/download-response-serializer.js';
import { fixtureURL } from '../support/fixtures.js';
import { useTemporaryFolder } from '../support/temporary-files.js';

const folder = useTemporaryFolder();

const response = (statusCode: number, contentType?: string): HTTPURLResponse => {
  const headers = new HTTPHeaders(contentType === undefined ? {} : { 'Content-Type': contentType });
  return new HTTPURLResponse({ url: 'https://a.example/', statusCode, headers });
};
const notFound = new SessionError({
  kind: 'responseValidationFailed',
  reason: { kind: 'unacceptableStatusCode', code: 404 },
});
const inputFileNil = new SessionError({
  kind: 'responseSerializationFailed',
  reason: { kind: 'inputFileNil' },
});

/** A file with this content. */
function holding(content: string | Uint8Array): URL {
  const url = folder.fileURL('file');
  writeFileSync(url, content);
  return url;
}

/** What a serializer makes of a file, be it thrown or rejected with. */
async function made<T>(
  serializer: DownloadResponseSerializer<T>,
  fileURL: URL | undefined,
  { http, error }: { http?: HTTPURLResponse; error?: SessionError } = {},
): Promise<unknown> {
  try {
    return await serializer.serializeDownload(undefined, http, fileURL, error);
  } catch (failure) {
    return failure;
  }
}

const failing = (kind: string, fields: object = {}): object => ({
  kind: 'responseSerializationFailed',
  reason: { kind, ...fields },
});

const JSON_TEXT = '{"team": "royals", "score": 23}';
const data = DataResponseSerializer.data();
const text = StringResponseSerializer.string();
const json = JSONResponseSerializer.json();
const utf8 = StringResponseSerializer.string({ encoding: 'utf-8' });

describe('URLResponseSerializer', () => {
  it('is made by a function as well', () => {
    const serializer: DownloadResponseSerializer<URL> = URLResponseSerializer.url();
    expect(serializer).toBeInstanceOf(URLResponseSerializer);
  });

  it('gives the URL, and does not look at the file', () => {
    const url = new URL('file:///');
    const request = new URLRequest('https://a.example/');
    expect(new URLResponseSerializer().serializeDownload(request, response(200), url, undefined)).toBe(url);
  });

  it('throws the error of the request', async () => {
    expect(await made(new URLResponseSerializer(), undefined, { error: notFound })).toBe(notFound);
  });

  it('fails without a file', async () => {
    const failure = await made(new URLResponseSerializer(), undefined, { http: response(200) });
    expect(failure).toMatchObject(failing('inputFileNil'));
  });
});

describe('a serializer of bodies that is given a file', () => {
  it('makes its value of the bytes in it', async () => {
    const content = '{\n  "team": "royals",\n  "score": 23\n}\n';
    expect(await made(data, holding(content))).toEqual(new Uint8Array(Buffer.from(content)));
  });

  it.each<[string, DownloadResponseSerializer<unknown>]>([
    ['bytes', data],
    ['text', text],
    ['JSON', json],
  ])('fails when it is empty: %s', async (_form, serializer) => {
    expect(await made(serializer, holding(''))).toMatchObject(failing('inputDataNilOrZeroLength'));
  });

  it.each<[string, DownloadResponseSerializer<unknown>]>([
    ['bytes', data],
    ['text', text],
    ['JSON', json],
  ])('fails without one, whatever the response: %s', async (_form, serializer) => {
    expect(await made(serializer, undefined)).toMatchObject(failing('inputFileNil'));
    expect(await made(serializer, undefined, { http: response(200) })).toMatchObject(failing('inputFileNil'));
  });

  it.each<[string, DownloadResponseSerializer<unknown>]>([
    ['bytes', data],
    ['JSON', json],
  ])('fails when it cannot be read: %s', async (_form, serializer) => {
    const url = new URL('file:///this/file/does/not/exist.txt');
    const failure = await made(serializer, url);
    expect(failure).toMatchObject({ ...failing('inputFileReadFailed', { url: url.href }), url: url.href });
    expect(failure).toMatchObject({ underlyingError: { code: 'ENOENT' } });
  });

  it.each<[string, DownloadResponseSerializer<unknown>]>([
    ['bytes', data],
    ['text', text],
    ['JSON', json],
  ])('throws the error of the request as it is: %s', async (_form, serializer) => {
    expect(await made(serializer, holding('a'), { error: inputFileNil })).toBe(inputFileNil);
  });

  it.each<[string, DownloadResponseSerializer<unknown>, number, unknown]>([
    ['no bytes', data, 205, new Uint8Array()],
    ['an empty text', text, 204, ''],
    ['null', json, 205, null],
  ])('makes %s of an empty one where the response has no body', async (_form, serializer, status, value) => {
    expect(await made(serializer, holding(''), { http: response(status) })).toEqual(value);
  });
});

describe('StringResponseSerializer, given a file,', () => {
  it.each<[string, StringResponseSerializer, HTTPURLResponse | undefined]>([
    ['no encoding', text, undefined],
    ['the encoding given', utf8, undefined],
    ['the encoding of the response', text, response(200, 'image/jpeg; charset=utf-8')],
  ])('reads text with %s', async (_what, serializer, http) => {
    expect(await made(serializer, fixtureURL('utf8.txt'), http && { http })).toBe('random data');
  });

  it.each<[string, StringResponseSerializer, HTTPURLResponse | undefined]>([
    ['the encoding given', utf8, undefined],
    ['the encoding of the response', text, response(200, 'image/jpeg; charset=utf-8')],
  ])('fails when it is not of %s', async (_what, serializer, http) => {
    const failure = await made(serializer, fixtureURL('utf32.txt'), http && { http });
    expect(failure).toMatchObject({ ...failing('stringSerializationFailed'), failedStringEncoding: 'utf-8' });
  });
});

describe('a serializer of JSON, given a file,', () => {
  it('gives what it stands for', async () => {
    const decodable = DecodableResponseSerializer.decodable(z.object({ team: z.string() }));
    expect(await made(json, holding(JSON_TEXT))).toEqual({ team: 'royals', score: 23 });
    expect(await made(decodable, holding(JSON_TEXT))).toEqual({ team: 'royals' });
  });

  it('fails with the error of the parser', async () => {
    const failure = await made(
      json,
      holding('this is seventy bytes of text that no parser of JSON will ever take.'),
    );
    expect(failure).toMatchObject({
      ...failing('jsonSerializationFailed'),
      underlyingError: expect.any(SyntaxError) as unknown,
    });
  });
});

describe('a serializer that knows nothing of files', () => {
  it.each([
    ['at once', (bytes: string) => bytes],
    ['with a promise', (bytes: string) => Promise.resolve(bytes)],
    ['with an Observable', (bytes: string) => of(bytes)],
  ])('is given what is in one, and may answer %s', async (_how, answer) => {
    const serializer = downloadSerializer<string>({
      serialize: (_request, _response, bytes) => answer(bytes === undefined ? 'nothing' : [...bytes].join()),
    });
    expect(await made(serializer, holding(Uint8Array.of(1, 2)))).toBe('1,2');
    expect(await made(serializer, holding(''))).toBe('nothing');
  });

  it('fails with what it throws', async () => {
    const failure = new Error('not me');
    const serializer = downloadSerializer({
      serialize: () => {
        throw failure;
      },
    });
    expect(await made(serializer, holding('a'))).toBe(failure);
  });
});
