import { parsedURL } from '../../lib/message/parsed-url.js';

describe('parsedURL', () => {
  it('is undefined for text that is no URL', () => {
    expect([parsedURL(''), parsedURL('http://'), parsedURL('relative')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('resolves against a base', () => {
    expect(parsedURL('../b?c', 'https://example.com/a/a')?.href).toBe('https://example.com/b?c');
  });

  it('goes on parsing hosts with characters of Latin-1, however often it is called', () => {
    const hosts = new Set<string | undefined>();
    for (let count = 0; count < 100_000; count += 1) hosts.add(parsedURL('http://bücher.example/')?.host);
    expect([...hosts]).toEqual(['xn--bcher-kva.example']);
  });
});
