import { asSessionError, type SessionError } from '../../errors/session-error.js';
import type { InboundPieces } from './inbound-pieces.js';
import { readingFailure } from './multipart-limits.js';
import { PartParser, type PartParserOptions, type PartReceiver } from './part-parser.js';
import type { Part, PartContent } from './part.js';

/** Bytes that are parsed at a time. Parts that begin in them are queued. */
const SLICE = 65_536;
const NOTHING = new Uint8Array(0);

type Outcome = { readonly kind: 'end' } | { readonly kind: 'failure'; readonly error: SessionError };

/**
 * Reads a form part by part, and no further than it is asked to: as long as a part is wanted, or the body of the
 * one that was given last is hungry.
 */
export class PartReader {
  readonly #pieces: InboundPieces;
  readonly #parser: PartParser;
  readonly #found: { readonly part: Part; readonly content: PartContent }[] = [];
  #rest: Uint8Array = NOTHING;
  #current: { readonly part: Part; readonly content: PartContent } | undefined;
  #outcome: Outcome | undefined;
  #isReading = false;
  #answer: (() => void) | undefined;

  /** Throws a `SessionError` when the content type is not that of a form. */
  constructor(contentType: string | undefined, options: PartParserOptions, openPieces: () => InboundPieces) {
    const receiver: PartReceiver = {
      didFind: (part, content) => {
        this.#found.push({ part, content });
        this.#answer?.();
      },
      didFail: (error) => {
        this.#settle({ kind: 'failure', error });
      },
      wantsMore: () => void this.#read(),
    };
    this.#parser = new PartParser(contentType, options, receiver);
    this.#pieces = openPieces();
  }

  /**
   * The next part, or undefined after the last; what is unread of the one before is passed over. Rejects with a
   * `SessionError`, after the parts that came before what was wrong. To be called again only when it has answered.
   */
  async next(): Promise<Part | undefined> {
    this.#leaveCurrent();
    if (this.#found.length === 0 && this.#outcome === undefined) {
      const answered = new Promise<void>((resolve) => (this.#answer = resolve));
      void this.#read();
      await answered;
      this.#answer = undefined;
    }
    this.#current = this.#found.shift();
    if (this.#current !== undefined) {
      // Its body may have asked for more before it was its turn.
      void this.#read();
      return this.#current.part;
    }
    if (this.#outcome?.kind === 'failure') throw this.#outcome.error;
    return undefined;
  }

  /** Ends the reading: a pending `next` answers that there is no further part. */
  release(): void {
    this.#leaveCurrent();
    this.#found.length = 0;
    this.#settle({ kind: 'end' });
  }

  #leaveCurrent(): void {
    const { part, content } = this.#current ?? {};
    this.#current = undefined;
    content?.leave(() => readingFailure({ kind: 'partLeft', name: part?.name ?? '' }));
  }

  get #isWanted(): boolean {
    if (this.#outcome !== undefined) return false;
    return (
      this.#found.length === 0 && (this.#answer !== undefined || this.#current?.content.isHungry === true)
    );
  }

  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isWanted) await this.#readSlice();
    } catch (error) {
      this.#settle({ kind: 'failure', error: sourceError(error) });
    } finally {
      this.#isReading = false;
    }
  }

  async #readSlice(): Promise<void> {
    if (this.#rest.byteLength > 0) {
      await this.#parser.write(this.#nextSlice());
      return;
    }
    const piece = await this.#pieces.next();
    if (piece !== undefined) {
      this.#rest = piece;
      return;
    }
    await this.#parser.end();
    this.#settle({ kind: 'end' });
  }

  #nextSlice(): Uint8Array {
    const rest = this.#rest;
    const isLast = rest.byteLength <= SLICE;
    this.#rest = isLast ? NOTHING : rest.subarray(SLICE);
    return isLast ? rest : rest.subarray(0, SLICE);
  }

  /** The reading is over: nothing more is asked of the source. */
  #settle(outcome: Outcome): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    this.#rest = NOTHING;
    this.#parser.stop(outcome.kind === 'failure' ? outcome.error : readingFailure({ kind: 'unexpectedEnd' }));
    this.#pieces.release();
    this.#answer?.();
  }
}

function sourceError(error: unknown): SessionError {
  return asSessionError(error, () => ({
    kind: 'multipartReadingFailed',
    reason: { kind: 'inputStreamReadFailed', error },
  }));
}
