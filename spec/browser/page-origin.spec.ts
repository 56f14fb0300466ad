import { afterEach, describe, expect, it } from '@jest/globals';
import { isOfAnotherOrigin } from '../../lib/browser/page-origin.js';

const root = globalThis as { document?: unknown; location?: unknown; origin?: unknown };

afterEach(() => {
  delete root.document;
  delete root.location;
  delete root.origin;
});

describe('a page at https://a.example', () => {
  it.each([
    ['https://a.example/users', false],
    ['https://a.example:443/users', false],
    ['https://a.example:8443/users', true],
    ['http://a.example/users', true],
    ['https://b.example/users', true],
    ['/users', false],
    ['no url', false],
  ])('asks another origin at %s: %p', (url, isOther) => {
    root.origin = 'Berlin';
    root.location = { origin: 'https://a.example' };
    root.document = { baseURI: 'https://b.example/' };
    expect(isOfAnotherOrigin(url)).toBe(isOther);
  });
});

it('a frame without an origin asks another everywhere, also where it was loaded', () => {
  root.origin = 'null';
  root.location = { origin: 'https://a.example' };
  expect(isOfAnotherOrigin('https://a.example/users')).toBe(true);
});

it('a frame that has the origin of its parent asks none other there, whatever its URL', () => {
  root.origin = 'https://a.example';
  root.location = { origin: 'null' };
  const urls = ['https://a.example/users', 'https://b.example/users'];
  expect(urls.map(isOfAnotherOrigin)).toEqual([false, true]);
});

it('nothing is of another origin where there is no page', () => {
  expect(isOfAnotherOrigin('https://a.example/users')).toBe(false);
});
