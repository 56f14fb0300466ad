import type { NetworkErrorCode } from '../../errors/network-error-code.js';
import { isSessionError, SessionError } from '../../errors/session-error.js';
import { pieceOf } from '../../transport/piece.js';
import type { ChunkSize } from './chunk-size.js';

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };
const NOTHING = new Uint8Array(0);
/** Bytes that a socket buffers before it applies backpressure. */
const SMALL_REST = 64 * 1024;

export type ChunkSource = AsyncIterable<unknown> | Iterable<unknown>;
type ChunkResult = IteratorResult<unknown, unknown>;

export interface OutgoingChunksOptions {
  readonly open: () => ChunkSource;
  /** Declared length in bytes; a body that is longer or shorter fails. */
  readonly length: number | undefined;
  /** Largest chunk in bytes; the last one may be somewhat larger. */
  readonly chunkSize: ChunkSize;
  readonly codeOf: (error: unknown) => NetworkErrorCode;
}

/** Body that is pulled chunk by chunk. Opens its source at the first pull, cuts chunks to size, checks the declared length. */
export class OutgoingChunks implements AsyncIterableIterator<Uint8Array, undefined> {
  /** Length in bytes; undefined if unknown. */
  readonly length: number | undefined;
  /** Bytes pulled so far. */
  pulledBytes = 0;
  readonly #options: OutgoingChunksOptions;
  #source: AsyncIterator<unknown> | Iterator<unknown> | undefined;
  #rest: Uint8Array = NOTHING;
  #isPaused = false;
  #isStopped = false;
  #wake: (() => void) | undefined;
  #answer: ((result: ChunkResult) => void) | undefined;
  #refuse: ((error: unknown) => void) | undefined;

  constructor(options: OutgoingChunksOptions) {
    this.#options = options;
    this.length = options.length;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    while (this.#isPaused && !this.#isStopped) await new Promise<void>((wake) => (this.#wake = wake));
    const size = this.#options.chunkSize.next();
    while (this.#rest.byteLength === 0) {
      const result = await this.#read();
      if (this.#isStopped) return DONE;
      if (result.done === true) return this.#finish();
      this.#rest = this.#accept(result.value);
    }
    return { done: false, value: this.#cut(size) };
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.stop();
    return Promise.resolve(DONE);
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#wake?.();
  }

  /** Ends the iteration at once and closes the source. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#rest = NOTHING;
    this.#wake?.();
    this.#answer?.(DONE);
    this.#closeSource();
  }

  /** Settles with the next chunk of the source, or as done once stopped. */
  #read(): Promise<ChunkResult> {
    return new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#refuse = reject;
      if (this.#isStopped) resolve(DONE);
      else this.#pull();
    });
  }

  #pull(): void {
    try {
      this.#source ??= iteratorOf(this.#options.open());
      Promise.resolve(this.#source.next()).then(this.#pulled, this.#failed);
    } catch (error) {
      this.#failed(error);
    }
  }

  readonly #pulled = (result: ChunkResult): void => {
    this.#answer?.(result);
  };

  readonly #failed = (error: unknown): void => {
    this.#refuse?.(this.#failure(error));
  };

  #accept(piece: unknown): Uint8Array {
    const bytes = pieceOf(piece);
    if (bytes === undefined) throw this.#broken('A chunk of the body is not made of bytes.');
    const total = this.pulledBytes + bytes.byteLength;
    if (this.length !== undefined && total > this.length) throw this.#broken(longer(this.length));
    return bytes;
  }

  /** Leaves no small rest, which the socket would still buffer when its memory is reused. */
  #cut(size: number): Uint8Array {
    const rest = this.#rest;
    const isWhole = rest.byteLength < size + SMALL_REST;
    const piece = isWhole ? rest : rest.subarray(0, size);
    this.#rest = isWhole ? NOTHING : rest.subarray(size);
    this.pulledBytes += piece.byteLength;
    return piece;
  }

  #finish(): typeof DONE {
    this.#source = undefined;
    if (this.length === undefined || this.pulledBytes === this.length) return DONE;
    throw this.#broken(shorter(this.pulledBytes, this.length));
  }

  #broken(message: string): SessionError {
    this.#closeSource();
    return this.#failure(new Error(message));
  }

  #failure(error: unknown): SessionError {
    if (isSessionError(error)) return error;
    return new SessionError({ kind: 'sessionTaskFailed', code: this.#options.codeOf(error), error });
  }

  #closeSource(): void {
    const source = this.#source;
    this.#source = undefined;
    Promise.resolve(source)
      .then((open) => open?.return?.())
      .catch(() => undefined);
  }
}

function iteratorOf(source: ChunkSource): AsyncIterator<unknown> | Iterator<unknown> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

function longer(declared: number): string {
  return `The body is longer than the ${declared} bytes that were declared.`;
}

function shorter(actual: number, declared: number): string {
  return `The body ends after ${actual} bytes where ${declared} were declared.`;
}
