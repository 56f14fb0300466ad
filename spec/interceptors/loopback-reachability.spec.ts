import { describe, expect, it } from '@jest/globals';
import { isLoopbackHost } from '../../lib/interceptors/loopback-reachability.js';

describe('isLoopbackHost', () => {
  it.each(['localhost', 'LOCALHOST.', 'api.localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])(
    'knows %s for the machine itself',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  it.each([
    '',
    'example.com',
    'localhost.example.com',
    'notlocalhost',
    '128.0.0.1',
    '::2',
    '127.0.0.1.example',
  ])('does not take %p for it', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});
