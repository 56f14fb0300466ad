import type { InternalAxiosRequestConfig } from 'axios';

/** Aborts when the `signal` or the `cancelToken` of a config says so; call what it returns when that is over. */
export function abortOnSignal(
  { signal, cancelToken }: InternalAxiosRequestConfig,
  abort: () => void,
): (() => void) | undefined {
  if (signal === undefined && cancelToken === undefined) return undefined;
  signal?.addEventListener?.('abort', abort);
  cancelToken?.subscribe(abort);
  return () => {
    signal?.removeEventListener?.('abort', abort);
    cancelToken?.unsubscribe(abort);
  };
}
