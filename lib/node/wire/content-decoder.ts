import type { Transform } from 'node:stream';
import { SessionError } from '../../errors/session-error.js';
import { decodeAtOnce, decoderStream, type ContentCoding } from './content-coding.js';
import type { IncomingBody } from './incoming-body.js';

/** Bytes of a body that is decoded synchronously if it arrives whole, which is several times faster. */
const SMALL = 16 * 1024;
const MOST_AT_ONCE = 256 * 1024;

/** Receives decoded chunks. */
interface PieceSink {
  /** Takes a chunk. Returns false to apply backpressure. */
  write(piece: Uint8Array): boolean;
  end(): void;
}

/** Decodes a body on its way to the reader, with backpressure. */
export class ContentDecoder {
  readonly #codings: readonly ContentCoding[];
  readonly #body: IncomingBody;
  readonly #didFail: () => void;
  readonly #stages: DecoderStage[];
  #held: Uint8Array[] | undefined = [];
  #heldBytes = 0;

  /** `wantsMore` is called when writing may resume, `didFail` when the rest of the body is useless. */
  constructor(
    codings: readonly ContentCoding[],
    body: IncomingBody,
    wantsMore: () => void,
    didFail: () => void,
  ) {
    this.#codings = codings;
    this.#body = body;
    this.#didFail = didFail;
    this.#stages = this.#makeStages(wantsMore);
  }

  /** Takes a chunk. Returns false to apply backpressure. */
  write(piece: Uint8Array): boolean {
    if (this.#held === undefined) return this.#first.write(piece);
    if (this.#held.length === 0) queueMicrotask(() => this.#stream());
    this.#held.push(piece);
    this.#heldBytes += piece.byteLength;
    return this.#heldBytes <= SMALL || this.#stream();
  }

  end(): void {
    const held = this.#held;
    if (held === undefined) this.#first.end();
    else if (held.length === 0) this.#body.end();
    else this.#decodeAtOnce(held);
  }

  /** Resumes after backpressure of the reader. */
  resume(): void {
    this.#stages.at(-1)?.resume();
  }

  destroy(): void {
    this.#held = undefined;
    for (const stage of this.#stages) stage.destroy();
  }

  get #first(): DecoderStage {
    return this.#stages[0] as DecoderStage;
  }

  /** Switches to streams: decodes the buffered chunks and whatever follows. */
  #stream(): boolean {
    const held = this.#held ?? [];
    this.#held = undefined;
    return held.map((piece) => this.#first.write(piece)).every(Boolean);
  }

  #decodeAtOnce(held: Uint8Array[]): void {
    try {
      const bytes = held.length === 1 ? (held[0] as Uint8Array) : Buffer.concat(held);
      const decoded = this.#codings.reduce((rest, coding) => undo(coding, rest), bytes);
      this.#held = undefined;
      if (decoded.byteLength > 0) this.#body.data(decoded);
      this.#body.end();
    } catch (error) {
      if (!isTooLarge(error)) {
        this.#fail(error);
        return;
      }
      this.#stream();
      this.#first.end();
    }
  }

  #makeStages(wantsMore: () => void): DecoderStage[] {
    const stages: DecoderStage[] = [];
    let next: PieceSink = {
      write: (piece) => {
        this.#body.data(piece);
        return !this.#body.isFull;
      },
      end: () => this.#body.end(),
    };
    for (const [index, coding] of [...this.#codings.entries()].reverse()) {
      const drained = index === 0 ? wantsMore : () => stages[index - 1]?.resume();
      next = stages[index] = new DecoderStage(coding, next, drained, (error) => this.#fail(error));
    }
    return stages;
  }

  #fail(error: unknown): void {
    this.destroy();
    this.#body.fail(decodingFailure(error));
    this.#didFail();
  }
}

/** Decodes one coding. Its stream is created at the first byte. */
class DecoderStage implements PieceSink {
  #stream: Transform | undefined;

  constructor(
    private readonly coding: ContentCoding,
    private readonly next: PieceSink,
    private readonly drained: () => void,
    private readonly failed: (error: Error) => void,
  ) {}

  write(piece: Uint8Array): boolean {
    if (piece.byteLength === 0) return true;
    this.#stream ??= this.#open(piece[0] as number);
    return this.#stream.write(piece);
  }

  end(): void {
    if (this.#stream === undefined) this.next.end();
    else this.#stream.end();
  }

  resume(): void {
    this.#stream?.resume();
  }

  destroy(): void {
    this.#stream?.destroy();
  }

  #open(firstByte: number): Transform {
    const stream = decoderStream(this.coding, firstByte);
    stream.on('data', (piece: Uint8Array) => {
      if (!this.next.write(piece)) stream.pause();
    });
    return stream
      .on('end', () => this.next.end())
      .on('drain', this.drained)
      .on('error', this.failed);
  }
}

function undo(coding: ContentCoding, bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === 0 ? bytes : decodeAtOnce(coding, bytes, MOST_AT_ONCE);
}

function isTooLarge(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
}

/** Classifies a truncated coding as a lost connection. */
function decodingFailure(error: unknown): SessionError {
  const isCut = (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
  const code = isCut ? 'networkConnectionLost' : 'cannotDecodeContentData';
  return new SessionError({ kind: 'sessionTaskFailed', code, error });
}
