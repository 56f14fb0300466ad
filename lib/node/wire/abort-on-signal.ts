import type { GenericAbortSignal, InternalAxiosRequestConfig } from 'axios';

/**
 * Aborts when the `signal` or the `cancelToken` of a config says so, unless the signal is the one that is followed
 * already; call what it returns when that is over.
 */
export function abortOnSignal(
  { signal: given, cancelToken }: InternalAxiosRequestConfig,
  followed: GenericAbortSignal | undefined,
  abort: () => void,
): (() => void) | undefined {
  const signal = given === followed ? undefined : given;
  if (signal === undefined && cancelToken === undefined) return undefined;
  signal?.addEventListener?.('abort', abort);
  cancelToken?.subscribe(abort);
  return () => {
    signal?.removeEventListener?.('abort', abort);
    cancelToken?.unsubscribe(abort);
  };
}
