import fc from 'fast-check';
import { LineStreamFormat } from '../../lib/serializers/line-stream-format.js';
import { bytesOf } from '../support/received.js';
import { cut, parsed, valuesBefore } from '../support/stream-parsing.js';

describe('LineStreamFormat', () => {
  it.each<[string, string[], string[]]>([
    ['ends with a line feed', ['a\nb\n'], ['a', 'b']],
    ['ends with a carriage return and a line feed', ['a\r\nb\r\n'], ['a', 'b']],
    ['ends with the body', ['a\nb'], ['a', 'b']],
    ['is empty', ['a\n\n\r\nb\n'], ['a', '', '', 'b']],
    ['comes in pieces', ['a', 'b\nc', '\n'], ['ab', 'c']],
    ['ends between two pieces', ['a\r', '\nb'], ['a', 'b']],
    ['holds carriage returns', ['a\rb\r\r\n\rc\n'], ['a\rb\r', '\rc']],
    ['ends with a carriage return alone, at the end of the body', ['a\r'], ['a\r']],
    ['does not begin after the last end', ['a\n', ''], ['a']],
    ['is not there', [], []],
  ])('gives each line that %s', (_which, pieces, lines) => {
    expect(parsed(LineStreamFormat.lines(), pieces).values).toEqual(lines);
  });

  it('gives a line as soon as it has ended', () => {
    const parser = new LineStreamFormat().makeParser();
    expect([...(parser.parse(bytesOf('a\nb')) as Iterable<string>)]).toEqual(['a']);
  });

  it('takes characters apart in no piece, in the encoding of the response', () => {
    const body = [Uint8Array.of(0xe9, 0x00, 0x0a), Uint8Array.of(0x00, 0xe8, 0x00)];
    expect(parsed(new LineStreamFormat(), body, 'text/plain; charset=utf-16le').values).toEqual(['é', 'è']);
  });

  it('gives the same lines wherever the pieces are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\n', '\r') });
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), (body, places) => {
        const bytes = bytesOf(body);
        const whole = parsed(new LineStreamFormat(), [body]).values;
        const pieces = cut(
          bytes,
          places.filter((place) => place < bytes.length),
        );
        expect(parsed(new LineStreamFormat(), pieces).values).toEqual(whole);
        const lines = body.replaceAll('\r\n', '\n').split('\n');
        expect(whole).toEqual(lines.at(-1) === '' ? lines.slice(0, -1) : lines);
      }),
    );
  });

  it.each<[string, string[]]>([
    ['at the end of the line', ['abcde\n']],
    ['before it has ended', ['ab', 'cd', 'e']],
    ['in the line that the body ends', ['a\nabcde']],
    ['by one before its carriage return', ['abcde\r\n']],
    ['by what follows a carriage return', ['abcd\r', 'e']],
    ['by a second carriage return', ['abcd\r', '\r\n']],
  ])('fails with a line that is too long, %s', (_when, pieces) => {
    const { error } = parsed(new LineStreamFormat({ maximumLineLength: 4 }), pieces);
    expect(error).toMatchObject({
      kind: 'responseSerializationFailed',
      reason: { kind: 'maximumLengthExceeded', maximum: 4 },
      message: expect.stringContaining('longer than 4 characters') as string,
    });
  });

  it('gives the lines before one that is too long', () => {
    const format = new LineStreamFormat({ maximumLineLength: 4 });
    expect(valuesBefore(format, 'a\nb\nabcde\nc\n')).toEqual(['a', 'b']);
  });

  it('does not count the end of a line', () => {
    const format = new LineStreamFormat({ maximumLineLength: 4 });
    expect(parsed(format, ['abcd\r', '\nabcd\n', 'abcd'])).toEqual({
      values: ['abcd', 'abcd', 'abcd'],
      error: undefined,
    });
  });
});
