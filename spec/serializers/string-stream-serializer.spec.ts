import fc from 'fast-check';
import type { DataStreamSerializer } from '../../lib/serializers/data-stream-serializer.js';
import { StringStreamSerializer } from '../../lib/serializers/string-stream-serializer.js';
import { bytesOf, responseOf, thrownBy } from '../support/received.js';
import { cut, parsed } from '../support/stream-parsing.js';

describe('StringStreamSerializer', () => {
  it('is made by a factory, and is a DataStreamSerializer', () => {
    const serializer: DataStreamSerializer<string> = StringStreamSerializer.string();
    expect(serializer).toBeInstanceOf(StringStreamSerializer);
    expect(serializer.serialize(bytesOf('héllo'))).toBe('héllo');
  });

  it('gives the text of each piece', () => {
    expect(parsed(StringStreamSerializer.string(), ['one', 'two']).values).toEqual(['one', 'two']);
  });

  it.each<[string, number[][], string[]]>([
    ['a character in two pieces', [[0xc3], [0xa9]], ['é']],
    ['a character in four pieces', [[0xf0], [0x9f], [0x98], [0x80]], ['😀']],
    [
      'one that begins at the end of a piece',
      [
        [65, 0xe2, 0x82],
        [0xac, 66],
      ],
      ['A', '€B'],
    ],
    ['a mark at the beginning, in pieces', [[0xef], [0xbb, 0xbf, 65]], ['A']],
    ['a character that never ends', [[65, 0xc3]], ['A', '\uFFFD']],
    ['bytes that are no UTF-8', [[65, 0xff, 66]], ['A\uFFFDB']],
  ])('gives whole characters: %s', (_which, pieces, texts) => {
    const body = pieces.map((piece) => Uint8Array.from(piece));
    expect(parsed(StringStreamSerializer.string(), body).values).toEqual(texts);
  });

  it('gives the same text wherever the pieces are cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(40)), (text, places) => {
        const bytes = bytesOf(`a${text}`);
        const { values } = parsed(
          StringStreamSerializer.string(),
          cut(
            bytes,
            places.filter((place) => place < bytes.length),
          ),
        );
        expect(values.join('')).toBe(`a${text}`);
      }),
    );
  });

  it.each<[string, string | undefined, string | undefined, string]>([
    ['the one given', 'utf-16le', 'text/plain; charset=utf-8', 'é'],
    ['that of the response', undefined, 'text/plain; charset=utf-16le', 'é'],
    ['UTF-8 where nobody says', undefined, 'text/plain', '\uFFFD\u0000'],
  ])('reads text in an encoding: %s', (_whose, encoding, contentType, text) => {
    const bytes = Uint8Array.of(0xe9, 0x00);
    expect(parsed(new StringStreamSerializer({ encoding }), [bytes], contentType).values).toEqual([text]);
  });

  it('fails with an encoding that nobody knows', () => {
    const error = thrownBy(() => new StringStreamSerializer({ encoding: 'klingon' }).makeParser());
    expect(error.kind).toBe('responseSerializationFailed');
    expect(error.reason).toEqual({ kind: 'stringSerializationFailed', encoding: 'klingon' });
  });
});

describe('a stream of text, by the Encoding standard', () => {
  it.each([
    ['a charset nobody knows', 'text/plain; charset=no-such-charset', [0xc3, 0xa9], 'é'],
    ['iso-8859-1', 'text/plain; charset=iso-8859-1', [0x80], '€'],
    ['no charset', 'text/csv', [0xc3, 0xa9], 'é'],
  ])('is read right with %s', (_what, contentType, bytes, text) => {
    const response = responseOf(200, contentType);
    const parser = new StringStreamSerializer().makeParser(response);
    expect([...(parser.parse(new Uint8Array(bytes)) as Iterable<string>)].join('')).toBe(text);
  });
});
