import { AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import type { HTTPHeaders } from '../../message/http-headers.js';
import { isSessionError } from '../../errors/session-error.js';
import type { ReceivedHead } from '../../transport/axios/adapter-exchange.js';

/** Creates the response of axios. Its headers are built when they are first read. */
export function axiosResponse<T>(
  head: ReceivedHead,
  data: T,
  config: InternalAxiosRequestConfig,
): AxiosResponse<T> {
  let headers: AxiosResponse['headers'] | undefined;
  return {
    data,
    status: head.statusCode,
    statusText: head.statusText,
    get headers() {
      return (headers ??= axiosHeaders(head.headers));
    },
    set headers(changed) {
      headers = changed;
    },
    config,
  };
}

function axiosHeaders(received: HTTPHeaders): AxiosHeaders {
  const headers = new AxiosHeaders();
  received.forEach((value, name) => {
    const key = name.toLowerCase();
    if (key === 'set-cookie') headers[key] ??= received.values(key);
    else if (!(key in headers)) headers[key] = value;
    else headers.set(key, received.get(key) ?? '');
  });
  return headers;
}

/** Wraps a failure in an `AxiosError`, whose `cause` it becomes. */
export function axiosError(failure: unknown, config: InternalAxiosRequestConfig): AxiosError {
  if (failure instanceof AxiosError) return failure;
  const cause = failure as Error;
  return AxiosError.from(cause, codeOf(cause), config);
}

function codeOf(cause: Error): string {
  if (!isSessionError(cause)) return nativeCode(cause);
  switch (cause.kind) {
    case 'invalidURL':
      return AxiosError.ERR_INVALID_URL;
    case 'unsupported':
      return AxiosError.ERR_NOT_SUPPORT;
    case 'sessionTaskFailed':
      return cause.code === 'timedOut' ? AxiosError.ETIMEDOUT : AxiosError.ERR_NETWORK;
    default:
      return AxiosError.ERR_NETWORK;
  }
}

function nativeCode(cause: Error): string {
  return (cause as NodeJS.ErrnoException).code ?? AxiosError.ERR_NETWORK;
}
