import { destroyData } from './outbound-data.js';

/** Pieces that come one by one, each when it is asked for. */
export interface PulledPieces {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  /** No more will be asked for. */
  stop(): void;
}

/** How to read a web stream or an async iterable; undefined when the value is neither. */
export function pullFrom(value: object): (() => PulledPieces) | undefined {
  if (isReadableStream(value)) return () => readerPieces(value);
  if (isAsyncIterable(value)) return () => iteratorPieces(value);
  return undefined;
}

function readerPieces(stream: ReadableStream<unknown>): PulledPieces {
  const reader = stream.getReader();
  return {
    next: () => reader.read(),
    stop: () => {
      settleUnseen(reader.cancel());
    },
  };
}

function iteratorPieces(iterable: AsyncIterable<unknown>): PulledPieces {
  const iterator = iterable[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    stop: () => {
      settleUnseen(iterator.return?.());
      // of a stream that was not read yet, the iterator leaves it open
      destroyData(iterable);
    },
  };
}

/** Nobody waits for the end of something that was given up, nor for its failure. */
function settleUnseen(promise: Promise<unknown> | undefined): void {
  promise?.catch(() => undefined);
}

export function isReadableStream(value: object): value is ReadableStream<unknown> {
  return 'getReader' in value && typeof value.getReader === 'function';
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value;
}
