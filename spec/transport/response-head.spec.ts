import { describe, expect, it } from '@jest/globals';
import { AxiosHeaders, type AxiosResponse } from 'axios';
import { Readable } from 'node:stream';
import { nodeStreamIn } from '../../lib/node/wire/node-stream-body.js';
import { responseContentOf } from '../../lib/transport/response-content.js';
import { receivedHeaders, responseHeadOf } from '../../lib/transport/response-head.js';

const pairs: [string, string][] = [
  ['a', '1'],
  ['set-cookie', 'x=1'],
  ['set-cookie', 'y=2'],
];

describe('receivedHeaders', () => {
  it.each<[string, unknown]>([
    ['AxiosHeaders', new AxiosHeaders({ a: '1', 'set-cookie': ['x=1', 'y=2'] })],
    ['an object', { a: 1, 'set-cookie': ['x=1', 'y=2'], left: null, out: false, undef: undefined }],
    ['Headers', new Headers(pairs)],
    [
      'a Map',
      new Map<string, unknown>([
        ['a', '1'],
        ['set-cookie', ['x=1', 'y=2']],
      ]),
    ],
    ['pairs', pairs],
  ])('reads %s, several lines of a field apart', (_, fields) => {
    expect([...receivedHeaders(fields)]).toEqual(pairs);
  });

  it.each([[undefined], [null], ['a: 1'], [7]])('reads no field from %p', (fields) => {
    expect(receivedHeaders(fields).size).toBe(0);
  });
});

describe('responseHeadOf', () => {
  const head = (data: unknown, headers: object = {}, seen = {}): ReturnType<typeof responseHeadOf> =>
    responseHeadOf(
      { status: 200, headers: { 'content-length': '5', ...headers }, data } as unknown as AxiosResponse,
      'https://a.example/',
      responseContentOf(data, nodeStreamIn),
      seen,
    );
  const message = Object.assign(Readable.from([]), { rawHeaders: [] });
  const encoded = { 'content-encoding': 'gzip' };

  it.each<[string, unknown, object, number | undefined]>([
    ['the message itself', message, {}, 5],
    ['a stream that stands for it', Readable.from([]), {}, undefined],
    ['bytes', new Uint8Array(5), {}, 5],
    ['bytes that were decoded', new Uint8Array(9), encoded, undefined],
    ['bytes that were not', new Uint8Array(5), { 'content-encoding': 'identity' }, 5],
    ['text that was decoded from bytes', 'text', {}, undefined],
    ['an object', { a: 1 }, {}, undefined],
    ['a web stream', new ReadableStream(), {}, 5],
    ['a web stream that was decoded', new ReadableStream(), encoded, undefined],
    ['nothing', undefined, {}, 5],
  ])('expects as many bytes of %s as are known', (_, data, headers, expected) => {
    expect(head(data, headers).expectedContentLength).toBe(expected);
  });

  it('prefers what the platform has seen', () => {
    const seen = { url: 'https://b.example/', httpVersion: '2', isDecoded: true };
    expect(head(undefined, {}, seen)).toMatchObject({
      url: seen.url,
      httpVersion: '2',
      expectedContentLength: undefined,
    });
    expect(head(undefined).url).toBe('https://a.example/');
  });
});
