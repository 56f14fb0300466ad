import type { AxiosInstance, AxiosRequestConfig, GenericAbortSignal } from 'axios';
import { isExchangeAdapter } from './adapter-exchange.js';
import { hasNoInterceptors } from './own-instance.js';

/** Canceller of a message in flight through axios. */
export interface HopCanceller {
  readonly signal: GenericAbortSignal;
  abort(): void;
}

/**
 * Creates a canceller: an AbortController if interceptors or a foreign adapter see its signal, else the part of one
 * that axios uses, for a fraction of the cost.
 */
export function makeHopCanceller(
  instance: AxiosInstance,
  adapter: AxiosRequestConfig['adapter'],
): HopCanceller {
  const isKnown = isExchangeAdapter(adapter) || [adapter].flat().every((named) => typeof named === 'string');
  return isKnown && hasNoInterceptors(instance) ? new PlainCanceller() : new AbortController();
}

class PlainCanceller implements HopCanceller, GenericAbortSignal {
  aborted = false;
  readonly #listeners = new Set<AbortListener>();

  get signal(): this {
    return this;
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of [...this.#listeners]) listener.call(this);
  }

  addEventListener(_: string, listener: AbortListener): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: string, listener: AbortListener): void {
    this.#listeners.delete(listener);
  }
}

/** The fetch adapter reads the `reason` of `this`; without one it fails as a plain cancellation. */
type AbortListener = (this: GenericAbortSignal) => void;
