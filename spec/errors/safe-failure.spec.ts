import { describe, expect, it } from '@jest/globals';
import { AxiosError, AxiosHeaders } from 'axios';
import { inspect } from 'node:util';
import { safeFailure } from '../../lib/errors/safe-failure.js';
import { SessionError } from '../../lib/errors/session-error.js';
import type { SessionFailure } from '../../lib/errors/session-failure.js';

const config = { headers: new AxiosHeaders({ Authorization: 'S3CR3T' }) };
const axiosError = new AxiosError('Network Error', 'ERR_NETWORK', config);
const wrapping = new Error('The token could not be refreshed.', { cause: axiosError });

const failuresWith = (error: unknown): SessionFailure[] => [
  { kind: 'requestAdaptationFailed', error },
  { kind: 'createURLRequestFailed', error },
  { kind: 'responseValidationFailed', reason: { kind: 'customValidationFailed', error } },
  { kind: 'responseSerializationFailed', reason: { kind: 'customSerializationFailed', error } },
];

describe('a failure that is kept', () => {
  it.each(failuresWith(axiosError))('holds no error of axios: $kind', (failure) => {
    const error = new SessionError(failure);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('S3CR3T');
    expect(error.cause).toMatchObject({ message: 'Network Error', code: 'ERR_NETWORK' });
  });

  it.each(failuresWith(wrapping))('holds no error with one of axios as its cause: $kind', (failure) => {
    const error = new SessionError(failure);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('S3CR3T');
    expect(error.cause).toMatchObject({ message: 'The token could not be refreshed.' });
  });

  it.each([new Error('plain'), 'text', undefined, { response: { status: 500 } }])(
    'holds any other error as it is: %p',
    (cause) => {
      for (const failure of failuresWith(cause)) {
        expect(safeFailure(failure)).toBe(failure);
        expect(new SessionError(failure).cause).toBe(cause);
      }
    },
  );

  it('has the text that is no URL, but does not show a password in it', () => {
    const url = 'http://ada:S3CR3T@a b/';
    const error = new SessionError({ kind: 'invalidURL', url });
    expect([error.url, error.urlConvertible]).toEqual([url, url]);
    expect(inspect(error, { depth: Infinity }) + JSON.stringify(error)).not.toContain('S3CR3T');
  });

  it('shows text that is no URL and holds no password', () => {
    expect(inspect(new SessionError({ kind: 'invalidURL', url: 'http://a b/' }))).toContain(
      "url: 'http://a b/'",
    );
  });
});
