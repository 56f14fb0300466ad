import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import type { HTTPCookieStorage } from 'rxsession';
import { cookiesAtOnce } from '../../lib/request/cookies-at-once.js';

const storage = (cookieString: HTTPCookieStorage['cookieString']): HTTPCookieStorage => ({
  cookieString,
  setCookies: () => undefined,
});

describe('cookies for a description', () => {
  it.each<[string, HTTPCookieStorage['cookieString'], string | undefined]>([
    ['are those that are there', (url) => `at=${url}`, 'at=http://a.example/'],
    ['are none where there are none', () => undefined, undefined],
    ['are not waited for', () => Promise.resolve('a=1'), undefined],
    ['are not subscribed to', () => of('a=1'), undefined],
    ['fail unheard: a rejection', () => Promise.reject(new Error('locked')), undefined],
    [
      'fail unheard: a throw',
      () => {
        throw new Error('locked');
      },
      undefined,
    ],
  ])('%s', async (_, cookieString, expected) => {
    expect(cookiesAtOnce(storage(cookieString), 'http://a.example/')).toBe(expected);
    await Promise.resolve();
  });
});
