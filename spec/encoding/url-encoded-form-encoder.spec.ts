import fc from 'fast-check';
import { ParameterValueError } from '../../lib/encoding/parameter-value-error.js';
import {
  URLEncodedFormEncoder,
  type URLEncodedFormEncoderOptions,
} from '../../lib/encoding/url-encoded-form-encoder.js';
import { thrownBy } from '../support/thrown.js';

const boxed = (value: unknown): unknown => Object(value) as unknown;

const encode = (value: unknown, options?: URLEncodedFormEncoderOptions): string =>
  new URLEncodedFormEncoder(options).encode(value);

class Base {
  one = 'one';
  two = 2;
  three = true;
}

class Derived extends Base {
  four = [1, 2, 3];
  five = { a: 'a', b: 'b' };
}

const struct = {
  one: 'one',
  two: 2,
  three: true,
  four: [1, 2, 3],
  five: { a: 'a' },
  six: { a: { b: 'b' } },
  seven: { a: 'a' },
};
const tree = { root: [[1, 2, 3], { a: { string: 'string' } }, [[1, 2, 3]]] };
const rewritten = { four: { four: 'one', five: 2 }, five: { a: 'a', b: 'b' } };

describe('URLEncodedFormEncoder', () => {
  it.each([
    ['a', 'a=a'],
    [1, 'a=1'],
    [1.0, 'a=1'],
    [1.5, 'a=1.5'],
    [1.123456, 'a=1.123456'],
    [{ toJSON: () => '1.1234567890123456789' }, 'a=1.1234567890123456789'],
    [-128, 'a=-128'],
    [127, 'a=127'],
    [-0, 'a=0'],
    [1n, 'a=1'],
    [18446744073709551615n, 'a=18446744073709551615'],
    [boxed(7), 'a=7'],
    [boxed('b'), 'a=b'],
    [boxed(9n), 'a=9'],
    [new URL('https://example.com/?'), 'a=https%3A//example.com/?'],
  ])('writes a scalar %p under a as %s', (value, expected) => {
    expect(encode({ a: value })).toBe(expected);
  });

  it.each([
    [{ a: { b: 'b' } }, 'a%5Bb%5D=b'],
    [
      struct,
      'five%5Ba%5D=a&four%5B%5D=1&four%5B%5D=2&four%5B%5D=3&one=one&seven%5Ba%5D=a&six%5Ba%5D%5Bb%5D=b&three=1&two=2',
    ],
    [
      tree,
      'root%5B%5D%5B%5D%5B%5D=1&root%5B%5D%5B%5D%5B%5D=2&root%5B%5D%5B%5D%5B%5D=3&root%5B%5D%5B%5D=1&root%5B%5D%5B%5D=2&root%5B%5D%5B%5D=3&root%5B%5D%5Ba%5D%5Bstring%5D=string',
    ],
    [new Base(), 'one=one&three=1&two=2'],
    [
      new Derived(),
      'five%5Ba%5D=a&five%5Bb%5D=b&four%5B%5D=1&four%5B%5D=2&four%5B%5D=3&one=one&three=1&two=2',
    ],
    [rewritten, 'five%5Ba%5D=a&five%5Bb%5D=b&four%5Bfive%5D=2&four%5Bfour%5D=one'],
    [{}, ''],
  ])('writes the object %j in the order of its keys', (value, expected) => {
    expect(encode(value)).toBe(expected);
  });

  it.each([
    [{ foo: [new Base()] }, 'foo%5B0%5D%5Bone%5D=one&foo%5B0%5D%5Bthree%5D=1&foo%5B0%5D%5Btwo%5D=2'],
    [
      new Derived(),
      'five%5Ba%5D=a&five%5Bb%5D=b&four%5B0%5D=1&four%5B1%5D=2&four%5B2%5D=3&one=one&three=1&two=2',
    ],
    [rewritten, 'five%5Ba%5D=a&five%5Bb%5D=b&four%5Bfive%5D=2&four%5Bfour%5D=one'],
    [
      struct,
      'five%5Ba%5D=a&four%5B0%5D=1&four%5B1%5D=2&four%5B2%5D=3&one=one&seven%5Ba%5D=a&six%5Ba%5D%5Bb%5D=b&three=1&two=2',
    ],
    [
      tree,
      'root%5B0%5D%5B0%5D=1&root%5B0%5D%5B1%5D=2&root%5B0%5D%5B2%5D=3&root%5B1%5D%5Ba%5D%5Bstring%5D=string&root%5B2%5D%5B0%5D%5B0%5D=1&root%5B2%5D%5B0%5D%5B1%5D=2&root%5B2%5D%5B0%5D%5B2%5D=3',
    ],
    [
      { foo: [{ bar: 2 }, { qux: 3 }, { quy: 4 }] },
      'foo%5B0%5D%5Bbar%5D=2&foo%5B1%5D%5Bqux%5D=3&foo%5B2%5D%5Bquy%5D=4',
    ],
    [
      { foo: [{ bar: '2' }, { qux: '3' }, { quy: '4' }] },
      'foo%5B0%5D%5Bbar%5D=2&foo%5B1%5D%5Bqux%5D=3&foo%5B2%5D%5Bquy%5D=4',
    ],
    [
      { foo: [{ bar: true }, { qux: false }, { quy: true }] },
      'foo%5B0%5D%5Bbar%5D=1&foo%5B1%5D%5Bqux%5D=0&foo%5B2%5D%5Bquy%5D=1',
    ],
  ])('numbers the elements of %j', (value, expected) => {
    expect(encode(value, { arrayEncoding: 'indexInBrackets' })).toBe(expected);
  });

  it('keeps the order of the fields when it is not to alphabetize', () => {
    expect(encode(struct, { alphabetizeKeyValuePairs: false })).toBe(
      'one=one&two=2&three=1&four%5B%5D=1&four%5B%5D=2&four%5B%5D=3&five%5Ba%5D=a&six%5Ba%5D%5Bb%5D=b&seven%5Ba%5D=a',
    );
  });

  it.each([5, 40])('keeps the order of %d elements while it alphabetizes', (count) => {
    const numbers = Array.from({ length: count }, (_, index) => count - index);
    const pairs = numbers.map((number) => `b=${String(number)}`);
    expect(encode({ c: 1, b: numbers, a: 1 }, { arrayEncoding: 'noBrackets' })).toBe(
      ['a=1', ...pairs, 'c=1'].join('&'),
    );
  });

  it('keeps leaves and containers in their order when it is not to alphabetize', () => {
    const value = { a: [1, [2, [3], 4], 5], b: 6 };
    expect(encode(value, { alphabetizeKeyValuePairs: false, arrayEncoding: 'noBrackets' })).toBe(
      'a=1&a=2&a=3&a=4&a=5&b=6',
    );
  });

  it('writes what repeats in Maps, Sets and URLSearchParams', () => {
    const value = new Map<unknown, unknown>([
      [1, new Set(['x', 'y'])],
      ['query', new URLSearchParams('p=1&p=2')],
      [true, undefined],
    ]);
    expect(encode(value)).toBe('1%5B%5D=x&1%5B%5D=y&query%5Bp%5D=1&query%5Bp%5D=2');
    expect(encode(new URLSearchParams('b=2&a=1&a=0'))).toBe('a=1&a=0&b=2');
  });

  it.each([
    [[1]],
    ['string'],
    [1],
    [null],
    [undefined],
    [new Date(0)],
    [new Uint8Array(1)],
    [new Set()],
    [() => 1],
  ])('refuses %p at the root', (root) => {
    const error = thrownBy(() => encode(root)) as Error;
    expect(error).toMatchObject({ kind: 'parameterEncoderFailed', reason: { kind: 'encoderFailed' } });
    expect(error.cause).toBeInstanceOf(ParameterValueError);
    expect(error.cause).toMatchObject({ kind: 'invalidRootObject', keyPath: '' });
  });

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('secret')],
    ['an invalid Date', new Date(NaN)],
    ['a Promise', Promise.resolve('secret')],
    ['a Blob', new Blob(['secret'])],
    ['a symbol as a key', new Map([[Symbol('secret'), 1]])],
  ])('refuses %s and says where it is', (what, value) => {
    const error = thrownBy(() =>
      encode({ user: { list: [0, value] } }, { arrayEncoding: 'indexInBrackets' }),
    );
    expect(error).toMatchObject({
      cause: { kind: 'invalidValue', keyPath: 'user[list][1]' },
      message: `The parameters could not be encoded: encoderFailed (${what} at user[list][1])`,
    });
  });

  it('refuses an object that contains itself, but not one that occurs twice', () => {
    const shared = { x: [1] };
    expect(encode({ a: shared, b: { c: shared } })).toBe('a%5Bx%5D%5B%5D=1&b%5Bc%5D%5Bx%5D%5B%5D=1');
    const cycle: Record<string, unknown> = { a: {} };
    (cycle['a'] as Record<string, unknown>)['b'] = { toJSON: () => ({ c: cycle }) };
    expect(thrownBy(() => encode(cycle))).toMatchObject({
      cause: { kind: 'invalidValue', keyPath: 'a[b][c]' },
    });
  });

  it('encodes objects that are nested twenty thousand levels deep', () => {
    let value: unknown = 'leaf';
    for (let level = 0; level < 20_000; level += 1) value = { a: value };
    expect(encode(value, { keyPathEncoding: 'dots' })).toBe(`a${'.a'.repeat(19_999)}=leaf`);
  });

  it('is read back as it was by URLSearchParams', () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), {
      selector: ([key]) => key,
    });
    const options = fc.record({
      spaceEncoding: fc.constantFrom('percentEscaped' as const, 'plusReplaced' as const),
      allowedCharacters: fc.constantFrom(undefined, '', 'abcé/', 'xyz-._~ '),
    });
    fc.assert(
      fc.property(pairs, options, (given, chosen) => {
        const encoded = encode(new Map(given), { ...chosen, alphabetizeKeyValuePairs: false });
        expect([...new URLSearchParams(encoded)]).toEqual(given.map((pair) => pair.map(wellFormed)));
      }),
      { numRuns: 50 },
    );
  });

  it('leaves no reserved character bare', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (given) => {
        for (const pair of encode(given).split('&').filter(Boolean)) {
          expect(pair).toMatch(/^(?:[A-Za-z0-9\-._~/?]|%[0-9A-F]{2})*=(?:[A-Za-z0-9\-._~/?]|%[0-9A-F]{2})*$/);
        }
      }),
    );
  });
});

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
