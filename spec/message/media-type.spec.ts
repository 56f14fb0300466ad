import { accepts, mediaTypeOf } from '../../lib/message/media-type.js';

const parsed = (value: string | undefined): [string, string] | undefined => {
  const mediaType = mediaTypeOf(value);
  return mediaType && [mediaType.type, mediaType.subtype];
};

describe('a media type', () => {
  it.each([
    ['text/plain', ['text', 'plain']],
    ['application/json', ['application', 'json']],
    ['image/png', ['image', 'png']],
    ['*/*', ['*', '*']],
    ['text/*', ['text', '*']],
    ['*/json', ['*', 'json']],
    ['Text/HTML', ['text', 'html']],
  ])('of %j has a type and a subtype', (value, pair) => {
    expect(parsed(value)).toEqual(pair);
  });

  it('has no parameters', () => {
    expect(parsed('text/plain; charset=utf-8')).toEqual(['text', 'plain']);
    expect(parsed('text/plain;a=b/c')).toEqual(['text', 'plain']);
  });

  it('has no whitespace around it', () => {
    expect(parsed('  text/plain  ')).toEqual(['text', 'plain']);
  });

  it.each(['text', '', undefined, '/', 'text/', '/plain', 'a/b/c', ';', '; charset=utf-8'])(
    'is none of %j',
    (value) => {
      expect(mediaTypeOf(value)).toBeUndefined();
    },
  );

  it.each([
    ['text/plain', undefined],
    ['text/plain; charset=UTF-8', 'utf-8'],
    ['text/plain;charset="utf-8"', 'utf-8'],
    ['text/plain; boundary=x; CHARSET= latin1 ', 'latin1'],
    ['text/plain; charset = latin1', undefined],
    ['text/plain; charset=', undefined],
    ['text/plain; charset=a; charset=b', 'a'],
    ['text/plain; x-charset=a', undefined],
  ])('of %j has the charset %p', (value, charset) => {
    expect(mediaTypeOf(value)?.charset).toBe(charset);
  });
});

describe('a range', () => {
  it.each([
    ['text/*', 'text/plain', true],
    ['text/*', 'text/html', true],
    ['text/*', 'application/json', false],
    ['*/json', 'application/json', true],
    ['*/json', 'application/xml', false],
    ['*/*', 'text/plain', true],
    ['*/*', 'application/json', true],
    ['*/*', 'image/png', true],
    ['application/json', 'text/plain', false],
    ['text/plain', 'text/html', false],
    ['text/plain; a=1', 'text/plain; a=2', true],
  ])('%s takes in %s: %p', (range, value, expected) => {
    expect(accepts(mediaTypeOf(range)!, mediaTypeOf(value)!)).toBe(expected);
  });
});
