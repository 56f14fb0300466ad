import type { NetworkErrorCode } from '../../errors/network-error-code.js';
import { isSessionError, SessionError } from '../../errors/session-error.js';
import { pieceOf } from '../../transport/piece.js';
import type { PieceSize } from './piece-size.js';

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };
const NOTHING = new Uint8Array(0);
/** A socket holds so many bytes before it says that it is full. */
const SMALL_REST = 64 * 1024;

export type PieceSource = AsyncIterable<unknown> | Iterable<unknown>;
type PieceResult = IteratorResult<unknown, unknown>;

export interface OutgoingPiecesOptions {
  readonly open: () => PieceSource;
  /** Bytes in all, where declared: more or fewer fail. */
  readonly length: number | undefined;
  /** Bytes that a piece has at most; somewhat more where little would be left. */
  readonly pieceSize: PieceSize;
  readonly codeOf: (error: unknown) => NetworkErrorCode;
}

/** A body as it is pulled: opened with the first piece, cut to size, held to the declared length. */
export class OutgoingPieces implements AsyncIterableIterator<Uint8Array, undefined> {
  /** Bytes in all, where known. */
  readonly length: number | undefined;
  /** Bytes that were pulled so far. */
  pulledBytes = 0;
  readonly #options: OutgoingPiecesOptions;
  #source: AsyncIterator<unknown> | Iterator<unknown> | undefined;
  #rest: Uint8Array = NOTHING;
  #isPaused = false;
  #isStopped = false;
  #wake: (() => void) | undefined;
  #answer: ((result: PieceResult) => void) | undefined;
  #refuse: ((error: unknown) => void) | undefined;

  constructor(options: OutgoingPiecesOptions) {
    this.#options = options;
    this.length = options.length;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    while (this.#isPaused && !this.#isStopped) await new Promise<void>((wake) => (this.#wake = wake));
    const size = this.#options.pieceSize.next();
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

  /** Ends it where it stands, and closes its source. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#rest = NOTHING;
    this.#wake?.();
    this.#answer?.(DONE);
    this.#closeSource();
  }

  /** Settles when there is a piece, or when nobody waits for one any more. */
  #read(): Promise<PieceResult> {
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

  readonly #pulled = (result: PieceResult): void => {
    this.#answer?.(result);
  };

  readonly #failed = (error: unknown): void => {
    this.#refuse?.(this.#failure(error));
  };

  #accept(piece: unknown): Uint8Array {
    const bytes = pieceOf(piece);
    if (bytes === undefined) throw this.#broken('A piece of the body is not made of bytes.');
    const total = this.pulledBytes + bytes.byteLength;
    if (this.length !== undefined && total > this.length) throw this.#broken(longer(this.length));
    return bytes;
  }

  /** Leaves no small rest: the socket would only seem to have taken it before its memory is used again. */
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

function iteratorOf(source: PieceSource): AsyncIterator<unknown> | Iterator<unknown> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

function longer(declared: number): string {
  return `The body is longer than the ${declared} bytes that were declared.`;
}

function shorter(actual: number, declared: number): string {
  return `The body ends after ${actual} bytes where ${declared} were declared.`;
}
