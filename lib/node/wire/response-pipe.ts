import type { InboundBodyReceiver } from '../../transport/axios/adapter-exchange.js';
import { codingsToUndo, type ContentCoding } from './content-coding.js';
import { ContentDecoder } from './content-decoder.js';
import { IncomingBody, type BodySource } from './incoming-body.js';
import type { MessageFraming } from './message-framing.js';
import type { ResponseHead } from './response-head.js';

/** The connection under a response. */
export interface ResponseWire {
  /** More of the body is wanted. */
  flow(): void;
  /** The rest of the body is of no use. */
  abandon(): void;
}

/** The body of a response between the wire and its receiver, where it is decoded or was suspended. */
export class ResponsePipe implements BodySource {
  readonly #body = new IncomingBody(this);
  readonly #wire: ResponseWire;
  #decoder: ContentDecoder | undefined;

  constructor(receiver: InboundBodyReceiver, wire: ResponseWire) {
    this.#wire = wire;
    this.#body.read(receiver);
  }

  /** Undoes these codings, the outermost first, of what is written from now on. */
  decode(codings: readonly ContentCoding[]): void {
    const wire = this.#wire;
    this.#decoder = new ContentDecoder(
      codings,
      this.#body,
      () => {
        wire.flow();
      },
      () => {
        wire.abandon();
      },
    );
  }

  /** Takes a chunk. Returns false if that was enough for now. */
  write(chunk: Uint8Array): boolean {
    if (this.#decoder !== undefined) return this.#decoder.write(chunk);
    this.#body.data(chunk);
    return !this.#body.isFull;
  }

  end(): void {
    if (this.#decoder === undefined) this.#body.end();
    else this.#decoder.end();
  }

  fail(error: Error): void {
    this.#decoder?.destroy();
    this.#body.fail(error);
  }

  pause(): void {
    this.#body.pause();
  }

  resume(): void {
    this.#body.resume();
  }

  /** Hands over nothing more. */
  close(): void {
    this.#decoder?.destroy();
    this.#body.close();
  }

  proceed(): void {
    this.#decoder?.resume();
    this.#wire.flow();
  }
}

/** The codings of a response that are undone, the outermost first; its content codings only if `isDecoded`. */
export function codingsOf(
  head: ResponseHead,
  { bodyEnd, transferCodings }: MessageFraming,
  isDecoded: boolean,
): readonly ContentCoding[] {
  const coded = isDecoded && head.first('content-encoding') !== undefined;
  if (bodyEnd === 'none' || (!coded && transferCodings.length === 0)) return NO_CODINGS;
  const contentCodings = coded ? codingsToUndo(head.values('content-encoding').join()) : NO_CODINGS;
  return [...codingsToUndo(transferCodings.join()), ...contentCodings];
}

const NO_CODINGS: readonly ContentCoding[] = [];
