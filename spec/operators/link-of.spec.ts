import { describe, expect, it } from '@jest/globals';
import { HTTPHeaders, HTTPURLResponse } from 'rxsession';
import { linkOf } from 'rxsession/operators';

const url = 'https://api.example.com/items?page=2';
const nextIn = (...fields: string[]): string | undefined => linkOf(responseWith(fields));

function responseWith(fields: readonly string[]): HTTPURLResponse {
  const headers = HTTPHeaders.received(fields.map((field) => ['Link', field]));
  return new HTTPURLResponse({ url, statusCode: 200, headers });
}

describe('linkOf', () => {
  it.each<[string, string[], string]>([
    ['a quoted relation', ['<https://b.example/3>; rel="next"'], 'https://b.example/3'],
    ['a relation without quotes', ['<https://b.example/3>;rel=next'], 'https://b.example/3'],
    ['one of several relations', ['<https://b.example/3>; rel="last NEXT"'], 'https://b.example/3'],
    [
      'one of several links',
      ['<https://b.example/1>; rel=prev, <https://b.example/3>; rel=next'],
      'https://b.example/3',
    ],
    [
      'one of several fields',
      ['<https://b.example/1>; rel=prev', '<https://b.example/3>; rel=next'],
      'https://b.example/3',
    ],
    ['a relative target', ['<?page=3>; rel=next'], 'https://api.example.com/items?page=3'],
    [
      'commas and semicolons in the target',
      ['<https://b.example/a,b;c>; rel=next'],
      'https://b.example/a,b;c',
    ],
    [
      'commas and brackets in a title',
      ['<https://b.example/3>; title="a, <b>; rel=prev"; rel=next'],
      'https://b.example/3',
    ],
    ['an escaped quote', ['<https://b.example/3>; title="\\""; rel=next'], 'https://b.example/3'],
    ['parameters in capitals', ['<https://b.example/3>; REL=next'], 'https://b.example/3'],
    ['the first rel of two', ['<https://b.example/3>; rel=next; rel=prev'], 'https://b.example/3'],
  ])('reads %s', (_what, fields, expected) => {
    expect(nextIn(...fields)).toBe(expected);
  });

  it.each<[string, string[]]>([
    ['no link', []],
    ['another relation', ['<https://b.example/1>; rel=prev']],
    ['a relation that contains the name', ['<https://b.example/1>; rel=nextish']],
    ['a link of another resource', ['<https://b.example/1>; rel=next; anchor="#part"']],
    ['a relation in a title', ['<https://b.example/1>; title="; rel=next"']],
    ['a target that is no URL', ['<http://[>; rel=next']],
    ['a target that never ends', ['<https://b.example/1; rel=next']],
  ])('is undefined for %s', (_what, fields) => {
    expect(nextIn(...fields)).toBeUndefined();
  });

  it('reads another relation', () => {
    expect(linkOf(responseWith(['</items?page=9>; rel=last']), 'last')).toBe(
      'https://api.example.com/items?page=9',
    );
  });

  it('takes time in proportion to a field that a server has made long', () => {
    const fields = [
      '<'.repeat(50_000),
      `<a>${';'.repeat(50_000)}`,
      `<a>; x="${'\\"'.repeat(50_000)}`,
      `<a>;${' '.repeat(50_000)}`,
    ];
    expect(fields.map((field) => nextIn(field))).toEqual([undefined, undefined, undefined, undefined]);
  });
});
