import { SessionError } from '../errors/session-error.js';

/**
 * The pieces of a source, until the signal aborts: that ends the iteration with `explicitlyCancelled` at once, even
 * while the source is silent. The source is asked to close whenever it is left early.
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
      const next = await Promise.race([iterator.next(), abort.promise]);
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

/** A signal as a promise that only ever rejects. */
class Abort {
  readonly promise: Promise<never>;
  #reject: (() => void) | undefined;

  constructor(private readonly signal: AbortSignal) {
    this.promise = new Promise((_, reject) => {
      this.#reject = () => {
        reject(new SessionError({ kind: 'explicitlyCancelled' }));
      };
      if (signal.aborted) this.#reject();
      else signal.addEventListener('abort', this.#reject, { once: true });
    });
    this.promise.catch(() => undefined);
  }

  stopListening(): void {
    if (this.#reject !== undefined) this.signal.removeEventListener('abort', this.#reject);
  }
}

/** A silent source closes when it speaks again: nobody waits for that. */
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
