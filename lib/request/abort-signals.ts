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
