import { of } from 'rxjs';
import { awaitAnswer, type Answer } from '../../lib/answers/answer.js';
import { StreamFailure } from '../../lib/serializers/data-stream-serializer.js';
import { makeStreamReader } from '../../lib/serializers/stream-reader.js';
import { bytesOf, responseOf } from '../support/received.js';

const DATA = bytesOf('abc');

function answerOf<T>(answer: Answer<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    awaitAnswer(() => answer, resolve, reject);
  });
}

describe('a reader of chunks', () => {
  it.each<[string, () => Answer<number>]>([
    ['at once', () => 3],
    ['by a promise', () => Promise.resolve(3)],
    ['by an Observable', () => of(3, 4)],
  ])('gives one value of each, %s', async (_how, serialize) => {
    const reader = makeStreamReader(() => ({ serialize }), undefined);
    expect(await answerOf(reader.read(DATA))).toEqual([3]);
    expect(reader.finish()).toEqual([]);
  });

  it('goes on after a failure', () => {
    const reader = makeStreamReader(() => ({ serialize: ({ byteLength }) => byteLength }), undefined);
    expect(reader.failed(new Error('no'))).toMatchObject([
      { error: { reason: { kind: 'customSerializationFailed', error: { message: 'no' } } } },
    ]);
    expect(reader.read(DATA)).toEqual([3]);
  });
});

describe('a reader of a format', () => {
  it('makes one parser, of the response, with the first piece', () => {
    const heads: unknown[] = [];
    const response = responseOf(200);
    const format = { makeParser: (head: unknown) => (heads.push(head), { parse: () => [1, 2] }) };
    const reader = makeStreamReader(() => format, response);
    expect(heads).toEqual([]);
    expect(reader.read(DATA)).toEqual([1, 2]);
    reader.read(DATA);
    expect([heads, reader.finish()]).toEqual([[response], []]);
  });

  it('asks for what the end completes, unless nothing has come', () => {
    const reader = makeStreamReader(
      () => ({ makeParser: () => ({ parse: () => [], finish: () => ['end'] }) }),
      undefined,
    );
    expect(reader.finish()).toEqual([]);
    reader.read(DATA);
    expect(reader.finish()).toEqual(['end']);
  });

  it('gives the values before a failure, which is the last', () => {
    const parse = function* (): Generator<number> {
      yield 1;
      throw new Error('no');
    };
    const reader = makeStreamReader(() => ({ makeParser: () => ({ parse, finish: () => [2] }) }), undefined);
    expect(reader.read(DATA)).toEqual([1, expect.any(StreamFailure)]);
    expect([reader.read(DATA), reader.finish()]).toEqual([[], []]);
  });

  it('fails once with a serializer that cannot be made', () => {
    const reader = makeStreamReader<never>(() => {
      throw new Error('no');
    }, undefined);
    expect(() => reader.read(DATA)).toThrow('no');
    expect(reader.failed(new Error('no'))).toHaveLength(1);
    expect(reader.read(DATA)).toEqual([]);
  });
});
