import fc from 'fast-check';
import type { DateEncoding, NilEncoding } from '../../lib/encoding/form-value-encoding.js';
import { URLEncodedFormEncoder } from '../../lib/encoding/url-encoded-form-encoder.js';

const boxed = (value: unknown): unknown => Object(value) as unknown;

class EncodingFailure extends Error {}

const failing = (): never => {
  throw new EncodingFailure('custom');
};

describe('BoolEncoding', () => {
  it.each([
    ['numeric', 'no=0&yes=1'],
    ['literal', 'no=false&yes=true'],
  ] as const)('%s writes %s', (boolEncoding, expected) => {
    expect(new URLEncodedFormEncoder({ boolEncoding }).encode({ yes: true, no: boxed(false) })).toBe(
      expected,
    );
  });
});

describe('DataEncoding', () => {
  const bytes = new TextEncoder().encode('..data..').subarray(2, 6);

  it('writes exactly the bytes of a view as base64 unless told otherwise', () => {
    expect(new URLEncodedFormEncoder().encode({ data: bytes })).toBe('data=ZGF0YQ%3D%3D');
    expect(new URLEncodedFormEncoder().encode({ data: bytes.slice().buffer })).toBe('data=ZGF0YQ%3D%3D');
  });

  it('writes bytes as numbers when it is deferred to the data', () => {
    const encoder = new URLEncodedFormEncoder({ dataEncoding: 'deferredToData' });
    expect(encoder.encode({ data: bytes })).toBe('data%5B%5D=100&data%5B%5D=97&data%5B%5D=116&data%5B%5D=97');
  });

  it('writes views of larger numbers as those numbers', () => {
    expect(new URLEncodedFormEncoder().encode({ a: new Float64Array([0.5, 2]) })).toBe(
      'a%5B%5D=0.5&a%5B%5D=2',
    );
  });

  it('asks a function for the text', () => {
    const encoder = new URLEncodedFormEncoder({ dataEncoding: (data) => `${String(data.length)} bytes` });
    expect(encoder.encode({ data: bytes })).toBe('data=4%20bytes');
  });

  it('passes on what the function throws', () => {
    const encoder = new URLEncodedFormEncoder({ dataEncoding: failing });
    expect(() => encoder.encode({ data: bytes })).toThrow(EncodingFailure);
  });

  it('writes bytes of any length as base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40_000, size: 'max' }), (data) => {
        const encoded = new URLEncodedFormEncoder().encode({ data });
        expect(encoded).toBe(
          `data=${encodeURIComponent(Buffer.from(data).toString('base64')).replaceAll('%2F', '/')}`,
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe('DateEncoding', () => {
  const date = new Date('2001-01-01T00:02:03.456Z');
  const formatter = { format: (given: Date) => `${given.toISOString().replace('T', ' ').slice(0, -1)}0` };

  it.each<[DateEncoding | undefined, string]>([
    [undefined, 'date=123.456'],
    ['deferredToDate', 'date=123.456'],
    ['secondsSince1970', 'date=978307323.456'],
    ['millisecondsSince1970', 'date=978307323456.0'],
    ['iso8601', 'date=2001-01-01T00%3A02%3A03Z'],
    [formatter, 'date=2001-01-01%2000%3A02%3A03.4560'],
    [(given) => String(given.getUTCFullYear()), 'date=2001'],
  ])('%p writes %s', (dateEncoding, expected) => {
    expect(new URLEncodedFormEncoder({ dateEncoding }).encode({ date })).toBe(expected);
  });

  it('gives whole seconds a fraction', () => {
    const encoder = new URLEncodedFormEncoder({ dateEncoding: 'secondsSince1970' });
    expect(encoder.encode({ date: new Date(17_000) })).toBe('date=17.0');
  });

  it('passes on what the function throws', () => {
    const encoder = new URLEncodedFormEncoder({ dateEncoding: failing });
    expect(() => encoder.encode({ date })).toThrow(EncodingFailure);
  });
});

describe('NilEncoding', () => {
  it.each<[NilEncoding | undefined, string, string]>([
    [undefined, 'one=one', ''],
    ['dropKey', 'one=one', ''],
    ['dropValue', 'one=one&two=', 'a='],
    ['null', 'one=one&two=null', 'a=null'],
    [() => 'nil', 'one=one&two=nil', 'a=nil'],
    [() => undefined, 'one=one', ''],
  ])('%p writes %s', (nilEncoding, expected, alone) => {
    const encoder = new URLEncodedFormEncoder({ nilEncoding });
    expect(encoder.encode({ one: 'one', two: null })).toBe(expected);
    expect(encoder.encode({ a: null })).toBe(alone);
  });

  it('is not asked for fields that are undefined, but for elements that are', () => {
    const encoder = new URLEncodedFormEncoder({ nilEncoding: 'null', arrayEncoding: 'indexInBrackets' });
    expect(encoder.encode({ a: undefined, b: [undefined, 1] })).toBe('b%5B0%5D=null&b%5B1%5D=1');
  });
});
