import { isIdempotent, normalizedMethod } from '../../lib/message/http-method.js';

describe('a method', () => {
  it.each([
    ['get', 'GET'],
    ['Patch', 'PATCH'],
    ['query', 'QUERY'],
    ['GET', 'GET'],
    ['purge', 'purge'],
    ['Purge', 'Purge'],
  ])('%s is sent as %s', (given, sent) => {
    expect(normalizedMethod(given)).toBe(sent);
  });

  it.each([
    ...['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'].map((method) => [method, true] as const),
    ...['POST', 'PATCH', 'CONNECT', 'purge', 'get'].map((method) => [method, false] as const),
  ])('%s may be sent twice: %p', (method, expected) => {
    expect(isIdempotent(method)).toBe(expected);
  });
});
