import { decodedText, textEncodingOf } from '../../lib/serializers/text-decoding.js';
import { bytesOf, responseOf, thrownBy } from '../support/received.js';

describe('the encoding of a text', () => {
  it.each<[string, number[], string | undefined, string]>([
    ['what the charset says', [0xff, 0xfe, 65, 0], 'text/plain; charset="UTF-8"', 'utf-8'],
    ['UTF-8 by its mark', [0xef, 0xbb, 0xbf, 65], 'text/plain', 'utf-8'],
    ['UTF-16 by its mark', [0xff, 0xfe, 65, 0], 'text/plain', 'utf-16le'],
    ['UTF-16, the other way round, by its mark', [0xfe, 0xff, 0, 65], undefined, 'utf-16be'],
    ['nothing else by the mark of UTF-32', [0xff, 0xfe, 0, 0], undefined, 'iso-8859-1'],
    ['nothing else by the beginning of a mark', [0xef, 0xbb, 65], undefined, 'iso-8859-1'],
    ['nothing else by the end of a mark', [65, 0xbb, 0xbf], undefined, 'iso-8859-1'],
    ['nothing else by half a mark', [0xfe, 65], undefined, 'iso-8859-1'],
    ['UTF-8 where it is JSON', [65], 'application/json', 'utf-8'],
    ['UTF-8 where it is a kind of JSON', [65], 'application/problem+json', 'utf-8'],
    ['ISO-8859-1 otherwise', [0xc3, 0xa9], 'text/plain', 'iso-8859-1'],
    ['ISO-8859-1 without a response', [65], undefined, 'iso-8859-1'],
  ])('is %s', (_which, bytes, contentType, encoding) => {
    const response = contentType === undefined ? undefined : responseOf(200, contentType);
    expect(textEncodingOf(new Uint8Array(bytes), response)).toBe(encoding);
  });
});

describe('a decoded text', () => {
  it.each<[string, number[], string]>([
    ['utf-8', [0xc3, 0xa9], 'é'],
    ['UTF8', [0xc3, 0xa9], 'é'],
    ['utf-8', [0xef, 0xbb, 0xbf, 65], 'A'],
    ['iso-8859-1', [0xe9, 0x80, 0xff], 'é\u0080ÿ'],
    [' Latin1 ', [0xe9, 0x80], 'é\u0080'],
    ['utf-16', [0xff, 0xfe, 65, 0], 'A'],
    ['utf-16', [0xfe, 0xff, 0, 65], 'A'],
    ['utf-16', [65, 0], 'A'],
    ['utf-16be', [0, 65], 'A'],
    ['shift_jis', [0x83, 0x41], 'ア'],
    ['koi8-r', [0xc1], 'а'],
  ])('of %s bytes %j is %j', (encoding, bytes, text) => {
    expect(decodedText(new Uint8Array(bytes), encoding)).toBe(text);
  });

  it.each<[string, number[]]>([
    ['utf-8', [0xff]],
    ['utf-8', [0xc3]],
    ['utf-16le', [65]],
    ['no-such-charset', [65]],
    ['', [65]],
  ])('of %p fails for bytes %j', (encoding, bytes) => {
    const error = thrownBy(() => decodedText(new Uint8Array(bytes), encoding));
    expect(error).toMatchObject({ kind: 'responseSerializationFailed', failedStringEncoding: encoding });
    expect(error.reason?.kind).toBe('stringSerializationFailed');
  });

  it('keeps every byte of a long ISO-8859-1 text', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    const text = decodedText(bytes, 'iso-8859-1');
    expect(text).toHaveLength(100_000);
    expect(Uint8Array.from(text, (character) => character.charCodeAt(0))).toEqual(bytes);
  });

  it('is of exactly the bytes of a view', () => {
    const view = bytesOf('abcdef').subarray(2, 4);
    expect(decodedText(view, 'utf-8')).toBe('cd');
    expect(decodedText(view, 'iso-8859-1')).toBe('cd');
  });
});
