import { describe, expect, it } from '@jest/globals';
import { isLoopbackHost } from '../../lib/extending/loopback-reachability.js';

describe('isLoopbackHost', () => {
  it.each([
    'localhost',
    'LOCALHOST.',
    'api.localhost',
    '127.0.0.1',
    '127.1.2.3',
    '127.1',
    '0x7f.1',
    '2130706433',
    '127.0.0.1.',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
    '[::0.0.0.1]',
  ])('knows %s for the machine itself', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each([
    '',
    'example.com',
    'localhost.example.com',
    'notlocalhost',
    '128.0.0.1',
    '::2',
    '127.0.0.1.example',
    '[::1',
    'localhost@example.com',
    '127.0.0.1:80:80',
  ])('does not take %p for it', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});
