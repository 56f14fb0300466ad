import { AxiosError, CanceledError } from 'axios';
import { jest } from '@jest/globals';
import type { NetworkErrorCode } from '../../lib/errors/network-error-code.js';

describe('networkErrorCode in a browser', () => {
  jest.unstable_mockModule('#network-codes', () => import('../../lib/browser/network-codes.js'));

  it.each<[NetworkErrorCode, Error]>([
    ['cannotConnectToHost', new AxiosError('Network Error', 'ERR_NETWORK')],
    ['cannotConnectToHost', new TypeError('Failed to fetch')],
    ['cannotConnectToHost', new AxiosError('x', 'ECONNREFUSED')],
    ['networkConnectionLost', new AxiosError('Request aborted', 'ECONNABORTED')],
    ['networkConnectionLost', new AxiosError('x', 'ECONNRESET')],
    ['timedOut', new AxiosError('timeout of 10ms exceeded', 'ECONNABORTED')],
    ['timedOut', new AxiosError('x', 'ETIMEDOUT')],
    ['cancelled', new CanceledError()],
    ['unknown', new AxiosError('x', 'EPIPE')],
  ])('makes %s of %p', async (code, error) => {
    const { networkErrorCode } = await import('../../lib/transport/network-error.js');
    expect(networkErrorCode(error)).toBe(code);
  });
});
