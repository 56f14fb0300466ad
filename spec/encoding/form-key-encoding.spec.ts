import type { ArrayEncoding, KeyEncoding, KeyPathEncoding } from '../../lib/encoding/form-key-encoding.js';
import { URLEncodedFormEncoder } from '../../lib/encoding/url-encoded-form-encoder.js';

describe('ArrayEncoding', () => {
  it.each<[ArrayEncoding, string]>([
    ['brackets', 'array%5B%5D=1&array%5B%5D=2'],
    ['noBrackets', 'array=1&array=2'],
    ['indexInBrackets', 'array%5B0%5D=1&array%5B1%5D=2'],
    [(key, index) => `${key}.${String(index + 1)}`, 'array.1=1&array.2=2'],
  ])('%s writes the elements as %s', (arrayEncoding, expected) => {
    expect(new URLEncodedFormEncoder({ arrayEncoding }).encode({ array: [1, 2] })).toBe(expected);
  });
});

describe('KeyPathEncoding', () => {
  it.each<[KeyPathEncoding, string]>([
    ['brackets', 'a%5Bb%5D=b'],
    ['dots', 'a.b=b'],
    [(field) => `-${field}`, 'a-b=b'],
  ])('%s writes a nested field as %s', (keyPathEncoding, expected) => {
    expect(new URLEncodedFormEncoder({ keyPathEncoding }).encode({ a: { b: 'b' } })).toBe(expected);
  });
});

describe('KeyEncoding', () => {
  it.each<[KeyEncoding, string]>([
    ['useDefaultKeys', 'oneTwoThree'],
    ['convertToSnakeCase', 'one_two_three'],
    ['convertToKebabCase', 'one-two-three'],
    ['capitalized', 'OneTwoThree'],
    ['lowercased', 'onetwothree'],
    ['uppercased', 'ONETWOTHREE'],
    [() => 'A', 'A'],
  ])('%s spells oneTwoThree as %s', (keyEncoding, expected) => {
    const encoded = new URLEncodedFormEncoder({ keyEncoding }).encode({ oneTwoThree: 'oneTwoThree' });
    expect(encoded).toBe(`${expected}=oneTwoThree`);
  });

  it.each([
    ['myURLName', 'my_url_name'],
    ['a', 'a'],
    ['', ''],
    ['already_snake', 'already_snake'],
    ['version2Beta', 'version2_beta'],
    ['lastID', 'last_id'],
  ])('writes %p in snake case as %p', (key, expected) => {
    const encoder = new URLEncodedFormEncoder({ keyEncoding: 'convertToSnakeCase' });
    expect(encoder.encode({ [key]: 1 })).toBe(`${expected}=1`);
  });

  it('is given the whole key path', () => {
    const paths: string[] = [];
    const keyEncoding = (path: string): string => {
      paths.push(path);
      return path;
    };
    new URLEncodedFormEncoder({ keyEncoding }).encode({ user: { names: ['a'] }, id: 1 });
    expect(paths).toEqual(['user[names][]', 'id']);
  });
});
