import fc from 'fast-check';
import { JSONEncoder } from '../../lib/encoding/json-encoder.js';
import { thrownBy } from '../support/thrown.js';

const boxed = (value: unknown): unknown => Object(value) as unknown;

const encode = (value: unknown): string => new JSONEncoder().encode(value);

describe('JSONEncoder', () => {
  it('writes what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(encode(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('reads back equal when it is pretty and sorted', () => {
    const encoder = new JSONEncoder({ prettyPrinted: true, sortedKeys: true });
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(encoder.encode(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('sorts the fields of every object, those that look like numbers too', () => {
    const value = { b: [{ z: 1, a: 2 }], '10': 1, '9': { d: 1, c: 2 } };
    expect(new JSONEncoder({ sortedKeys: true }).encode(value)).toBe(
      '{"10":1,"9":{"c":2,"d":1},"b":[{"a":2,"z":1}]}',
    );
  });

  it('indents by two spaces, with a space on both sides of a colon', () => {
    const value = { a: [1, 'b: c'], d: {}, e: [], f: { g: null } };
    expect(new JSONEncoder({ prettyPrinted: true }).encode(value)).toBe(
      '{\n  "a" : [\n    1,\n    "b: c"\n  ],\n  "d" : {},\n  "e" : [],\n  "f" : {\n    "g" : null\n  }\n}',
    );
  });

  it.each([{}, { prettyPrinted: true }, { sortedKeys: true }])(
    'leaves out undefined fields and writes what toJSON returns, with %j',
    (options) => {
      const absent = { toJSON: () => undefined };
      const value = {
        a: undefined,
        b: new Date(0),
        c: absent,
        d: [undefined, absent],
        e: boxed(1),
        f: boxed('x'),
      };
      expect(JSON.parse(new JSONEncoder(options).encode(value))).toEqual({
        b: '1970-01-01T00:00:00.000Z',
        d: [null, null],
        e: 1,
        f: 'x',
      });
    },
  );

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('secret')],
    ['a bigint', 1n],
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['-Infinity', boxed(-Infinity)],
    ['an invalid Date', new Date(NaN)],
    ['a Map', new Map([['a', 'secret']])],
    ['a Set', new Set(['secret'])],
    ['a Uint8Array', new Uint8Array(2)],
    ['an ArrayBuffer', new ArrayBuffer(2)],
    ['a Promise', Promise.resolve('secret')],
    ['a bigint', { toJSON: () => 1n }],
  ])('refuses %s and says where it is', (what, value) => {
    const error = thrownBy(() => encode({ user: { list: [0, value] } }));
    expect(error).toMatchObject({
      kind: 'parameterEncoderFailed',
      reason: { kind: 'encoderFailed' },
      cause: { kind: 'invalidJSONObject', keyPath: 'user.list.1' },
      message: `The parameters could not be encoded: encoderFailed (JSON has no form for ${what} at user.list.1)`,
    });
  });

  it.each([[undefined], [() => 1], [Symbol('a')], [{ toJSON: () => undefined }]])(
    'refuses %p at the root',
    (value) => {
      expect(thrownBy(() => encode(value))).toMatchObject({
        cause: { kind: 'invalidJSONObject', keyPath: '' },
      });
    },
  );

  it('refuses an object that contains itself, but not one that occurs twice', () => {
    const shared = { x: 1 };
    expect(encode([shared, { a: shared }])).toBe('[{"x":1},{"a":{"x":1}}]');
    const cycle: Record<string, unknown> = { list: [] };
    (cycle['list'] as unknown[]).push(cycle);
    expect(thrownBy(() => encode({ cycle }))).toMatchObject({ cause: { keyPath: 'cycle.list.0' } });
  });

  it('refuses what is nested deeper than JSON can be written', () => {
    const endless = (): unknown => ({ a: { toJSON: endless } });
    expect(thrownBy(() => encode(endless()))).toMatchObject({
      cause: {
        kind: 'invalidJSONObject',
        message: 'JSON has no form for an object that is nested too deeply',
      },
    });
  });

  it('passes on what a toJSON throws as the cause', () => {
    const failure = new Error('custom');
    const throwing = {
      toJSON: () => {
        throw failure;
      },
    };
    const error = thrownBy(() => encode(throwing));
    expect(error).toMatchObject({ kind: 'parameterEncoderFailed', cause: failure });
  });
});
