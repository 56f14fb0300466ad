import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { AxiosResponse } from 'axios';
import { observedFetch, seenHeadOf } from '../../lib/browser/seen-head.js';

const root = globalThis as { location?: unknown };
const seen = (request: unknown, url = 'https://a.example/asked'): ReturnType<typeof seenHeadOf> =>
  seenHeadOf({ request } as AxiosResponse, url);

afterEach(() => {
  jest.restoreAllMocks();
  delete root.location;
});

describe('seenHeadOf', () => {
  it.each<[unknown, string]>([
    [{ responseURL: 'https://a.example/answered' }, 'https://a.example/answered'],
    [{ responseURL: '' }, 'https://a.example/asked'],
    [{ responseURL: '/relative' }, 'https://a.example/asked'],
    [undefined, 'https://a.example/asked'],
    [null, 'https://a.example/asked'],
  ])('finds the URL that answered in %p', (request, url) => {
    expect(seen(request).url).toBe(url);
  });

  it.each([
    ['https://a.example', false],
    ['https://b.example', true],
  ])('may not know of a page at %s how the body was encoded: %p', (origin, isDecoded) => {
    root.location = { origin };
    expect(seen(undefined).isDecoded).toBe(isDecoded);
  });

  it('takes what is no absolute URL for one of the page', () => {
    root.location = { origin: 'https://a.example' };
    expect(seen(undefined, '/users')).toEqual({ url: '/users', isDecoded: false });
  });
});

describe('observedFetch', () => {
  const request = new Request('https://a.example/asked');

  function answering(body: BodyInit | null, status: number): void {
    const response = new Response(body, { status, headers: { 'X-A': '1' } });
    const shown = {
      url: 'https://a.example/answered',
      ...(body === null && { body: new Blob([]).stream() }),
    };
    const answer = new Proxy(response, {
      get: (target, key) =>
        Reflect.get(key in shown ? shown : target, key, key in shown ? shown : target) as unknown,
    });
    jest.spyOn(globalThis, 'fetch').mockResolvedValue(answer);
  }

  it('leaves the URL that answered for seenHeadOf', async () => {
    answering('text', 200);
    expect((await observedFetch(request)).body).not.toBeNull();
    expect(seen(request).url).toBe('https://a.example/answered');
  });

  it('takes the body from a response that can have none', async () => {
    answering(null, 204);
    const response = await observedFetch(request);
    expect(response).toMatchObject({ status: 204, body: null });
    expect(response.headers.get('x-a')).toBe('1');
  });
});
