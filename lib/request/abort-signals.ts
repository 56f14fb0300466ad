import { SessionError } from '../errors/session-error.js';

const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when the signal aborts. However many wait for one signal, it has one listener, so that a
 * long-lived signal is neither burdened nor suspected of a leak; the last that stops waiting removes it.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = waiting.get(signal) ?? listenTo(signal);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0 && waiting.delete(signal)) signal.removeEventListener('abort', aborted);
  };
}

function listenTo(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>();
  waiting.set(signal, callbacks);
  signal.addEventListener('abort', aborted, { once: true });
  return callbacks;
}

function aborted(this: AbortSignal): void {
  const callbacks = waiting.get(this) ?? new Set();
  waiting.delete(this);
  for (const callback of callbacks) callback();
}

/**
 * Error of a request that the signal has aborted, with the signal's reason as `cause`: `timedOut` for the TimeoutError
 * of `AbortSignal.timeout()`, else `explicitlyCancelled`.
 */
export function abortError({ reason }: AbortSignal): SessionError {
  const error: unknown = reason;
  const name = typeof error === 'object' && error !== null ? (error as { name?: unknown }).name : undefined;
  if (name === 'TimeoutError') {
    const detail = 'the time of the AbortSignal is up';
    return new SessionError({ kind: 'sessionTaskFailed', code: 'timedOut', detail, error });
  }
  return new SessionError({ kind: 'explicitlyCancelled', ...(error === undefined ? {} : { error }) });
}
