import { SessionError } from '../errors/session-error.js';

/**
 * Yields the chunks of a source until the signal aborts, then throws `explicitlyCancelled` at once, even while the
 * source is silent. Asks the source to close whenever the iteration ends early.
 */
export async function* untilAborted(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = iteratorOf(source);
  const abort = new Abort(signal);
  let isAtEnd = false;
  try {
    for (;;) {
      const next = await abort.interrupting(iterator.next());
      if (next.done === true) {
        isAtEnd = true;
        return;
      }
      yield next.value;
    }
  } finally {
    abort.stopListening();
    if (!isAtEnd) await close(iterator, signal.aborted);
  }
}

/** Ends the wait for one promise after the other. A race with a promise that lasts would keep all their values. */
class Abort {
  #reject: ((error: SessionError) => void) | undefined;

  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener('abort', this.#abort);
  }

  interrupting<T>(wait: T | PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      Promise.resolve(wait).then(resolve, reject);
      if (this.signal.aborted) this.#abort();
    });
  }

  stopListening(): void {
    this.#reject = undefined;
    this.signal.removeEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => {
    this.#reject?.(new SessionError({ kind: 'explicitlyCancelled' }));
  };
}

/** A silent source closes only when it next yields, so its closing is not awaited. */
async function close(
  iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
  isSilent: boolean,
): Promise<void> {
  const closed = Promise.resolve(iterator.return?.()).catch(() => undefined);
  if (!isSilent) await closed;
}

function iteratorOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}
