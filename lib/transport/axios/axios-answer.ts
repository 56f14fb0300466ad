import type { AxiosResponse } from 'axios';
import { networkErrorCode } from '../network-error.js';

/** True for a response of axios. Interceptors may return any value. */
export function isAxiosResponse(value: unknown): value is AxiosResponse {
  if (typeof value !== 'object' || value === null) return false;
  const { status } = value as { status?: unknown };
  return isStatusCode(status) && ('headers' in value || 'data' in value);
}

/**
 * The response that a rejection stands for: the one an error was made of because of its status, or that an
 * interceptor rejected with. Undefined when the exchange itself failed, also halfway through a response.
 */
export function refusedResponse(error: unknown): AxiosResponse | undefined {
  if (isAxiosResponse(error)) return error;
  const response = responseIn(error);
  return isAxiosResponse(response) && isAboutStatus(error) ? response : undefined;
}

/** The response an error carries, whatever it says. */
export function responseIn(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'response' in error ? error.response : undefined;
}

/** An error about the response as such has no code of the network. */
function isAboutStatus(error: unknown): boolean {
  const code = networkErrorCode(error);
  return code === 'badServerResponse' || code === 'unknown';
}

function isStatusCode(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 999;
}
