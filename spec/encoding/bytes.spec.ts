import fc from 'fast-check';
import { utf8Length } from '../../lib/encoding/bytes.js';

describe('utf8Length', () => {
  it.each([
    ['nothing', '', 0],
    ['ASCII', 'abc', 3],
    ['two bytes a character', 'é߿', 4],
    ['three bytes a character', '€\u0800', 6],
    ['a surrogate pair', '😀', 4],
    ['a high half alone', '\ud83d', 3],
    ['a low half alone', '\ude00', 3],
    ['two high halves and a low one', '\ud83d\ud83d\ude00', 7],
  ])('counts %s', (_, text, length) => {
    expect(utf8Length(text)).toBe(length);
  });

  it('counts what encoding gives, for any text', () => {
    const encoder = new TextEncoder();
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.integer({ min: 0, max: 0xffff })),
        (text, units) => {
          const any = text + String.fromCharCode(...units);
          expect(utf8Length(any)).toBe(encoder.encode(any).byteLength);
        },
      ),
    );
  });
});
