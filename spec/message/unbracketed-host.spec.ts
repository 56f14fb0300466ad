import { expect, it } from '@jest/globals';
import { unbracketedHost } from '../../lib/message/unbracketed-host.js';

it.each([
  ['[::1]', '::1'],
  ['::1', '::1'],
  ['127.0.0.1', '127.0.0.1'],
  ['api.example.com.', 'api.example.com.'],
  ['[half', '[half'],
])('the host %s is looked up as %s', (hostname, expected) => {
  expect(unbracketedHost(hostname)).toBe(expected);
});
