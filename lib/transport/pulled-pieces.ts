import { destroyData } from './outbound-data.js';

/** Chunks that arrive one by one, each on request. */
export interface PulledPieces {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  /** No more will be asked for. */
  stop(): void;
}

/** Reader of a web stream or an async iterable; undefined for anything else. */
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

/** Ignores the outcome of an abandoned iterator, so that its rejection is not unhandled. */
function settleUnseen(promise: Promise<unknown> | undefined): void {
  promise?.catch(() => undefined);
}

export function isReadableStream(value: object): value is ReadableStream<unknown> {
  return 'getReader' in value && typeof value.getReader === 'function';
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value;
}
