import {
  cacheKey,
  isSameVariant,
  selectedResponses,
  selectingFields,
  variantOf,
} from '../../../lib/cache/rules/selection.js';
import { dateAfter, received, storedResponse } from '../../support/stored-responses.js';

const digest = (name: string, value: string): string => `${name}:${value}`;

describe('selecting responses, RFC 9111 §4.1', () => {
  it.each<[string, string | undefined]>([
    ['https://example.com/a?b=1#c', 'https://example.com/a?b=1'],
    ['http://example.com/', 'http://example.com/'],
    ['file:///a', undefined],
    ['data:,a', undefined],
  ])('%s is kept under %s', (url, key) => {
    expect(cacheKey(url)).toBe(key);
  });

  it.each<[[string, string][], readonly string[] | undefined]>([
    [[], []],
    [[['Vary', 'Foo']], ['foo']],
    [[['Vary', 'Foo, bar']], ['bar', 'foo']],
    [
      [
        ['Vary', 'Foo'],
        ['Vary', 'Bar, FOO'],
      ],
      ['bar', 'foo'],
    ],
    [[['Vary', '*']], undefined],
    [[['Vary', ', *']], undefined],
    [
      [
        ['Vary', 'Foo'],
        ['Vary', '*'],
      ],
      undefined,
    ],
  ])('%j names %j', (fields, names) => {
    expect(selectingFields(received(fields))).toEqual(names);
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['equal values', { Foo: '1, 2' }, true],
    ['other white space around commas', { Foo: '1,2' }, true],
    ['another value', { Foo: '2, 1' }, false],
    ['another case of the value', { Foo: 'A' }, false],
    ['no value', {}, false],
    ['an empty value', { Foo: '' }, false],
  ])('%s: %j matches: %s', (_, fields, matches) => {
    const stored = storedResponse(
      { Vary: 'Foo' },
      { variant: variantOf(['foo'], received({ Foo: '1, 2' }), digest) },
    );
    expect(selectedResponses([stored], '', received(fields), digest)).toHaveLength(matches ? 1 : 0);
  });

  it('matches a request that lacks the field if the first one lacked it too', () => {
    const stored = storedResponse({ Vary: 'Foo' }, { variant: variantOf(['foo'], received({}), digest) });
    expect(selectedResponses([stored], '', received({}), digest)).toEqual([stored]);
    expect(selectedResponses([stored], '', received({ Foo: '' }), digest)).toEqual([]);
  });

  it('never selects the response of another partition, unless it is for everyone', () => {
    const own = storedResponse({ A: 'own' }, { partition: 'ann' });
    const open = storedResponse({ A: 'open' }, { partition: 'ann', isForEveryone: true });
    expect(selectedResponses([own, open], 'bob', received({}), digest)).toEqual([open]);
    expect(selectedResponses([own], '', received({}), digest)).toEqual([]);
  });

  it('puts the response with the latest Date first', () => {
    const older = storedResponse({ Date: dateAfter(-9) });
    const newer = storedResponse({ Date: dateAfter(0) });
    expect(selectedResponses([older, newer], '', received({}), digest)).toEqual([newer, older]);
  });

  it('keeps variants apart that differ in a value, a name or the partition', () => {
    const of = (fields: Record<string, string>, partition = ''): ReturnType<typeof storedResponse> =>
      storedResponse({}, { partition, variant: variantOf(Object.keys(fields), received(fields), digest) });
    expect(isSameVariant(of({ a: '1' }), of({ a: '1' }))).toBe(true);
    expect(isSameVariant(of({ a: '1' }), of({ a: '2' }))).toBe(false);
    expect(isSameVariant(of({ a: '1' }), of({}))).toBe(false);
    expect(isSameVariant(of({}), of({}, 'ann'))).toBe(false);
  });
});
